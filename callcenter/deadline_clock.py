"""Warnings of running clocks (50, 80 and 100 % of a term) to the pages: once each, by the moments in the store.

The store is asked what is due now. When a timer wakes late, or the service was away, nothing is lost: whatever was
reached meanwhile is told at the next look, the highest warning of each clock only.
"""

import asyncio
import logging
from typing import Final

from callcenter.bridge_store import BridgeStore
from callcenter.push import Message, Push
from crm.errors import StoreUnavailable
from crm.views import ClockWarning

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS: Final = 5.0

ClockKey = tuple[str | None, str]  # Linkedid, which stays when the contact becomes a case, else the case code; name


class DeadlineClock:
    """`run` looks again and again. What was told is remembered as long as the clock runs."""

    def __init__(self, store: BridgeStore, push: Push) -> None:
        self._store = store
        self._push = push
        self._told: dict[ClockKey, int] = {}

    async def run(self, seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
        """Look until cancelled. A look that fails is logged and tried again."""
        while True:
            try:
                await self.look()
            except StoreUnavailable as error:
                log.error("clocks not looked at: %s", error)
            except Exception:
                log.exception("clocks not looked at")
            await asyncio.sleep(seconds)

    async def look(self) -> None:
        """Tell the warnings reached since the last look: to whom the clock concerns, to all when that is nobody yet."""
        due = await self._store.clocks_due()
        for warning in due:
            if warning.percent > self._told.get(key(warning), 0):
                self._tell(warning)
        self._told = {key(warning): warning.percent for warning in due}

    def _tell(self, warning: ClockWarning) -> None:
        log.info("clock %s of %s: %d %%", warning.name, warning.code or warning.linkedid, warning.percent)
        receivers = receivers_of(warning)
        if not receivers:
            self._push.to_all(clock_message(warning))
        for username in receivers:
            self._push.to(username, clock_message(warning))


def receivers_of(warning: ClockWarning) -> frozenset[str]:
    """Who is warned at 1022; nobody named when no operator has it yet, or there is no supervisor."""
    if "operator" not in warning.tell:
        return frozenset(warning.supervisors)
    return frozenset({warning.username, *warning.supervisors}) if warning.username else frozenset()


def key(warning: ClockWarning) -> ClockKey:
    return warning.linkedid or warning.code, warning.name


def clock_message(warning: ClockWarning) -> Message:
    subject = {"code": warning.code} if warning.code else {"linkedid": warning.linkedid}
    return {"type": "clock", **subject, "name": warning.name, "percent": warning.percent, "due_at": warning.due_at}
