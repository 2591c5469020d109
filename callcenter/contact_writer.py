"""Facts of calls on their way into the store: in order, one at a time, the newest of each call, until they are in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from crm.errors import StoreUnavailable
from crm.messages import ContactFacts

log = logging.getLogger(__name__)


class ContactWriter:
    """Facts of one call hold all that is known of it, so newer ones replace those still waiting: memory stays bounded.

    A store that is away is waited for. Facts it refuses `tries` times are logged and given up: they must not stand in
    the way of other calls, and Asterisk's own records tell of the call again at the next resync.
    """

    def __init__(
        self, save: Callable[[ContactFacts], Awaitable[None]], retry_seconds: float = 1.0, tries: int = 5
    ) -> None:
        self._save = save
        self._retry_seconds = retry_seconds
        self._tries = tries
        self._waiting: dict[str, ContactFacts] = {}
        self._refused: dict[str, int] = {}
        self._more = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def is_idle(self) -> bool:
        """Whether everything handed in is in the store."""
        return self._idle.is_set()

    def put(self, facts: ContactFacts) -> None:
        self._waiting[facts.linkedid] = facts
        self._idle.clear()
        self._more.set()

    async def idle(self) -> None:
        """Wait until everything handed in is in the store."""
        await self._idle.wait()

    async def run(self) -> None:
        """Save until cancelled."""
        while True:
            await self._more.wait()
            while self._waiting:
                await self._save_one(next(iter(self._waiting)))
            self._more.clear()
            self._idle.set()

    async def _save_one(self, linkedid: str) -> None:
        facts = self._waiting[linkedid]
        try:
            await self._save(facts)
        except StoreUnavailable as error:
            log.error("call %s: %s; trying again in %g s", linkedid, error, self._retry_seconds)
            await asyncio.sleep(self._retry_seconds)
            return
        except Exception:
            log.exception("call %s: facts not saved", linkedid)
            self._refused[linkedid] = self._refused.get(linkedid, 0) + 1
            if self._refused[linkedid] < self._tries:
                self._waiting[linkedid] = self._waiting.pop(linkedid)  # behind the others
                await asyncio.sleep(self._retry_seconds)
                return
        self._refused.pop(linkedid, None)
        if self._waiting.get(linkedid) is facts:
            del self._waiting[linkedid]
