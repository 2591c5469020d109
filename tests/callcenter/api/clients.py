"""Clients of the API at the HTTP end: the portal, the app and whoever reads open data, each with its token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from crm.api_tokens import PER_MINUTE, NewToken, Scope, add_token
from tests.callcenter.web.house import NAME, House

PORTAL = (Scope.CREATE, Scope.READ, Scope.WITHDRAW)


@dataclass
class Client:
    """Somebody with a token, and the requests they make."""

    http: TestClient[Any, Any]
    token: str
    root: str = "/api/v1"
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self.http.get(self.root + path, headers=self._headers(headers))

    async def post(self, path: str, body: Any, **headers: str) -> ClientResponse:
        return await self.http.post(self.root + path, json=body, headers=self._headers(headers))

    async def report(self, key: str = "", **fields: Any) -> ClientResponse:
        return await self.post("/cases", a_report(**fields), idempotency_key=key or str(uuid4()))

    async def reported(self, **fields: Any) -> Any:
        """A case of this client."""
        response = await self.report(**fields)
        assert response.status == 201, await response.text()
        return await response.json()

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-").title(): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.token}", **self.headers, **named}


def a_report(**fields: Any) -> dict[str, Any]:
    """A complete report."""
    usual = {
        "content": "Mất nước cả ngõ, gọi tôi qua số 0912345678",
        "category": "infrastructure",
        "topic": "water_supply",
        "place": "Ngõ 213 Thiên Lôi",
        "reporter_name": NAME,
        "reporter_phone": "0912 345 678",
        "reporter_email": "uoc@example.vn",
    }
    return {**usual, **fields}


def a_client(
    house: House,
    http: TestClient[Any, Any],
    scopes: Sequence[Scope] = PORTAL,
    *,
    name: str = "cong-1022",
    channel: str | None = "portal",
    per_minute: int = PER_MINUTE,
) -> Client:
    new = NewToken(name, tuple(scopes), "quan", channel, per_minute)
    return Client(http, add_token(new, house.store, house.moment).secret)
