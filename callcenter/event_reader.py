"""Asterisk's own records, read into the store's events as they are written, and from where the reading had stopped.

There is one way for what happens now and for what happened while the service was away: a record becomes its event, and
the bookmark moves on in the same transaction. So nothing is missed, and nothing is there twice.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from callcenter.ami_events import HoldChanged
from callcenter.call_events import call_link, contact_event, survey_answer
from callcenter.cel_file import CelFile, Place
from callcenter.cel_records import CelRecord, read_record
from callcenter.errors import UnreadableRecord
from callcenter.naming import Naming
from callcenter.queue_log import agent_event
from crm.bookmarks import get_bookmark
from crm.errors import StoreUnavailable
from crm.metrics.event_store import Batch, append
from crm.metrics.events import AgentEvent, ContactEvent, ContactKind
from crm.store import Store

log = logging.getLogger(__name__)

CEL: Final = "events_cel"
QUEUE_LOG: Final = "events_queue_log"
SECONDS_BETWEEN_LOOKS: Final = 1.0


@dataclass
class EventReader:
    """`cel` and `queue_log` are the files Asterisk writes."""

    store: Store
    cel: CelFile
    queue_log: CelFile
    naming: Naming = field(default_factory=Naming)
    _read_to: dict[str, Place | None] = field(default_factory=dict)
    _heard: list[ContactEvent] = field(default_factory=list)  # live, and not in the store yet

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Read while the block runs; what comes later is read the next time."""
        reading = asyncio.create_task(self.run())
        try:
            yield
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    def hear(self, hold: HoldChanged) -> None:
        """Holds are in no record of Asterisk's: they are kept as they are heard."""
        kind = ContactKind.HELD if hold.held else ContactKind.RESUMED
        source = f"ami:{hold.linkedid}:{hold.username}:{kind}:{hold.at.timestamp():.6f}"
        self._heard.append(ContactEvent(hold.at, hold.linkedid, kind, source, operator=hold.username))

    async def run(self) -> None:
        """Read on each second, until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self.read_on)
            except StoreUnavailable as error:
                log.error("events: %s; trying again in %g s", error, SECONDS_BETWEEN_LOOKS)
            except Exception:
                log.exception("events not read")
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    def read_on(self) -> int:
        """Bring the store up to what is written down; how many events that were. Raises `StoreUnavailable`."""
        for name in (CEL, QUEUE_LOG):
            if name not in self._read_to:
                self._read_to[name] = Place.parse(get_bookmark(self.store, name))
        places = dict(self._read_to)
        agents = list(self._agent_events(places))
        records = list(self._records(places))
        contacts = [event for source, record in records if (event := contact_event(record, source, self.naming))]
        links = {link for _, record in records if (link := call_link(record))}
        surveys = [answer for _, record in records if (answer := survey_answer(record))]
        moved = {name: str(place) for name, place in places.items() if place and place != self._read_to[name]}
        heard = tuple(self._heard)
        if moved or heard:
            append(Batch((*contacts, *heard), agents, surveys, tuple(links), moved), self.store)
            self._read_to = places
            del self._heard[: len(heard)]
        return len(contacts) + len(heard) + len(agents)

    def _records(self, places: dict[str, Place | None]) -> Iterator[tuple[str, CelRecord]]:
        """The call records not read yet, with their names; those that cannot be read are logged."""
        lines = self.cel.read(places[CEL])
        for line in lines:
            try:
                yield f"cel:{lines.place}", read_record(line)
            except UnreadableRecord as error:
                log.error("%s", error)
        places[CEL] = lines.place

    def _agent_events(self, places: dict[str, Place | None]) -> Iterator[AgentEvent]:
        lines = self.queue_log.read(places[QUEUE_LOG])
        for line in lines:
            try:
                event = agent_event(line, f"queue_log:{lines.place}", self.naming)
            except UnreadableRecord as error:
                log.error("%s", error)
                continue
            if event:
                yield event
        places[QUEUE_LOG] = lines.place
