"""The bridge's store without a database: it remembers what it was told and answers what a test put in."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crm.callbacks import Callback, CallbackRules, Result
from crm.messages import ContactFacts
from crm.queue_switches import SwitchView, TurnSwitch
from crm.views import CallerView, ClockWarning, ContactView
from crm.working_time import WorkingTime

NOBODY = CallerView("", "", "", "", (), 0, (), 0)


@dataclass
class MemoryStore:
    """`errors` are raised one after the other by `save`; `gate` holds look-ups of callers back until it is set."""

    saved: list[ContactFacts] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    callers: dict[str, CallerView] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    broken: Exception | None = None  # raised by look-ups of callers
    live: list[ContactView] = field(default_factory=list)
    due: list[ClockWarning] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)
    callbacks: list[Callback] = field(default_factory=list)  # handed out once
    renewed: list[frozenset[str]] = field(default_factory=list)
    reported: list[tuple[str, Result]] = field(default_factory=list)
    switched: dict[str, SwitchView] = field(default_factory=dict)

    async def save(self, facts: ContactFacts) -> None:
        await asyncio.sleep(0)
        if self.errors:
            raise self.errors.pop(0)
        self.saved.append(facts)

    async def caller(self, phone: str, leave_out: str) -> CallerView:
        if self.gate:
            await self.gate.wait()
        if self.broken:
            raise self.broken
        return self.callers.get(phone, NOBODY)

    async def live_contacts(self) -> Sequence[ContactView]:
        return tuple(self.live)

    async def clocks_due(self) -> Sequence[ClockWarning]:
        return tuple(self.due)

    async def bookmark(self, name: str) -> str | None:
        return self.bookmarks.get(name)

    async def set_bookmark(self, name: str, place: str) -> None:
        self.bookmarks[name] = place

    async def take_callbacks(self, rules: CallbackRules, busy: frozenset[str]) -> tuple[Callback, ...]:
        taken = tuple(job for job in self.callbacks if job.phone not in busy)
        self.callbacks = [job for job in self.callbacks if job not in taken]
        return taken

    async def renew_callbacks(self, linkedids: frozenset[str]) -> None:
        self.renewed.append(linkedids)

    async def report_callback(self, linkedid: str, result: Result, rules: CallbackRules) -> None:
        self.reported.append((linkedid, result))

    async def turn_switch(self, command: TurnSwitch) -> None:
        self.switched.pop(command.name, None)
        if command.position is not None:
            at = datetime(2026, 11, 24, tzinfo=UTC)
            self.switched[command.name] = SwitchView(command.name, command.position, at, command.actor, command.why)

    async def switches(self) -> dict[str, SwitchView]:
        return dict(self.switched)

    async def working_time(self) -> WorkingTime:
        return WorkingTime.default()
