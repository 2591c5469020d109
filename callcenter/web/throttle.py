"""Guessing passwords is made slow: after a few wrong ones in a row a name has to wait, from that address."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREE_TRIES = 5
WAIT = timedelta(minutes=1)
KEPT = 10_000  # keys remembered: a flood of invented names must not fill the memory


@dataclass
class Throttle:
    """Wrong tries in a row, by (user name, address). Lives in memory: a restart forgives."""

    wrong: OrderedDict[tuple[str, str], tuple[int, datetime]] = field(default_factory=OrderedDict)

    def wait(self, name: str, address: str, now: datetime) -> timedelta | None:
        """How long this name still has to wait at this address; None: it may try."""
        count, last = self.wrong.get((name, address), (0, now))
        left = last + WAIT - now
        return left if count >= FREE_TRIES and left > timedelta() else None

    def was_wrong(self, name: str, address: str, now: datetime) -> None:
        count, _ = self.wrong.pop((name, address), (0, now))
        self.wrong[name, address] = (count + 1, now)
        if len(self.wrong) > KEPT:
            self.wrong.popitem(last=False)

    def was_right(self, name: str, address: str) -> None:
        self.wrong.pop((name, address), None)
