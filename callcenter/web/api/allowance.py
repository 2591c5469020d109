"""How many requests a token may make in a minute, and what it has left: counted in memory, by one process."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final, NamedTuple

from crm.api_tokens import TokenView

WINDOW: Final = timedelta(minutes=1)
SECONDS: Final = int(WINDOW.total_seconds())


class Allowance(NamedTuple):
    """After a request: how many are left until the count begins anew, in `seconds`. Less than none: refuse it."""

    limit: int
    left: int
    seconds: int

    def as_headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers writes them."""
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={SECONDS}',
            "RateLimit": f'"minute";r={max(self.left, 0)};t={self.seconds}',
        }


@dataclass
class Rates:
    """By token: when its minute began, and how many requests it made in it. Tokens are few: nothing is dropped."""

    windows: dict[int, tuple[datetime, int]] = field(default_factory=dict)

    def take(self, token: TokenView, now: datetime) -> Allowance:
        """Count one request."""
        began, count = self.windows.get(token.id, (now, 0))
        if now >= began + WINDOW:
            began, count = now, 0
        self.windows[token.id] = began, count + 1
        seconds = ceil((began + WINDOW - now).total_seconds())
        return Allowance(token.per_minute, token.per_minute - count - 1, seconds)
