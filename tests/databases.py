"""The databases that a test of the store runs on, one after the other: SQLite and a real PostgreSQL.

A database is made once (`new`, then migrated and filled) and copied for each test that writes in it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import make_url

from bench.private_postgres import PrivatePostgres, private_postgres
from crm.store import Store, migrate

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
MEMORY: Final = Path("/dev/shm")
ROOM: Final = 2**30  # bytes that the copies of a run fit in


class Databases(Protocol):
    """Databases of one kind, named by their URL. `kind` is SQLAlchemy's name of it."""

    kind: str

    def new(self) -> str:
        """An empty one."""

    def copy(self, original: str) -> str:
        """What `original` holds, which nobody is connected to."""

    def remove(self, url: str) -> None:
        """Gone; its stores are closed."""


@dataclass
class SqliteFiles:
    """Each a file of the folder."""

    folder: Path
    kind: str = SQLITE
    _numbers: Iterator[int] = field(default_factory=count)

    def new(self) -> str:
        return f"sqlite:///{self.folder / f'{next(self._numbers)}.sqlite3'}"

    def copy(self, original: str) -> str:
        url = self.new()
        shutil.copy(file_of(original), file_of(url))
        return url

    def remove(self, url: str) -> None:
        for ending in ("", "-wal", "-shm", ".migration"):
            Path(f"{file_of(url)}{ending}").unlink(missing_ok=True)


@dataclass
class PostgresDatabases:
    """Each a database of the server."""

    server: PrivatePostgres
    kind: str = POSTGRESQL
    _numbers: Iterator[int] = field(default_factory=count)

    def new(self) -> str:
        return self.server.create(f"test_{next(self._numbers)}")

    def copy(self, original: str) -> str:
        return self.server.create(f"test_{next(self._numbers)}", make_url(original).database or "")

    def remove(self, url: str) -> None:
        self.server.drop(make_url(url).database or "")


def file_of(url: str) -> Path:
    return Path(make_url(url).database or "")


def filled(databases: Databases, fill: Callable[[Store], object]) -> str:
    """A new database with the schema and what `fill` puts in, closed: to be copied."""
    url = databases.new()
    migrate(url)
    store = Store(url)
    fill(store)
    store.close()
    return url


@contextmanager
def a_copy(databases: Databases, original: str) -> Iterator[Store]:
    """A store on a copy of its own, removed at the end."""
    url = databases.copy(original)
    store = Store(url)
    yield store
    store.close()
    databases.remove(url)


@contextmanager
def databases_of(kind: str, folder: Path) -> Iterator[Databases]:
    if kind == SQLITE:
        yield SqliteFiles(folder)
        return
    with private_postgres(parent=memory()) as server:
        yield PostgresDatabases(server)


def memory() -> Path | None:
    """A folder in memory when the machine has one that is large enough; else the usual place."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if usable else None
