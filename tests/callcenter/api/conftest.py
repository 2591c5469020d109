"""Clients of the API, of the house of the web tests."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from crm.api_tokens import Scope
from tests.callcenter.api.clients import Client, a_client
from tests.callcenter.web.house import House, start


@pytest.fixture
async def http(house: House) -> AsyncIterator[TestClient[Any, Any]]:
    client = await start(house)
    yield client
    await client.close()


@pytest.fixture
def portal(house: House, http: TestClient[Any, Any]) -> Client:
    return a_client(house, http)


@pytest.fixture
def app(house: House, http: TestClient[Any, Any]) -> Client:
    """Smart Hải Phòng."""
    return a_client(house, http, name="smart-hp", channel="app")


@pytest.fixture
def reader(house: House, http: TestClient[Any, Any]) -> Client:
    """Open data: reads everybody's cases, reports nothing."""
    return a_client(house, http, (Scope.READ_ALL,), name="du-lieu-mo", channel=None)
