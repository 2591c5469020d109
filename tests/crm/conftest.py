"""A real database for each test: a copy of one that was migrated and filled with the sample units once."""

from collections.abc import Iterator

import pytest

from crm.seed import load_sample_data
from crm.store import Store
from tests.databases import Databases, a_copy, filled


@pytest.fixture(scope="session")
def prepared(databases: Databases) -> str:
    """A closed database with the schema and the sample data."""
    return filled(databases, load_sample_data)


@pytest.fixture
def store(databases: Databases, prepared: str) -> Iterator[Store]:
    """A store of the test's own."""
    with a_copy(databases, prepared) as store:
        yield store
