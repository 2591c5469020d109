"""The people of the web tests, and the browser some of them sit at."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from asterisk_conf.private_prefix import cache_root
from tests.callcenter.web.desk_page import Desk, chromium_at, desk_of
from tests.callcenter.web.house import House, Person, start
from tests.chromium import chromium


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the tests of a module; they ask for its event loop."""
    async with chromium_at(chromium(cache_root(), print)) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def desk(house: House, browser: Browser) -> AsyncIterator[Desk]:
    """Lan at her desk."""
    async with desk_of(house, browser) as desk:
        yield desk


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
