"""The made-up cities a figure is measured on: one for each size and database, made once and kept.

A city that is not whole has another name than a whole one: whoever stops the making starts it anew the next time.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from psycopg import sql
from sqlalchemy import NullPool, create_engine, text

from bench.private_postgres import PrivatePostgres
from crm.demo.fill import City, fill
from crm.search.rebuild import ensure_index
from crm.seed import load_sample_data
from crm.store import Store, migrate
from crm.working_time import HAI_PHONG

UNTIL: Final = datetime(2026, 10, 26, 8, 0, tzinfo=HAI_PHONG)  # a Monday morning: the moment all is asked at
SEED: Final = "1022"
MAKING: Final = "making"
SERVER: Final = MappingProxyType(  # as the README has it for a server of its own; what is committed is on the disk
    {
        "shared_buffers": "2GB",
        "effective_cache_size": "8GB",
        "work_mem": "32MB",
        "maintenance_work_mem": "512MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
    }
)
Tell = Callable[[str], None]


class Cities(Protocol):
    """Where the cities of one kind of database are."""

    @property
    def name(self) -> str: ...
    def has(self, cases: int) -> bool: ...
    def new(self, cases: int) -> str:
        """The URL of an empty database that is not whole yet; one that was left so is thrown away."""
        ...

    def keep(self, cases: int) -> None:
        """The database that was made is whole; it takes the place of an earlier one."""
        ...

    def url(self, cases: int) -> str: ...


def ensure_city(cities: Cities, cases: int, processes: int, tell: Tell, *, anew: bool = False) -> Store:
    """The store with so many cases; made when it is not there, or when it is wanted `anew`."""
    if anew or not cities.has(cases):
        make_city(cities.new(cases), cases, processes, lambda so_far: tell(f"{cities.name}: {so_far} / {cases}"))
        cities.keep(cases)
    migrate(cities.url(cases))
    return Store(cities.url(cases))


def make_city(url: str, cases: int, processes: int, tell: Callable[[int], None]) -> None:
    """Fill the database at this address, and leave it as its server would after a while."""
    migrate(url)
    with closing(Store(url)) as store:
        load_sample_data(store)
        ensure_index(store, UNTIL)
        fill(City(cases, SEED, UNTIL), store, processes=processes, tell=tell)
        settle(store)


def settle(store: Store) -> None:
    """What PostgreSQL's autovacuum does of its own after so many rows; SQLite does nothing of the kind."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM (ANALYZE)"))


@dataclass(frozen=True)
class SqliteCities:
    """A file for each."""

    folder: Path
    name: str = "sqlite"

    def has(self, cases: int) -> bool:
        return self._file(cases).exists()

    def new(self, cases: int) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.glob(f"{self._file(cases, MAKING).name}*"):
            left.unlink()
        return f"sqlite:///{self._file(cases, MAKING)}"

    def keep(self, cases: int) -> None:
        for side_file in self.folder.glob(f"{self._file(cases).name}-*"):
            side_file.unlink()
        self._file(cases, MAKING).replace(self._file(cases))

    def url(self, cases: int) -> str:
        return f"sqlite:///{self._file(cases)}"

    def _file(self, cases: int, note: str = "") -> Path:
        return self.folder / f"{database_name(cases, note)}.sqlite3"


@dataclass(frozen=True)
class PostgresCities:
    """A database for each, on one server."""

    server: PrivatePostgres
    name: str = "postgresql"

    def has(self, cases: int) -> bool:
        databases = text("SELECT datname FROM pg_database")
        engine = create_engine(self.server.url("postgres"), poolclass=NullPool)
        with engine.connect() as connection:
            return database_name(cases) in connection.scalars(databases).all()

    def new(self, cases: int) -> str:
        making = database_name(cases, MAKING)
        self.server.drop(making)
        return self.server.create(making)

    def keep(self, cases: int) -> None:
        name = database_name(cases)
        self.server.drop(name)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        self.server.execute(rename.format(sql.Identifier(database_name(cases, MAKING)), sql.Identifier(name)))

    def url(self, cases: int) -> str:
        return self.server.url(database_name(cases))


def database_name(cases: int, note: str = "") -> str:
    """What a city is called, as a file or a database."""
    return "-".join(filter(None, ("store", str(cases), note)))
