"""The house and the people of the web tests."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.callcenter.web.house import House, Person, build_store, start


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_store(tmp_path_factory.mktemp("store") / "empty.sqlite3")


@pytest.fixture
def house(tmp_path: Path, empty_store: Path) -> Iterator[House]:
    house = House.open(tmp_path, empty_store)
    yield house
    house.store.close()


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
