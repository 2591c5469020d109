"""A real database for the tests of the bridge: a copy of one that was migrated once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.store import Store, migrate


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed SQLite file with the schema."""
    file = tmp_path_factory.mktemp("store") / "migrated.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def store(migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own."""
    file = shutil.copy(migrated, tmp_path / "callcenter.sqlite3")
    store = Store(f"sqlite:///{file}")
    yield store
    store.close()
