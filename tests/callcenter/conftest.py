"""Real databases, each a copy of one filled once: the schema for the bridge, the house with its people for the web."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.store import Store
from tests.callcenter.web.house import House, furnish
from tests.databases import Databases, a_copy, filled


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> str:
    """A closed database with the schema."""
    return filled(databases, lambda _store: None)


@pytest.fixture
def store(databases: Databases, migrated: str) -> Iterator[Store]:
    """A store of the test's own."""
    with a_copy(databases, migrated) as store:
        yield store


@pytest.fixture(scope="session")
def furnished(databases: Databases) -> str:
    """A closed database with the people of the house."""
    return filled(databases, furnish)


@pytest.fixture
def house(tmp_path: Path, databases: Databases, furnished: str) -> Iterator[House]:
    with a_copy(databases, furnished) as store:
        yield House.open(tmp_path, store)
