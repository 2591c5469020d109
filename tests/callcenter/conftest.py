"""A real database for the tests of the bridge: a copy of one that was migrated once."""

from collections.abc import Iterator

import pytest

from crm.store import Store
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
