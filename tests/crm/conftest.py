"""A real database for each test: a copy of one that was migrated and filled with the sample units once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.seed import load_sample_data
from crm.store import Store, migrate


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed SQLite file with the schema and the sample data."""
    file = tmp_path_factory.mktemp("store") / "prepared.sqlite3"
    migrate(f"sqlite:///{file}")
    store = Store(f"sqlite:///{file}")
    load_sample_data(store)
    store.close()
    return file


@pytest.fixture
def store(prepared: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of the test's own."""
    file = shutil.copy(prepared, tmp_path / "callcenter.sqlite3")
    store = Store(f"sqlite:///{file}")
    yield store
    store.close()
