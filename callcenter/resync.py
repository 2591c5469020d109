"""After each (re)connect: the live state anew from Asterisk's lists, and the store from Asterisk's records.

Nothing is guessed. What Asterisk has now lives; what the store believes to live and Asterisk no longer has is ended by
its call record, and where there is none (Asterisk crashed), at the moment of this look, with a line in the log.
"""

import logging
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from datetime import datetime

from callcenter.ami_headers import AmiMessage
from callcenter.ami_lists import Picture, live_calls, read_legs, read_members, read_queue
from callcenter.asterisk import Asterisk
from callcenter.bridge_store import BridgeStore
from callcenter.call_state import Call, CallState, facts
from callcenter.call_vars import CallVars
from callcenter.catch_up import CatchUp
from callcenter.naming import Naming
from crm.views import ContactView

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Resync:
    """One way from "stale" to "in step"; may be walked again and again."""

    asterisk: Asterisk
    store: BridgeStore
    catch_up: CatchUp
    naming: Naming
    now: Callable[[], datetime]

    async def run(self) -> tuple[Picture, tuple[Call, ...]]:
        """Asterisk's picture and the calls in it. Raises `AmiError`, `CrmError`: then it has to be walked again.

        The records are read before Asterisk is asked, so that a call which arrives in between is never taken for lost.
        """
        await self.catch_up.run()
        picture = await self._look()
        stored = await self._stored()
        calls = live_calls(picture, stored, self.now())
        if lost := stored.keys() - picture.citizens():
            await self._end(lost)
        return picture, calls

    async def _look(self) -> Picture:
        """What Asterisk has now."""
        channels = await self._rows("CoreShowChannels")
        queues = await self._rows("QueueStatus")
        legs = read_legs(channels)
        return Picture(legs, read_queue(queues, legs), read_members(queues))

    async def _rows(self, action: str, **headers: str) -> list[AmiMessage]:
        rows = await self.asterisk.listed(action, **headers)
        return [AmiMessage(row, self.naming, self.now()) for row in rows]

    async def _stored(self) -> dict[str, Call]:
        """The calls the store believes to live, with the moments it knows."""
        return {contact.linkedid: known_call(contact) for contact in await self.store.live_contacts()}

    async def _end(self, lost: Set[str]) -> None:
        """End what is over: some may have ended since the records were read, so these are read once more."""
        await self.catch_up.run()
        for linkedid, call in (await self._stored()).items():
            if linkedid in lost:
                log.warning("call %s: gone without a record of its end; ended now", linkedid)
                await self.store.save(facts(replace(call, state=CallState.ENDED, ended_at=self.now())))


def known_call(contact: ContactView) -> Call:
    """What the store knows of a call."""
    return Call(
        linkedid=contact.linkedid,
        phone=contact.phone,
        caller_name=contact.caller_name,
        answered_at=contact.answered_at,
        queued_at=contact.queued_at,
        connected_at=contact.connected_at,
        operator=contact.operator,
        vars=CallVars(
            keys=contact.keys,
            category=contact.category,
            topic=contact.topic,
            recording=contact.recording,
            fallback=contact.fallback,
            callback=contact.callback_wanted,
            joined_incident=contact.joined_incident,
        ),
    )
