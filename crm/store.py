"""The door to the database: transactions that are whole or nothing, on SQLite (default) or PostgreSQL.

A writing transaction on SQLite begins with BEGIN IMMEDIATE: it waits for its turn at once instead of failing half way;
on PostgreSQL the rows it decides about are locked (`SELECT ... FOR UPDATE`). Readers never wait for writers.
"""

import fcntl
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import IO, Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, literal, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from crm.database_errors import NO_ADDRESS, translated_errors
from crm.errors import StoreUnavailable
from crm.table_base import Base

BUSY_MS: Final = 10_000  # how long a writer waits for its turn
CONNECT_SECONDS: Final = 5  # how long PostgreSQL may take to answer the first time
SQLITE_WRITER: Final = ("PRAGMA query_only = OFF", "BEGIN IMMEDIATE")  # the pool may hand over a reader's connection
MIGRATION_LOCK: Final = 10_22  # PostgreSQL advisory lock: one migration at a time


class Store:
    """One database. Make one per process and share it between threads; `close` gives its connections back."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._reader = self.engine.execution_options(**reading_options(self.engine))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing transaction: committed when the block ends well, otherwise as if it had never begun."""
        with translated_errors(), Session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent picture of the database; the database refuses to change anything in it."""
        with translated_errors(), Session(self._reader, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def migrate(url: str) -> None:
    """Bring the database to the newest schema, creating the file and its folder when there is none; else do nothing.

    SQLite changes a table by copying it and dropping the old one, which its foreign keys would take for a deletion of
    every row: they rest meanwhile.
    """
    engine = make_engine(url, foreign_keys=False)
    try:
        with translated_errors(), alone(url), engine.begin() as connection:
            upgrade(connection)
    finally:
        engine.dispose()


@contextmanager
def alone(url: str) -> Iterator[None]:
    """One migration at a time on a SQLite file, which is left in WAL mode; PostgreSQL has a lock of its own for it.

    The switch to WAL cannot be waited for: two at once, and one is refused ("database is locked") whatever its timeout.
    """
    database = make_url(url)
    if database.get_backend_name() != "sqlite" or not database.database:
        yield
        return
    with lock_file(Path(database.database)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with translated_errors(), closing(sqlite3.connect(database.database, timeout=BUSY_MS / 1000)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        yield


def lock_file(database: Path) -> IO[str]:
    """The file beside the database that stands for its migration. Raises `StoreUnavailable`."""
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        return database.with_name(f"{database.name}.migration").open("w")
    except OSError as error:
        raise StoreUnavailable(f"{error.strerror}: {error.filename}") from error


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the missing migrations inside the connection's own transaction: all of them, or none."""
    from alembic import command  # 100 ms to import, and only this needs it
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))  # a migration may take its time
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", "crm:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def insert_missing(session: Session, table: type[Base], **values: Any) -> bool:
    """Insert a row unless its key is there already, also when another connection inserts it at this moment.

    Whether it was missing.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    missing = insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(missing.returning(literal(1))).first() is not None


def insert_all_missing(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose keys are not there yet."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    if rows:
        session.execute(insert(table).on_conflict_do_nothing(), rows)


def make_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions begin and whose foreign keys hold as this module promises.

    Raises `StoreUnavailable` for an address that is none.
    """
    try:
        database = make_url(url)
        database.get_dialect()
    except (ArgumentError, ValueError) as error:
        raise NO_ADDRESS.error() from error
    if database.get_backend_name() == "postgresql":
        return make_postgres_engine(database)
    engine = create_engine(database)
    event.listen(engine, "connect", partial(prepare_sqlite, foreign_keys=foreign_keys))
    event.listen(engine, "begin", begin_sqlite)
    return engine


def make_postgres_engine(database: URL) -> Engine:
    """An engine that notices a restart of the server before it sends a statement."""
    from crm.postgres_connection import prepare  # its driver takes 100 ms to import, and only this needs it

    patience = {} if "connect_timeout" in database.query else {"connect_timeout": CONNECT_SECONDS}
    engine = create_engine(database, pool_pre_ping=True, connect_args=patience)
    event.listen(engine, "connect", lambda connection, _record: prepare(connection, BUSY_MS))
    return engine


def reading_options(engine: Engine) -> dict[str, Any]:
    """What makes a transaction of this engine a reading one."""
    if engine.dialect.name == "sqlite":
        return {"sqlite_begin": ("PRAGMA query_only = ON", "BEGIN")}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def prepare_sqlite(connection: SqliteConnection, _record: object, *, foreign_keys: bool) -> None:
    """Settings of each new SQLite connection. The driver's own BEGIN is switched off (`begin_sqlite` says it)."""
    connection.isolation_level = None
    for setting in (f"busy_timeout = {BUSY_MS}", f"foreign_keys = {int(foreign_keys)}"):
        connection.execute(f"PRAGMA {setting}")


def begin_sqlite(connection: Connection) -> None:
    """Begin as the engine's options say; a writer takes its turn at once."""
    for statement in connection.get_execution_options().get("sqlite_begin", SQLITE_WRITER):
        connection.exec_driver_sql(statement)
