"""Where the application and a request keep what handlers share; typed, each named once."""

import hashlib
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from callcenter.web.services import WebServices
from callcenter.web.throttle import Throttle


@dataclass(frozen=True)
class Who:
    """The person behind a request."""

    token: str
    username: str
    full_name: str
    role: str
    sip_ha1: str | None

    @property
    def csrf(self) -> str:
        """What our own page sends along with each change. Only who holds the session can know it."""
        return hashlib.sha256(f"csrf:{self.token}".encode()).hexdigest()


SERVICES = web.AppKey("services", WebServices)
THROTTLE = web.AppKey("throttle", Throttle)
DOCUMENT = web.AppKey("document", dict[str, Any])  # of the API, in OpenAPI's words
SOCKETS = web.AppKey("sockets", dict[str, set[web.WebSocketResponse]])  # session token -> its open pages
WHO = web.RequestKey("who", Who)
