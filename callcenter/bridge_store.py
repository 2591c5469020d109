"""What the bridge asks of the case store: a seam of its own, so that the live side is tested without a database."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from callcenter.queue_desk import QueueStore
from callcenter.queue_switches import Switches
from crm import bookmarks, callbacks, clock_warnings, contacts, office_calendar, queries, queue_switches
from crm.callbacks import Callback, CallbackRules, Result
from crm.messages import ContactFacts
from crm.queue_switches import TurnSwitch
from crm.store import Store
from crm.views import CallerView, ClockWarning, ContactView
from crm.working_time import WorkingTime


class BridgeStore(QueueStore, Protocol):
    """Every method may be slow and may raise `crm.errors.CrmError`."""

    async def save(self, facts: ContactFacts) -> None:
        """Merge facts into the stored contact; any order and any repetition end in the same row."""

    async def caller(self, phone: str, leave_out: str) -> CallerView:
        """All that is known of a number, the present call left out."""

    async def live_contacts(self) -> Sequence[ContactView]:
        """Contacts whose end is not known."""

    async def clocks_due(self) -> Sequence[ClockWarning]:
        """The highest warning each running clock has come to by now."""

    async def bookmark(self, name: str) -> str | None: ...

    async def set_bookmark(self, name: str, place: str) -> None: ...


class ThreadedStore:
    """`BridgeStore` over the synchronous store of `crm`, in threads: the loop never waits for the disk."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def save(self, facts: ContactFacts) -> None:
        await asyncio.to_thread(contacts.record_contact, facts, self._store, self._now())

    async def caller(self, phone: str, leave_out: str) -> CallerView:
        return await asyncio.to_thread(queries.caller, self._store, phone, self._now(), leave_out=leave_out)

    async def live_contacts(self) -> Sequence[ContactView]:
        return await asyncio.to_thread(queries.live_contacts, self._store, self._now())

    async def clocks_due(self) -> Sequence[ClockWarning]:
        return await asyncio.to_thread(clock_warnings.clocks_due, self._store, self._now())

    async def bookmark(self, name: str) -> str | None:
        return await asyncio.to_thread(bookmarks.get_bookmark, self._store, name)

    async def set_bookmark(self, name: str, place: str) -> None:
        await asyncio.to_thread(bookmarks.set_bookmark, self._store, name, place)

    async def take_callbacks(self, rules: CallbackRules, busy: frozenset[str]) -> tuple[Callback, ...]:
        return await asyncio.to_thread(callbacks.take, self._store, rules, self._now(), busy)

    async def renew_callbacks(self, linkedids: frozenset[str]) -> None:
        await asyncio.to_thread(callbacks.renew, self._store, linkedids, self._now())

    async def report_callback(self, linkedid: str, result: Result, rules: CallbackRules) -> None:
        await asyncio.to_thread(callbacks.report, self._store, linkedid, result, rules, self._now())

    async def turn_switch(self, command: TurnSwitch) -> None:
        await asyncio.to_thread(queue_switches.turn_switch, command, self._store, self._now())

    async def switches(self) -> Switches:
        return await asyncio.to_thread(queue_switches.switches, self._store)

    async def working_time(self) -> WorkingTime:
        return await asyncio.to_thread(office_calendar.working_time_of, self._store)
