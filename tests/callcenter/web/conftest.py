"""The house and the people of the web tests."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.callcenter.web.house import House, Person, furnish, start
from tests.databases import Databases, a_copy, filled


@pytest.fixture(scope="session")
def furnished(databases: Databases) -> str:
    """A closed database with the people of the house."""
    return filled(databases, furnish)


@pytest.fixture
def house(tmp_path: Path, databases: Databases, furnished: str) -> Iterator[House]:
    with a_copy(databases, furnished) as store:
        yield House.open(tmp_path, store)


@pytest.fixture
async def person(house: House) -> AsyncIterator[Person]:
    """Somebody who has not logged in."""
    client = await start(house)
    yield Person(client)
    await client.close()


@pytest.fixture
async def minh(house: House) -> AsyncIterator[Person]:
    """Supervisor Đỗ Quang Minh, logged in."""
    client = await start(house)
    minh = Person(client)
    assert (await minh.log_in("minh")).status == 303
    yield minh
    await client.close()


@pytest.fixture
async def lan(person: Person) -> Person:
    """Operator Trần Thị Lan, logged in."""
    assert (await person.log_in("lan")).status == 303
    return person
