"""What the operating unit does with the flow: look at versions and drafts, hear and walk them, publish, roll back."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from callcenter.errors import CallcenterError
from ivr_flows.examine import Examined, examine
from ivr_flows.model import Flow
from ivr_flows.versions import Publication, Shelf, Version, in_force, numbered, ready

LeadThrough = Callable[[], None]  # from now on new calls are led through a version
BringIn = Callable[[Version, Flow], Awaitable[LeadThrough]]
Speak = Callable[[str, str], Awaitable[Path]]


class CannotSpeak(CallcenterError):
    """A prompt can't be made a sound; the message says why."""


@dataclass(frozen=True)
class FlowDesk:
    """`bring_in` makes a version's sounds and gives the step that leads new calls through it; `speak` makes the sound
    of one prompt (id, text) and gives its file. Both raise `CannotSpeak`."""

    shelf: Shelf
    own: Version
    bring_in: BringIn
    speak: Speak
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def versions(self) -> tuple[Version, ...]:
        """All, the newest first, without their texts."""
        found = await asyncio.to_thread(self.shelf.versions)
        return tuple(replace(version, text="") for version in (*reversed(found), self.own))

    async def version(self, number: int) -> tuple[Version, Examined]:
        """One whole version. Raises `MenuError` when there is none of that number."""
        found = await asyncio.to_thread(numbered, self.shelf, self.own, number)
        return replace(found, text=""), await asyncio.to_thread(examine, found.text)

    async def publish(self, publication: Publication, at: datetime) -> Version:
        """New calls are led through it when this returns; calls in progress stay with the version they began with.

        Its sounds are made first: what can't be spoken is not published. Raises `MenuError`, `FlowTaken`.
        """
        async with self.one_at_a_time:
            version, flow = await asyncio.to_thread(ready, publication, self.shelf, self.own, at)
            lead_through = await self.bring_in(version, flow)
            await asyncio.to_thread(self.shelf.add, version)
            lead_through()
        return replace(version, text="")

    async def roll_back(self, number: int, over: int, who: str, why: str, at: datetime) -> Version:
        """An earlier version in force again, as a new one. Raises as `publish`."""
        earlier = await asyncio.to_thread(numbered, self.shelf, self.own, number)
        return await self.publish(Publication(earlier.text, over, who, why, copy_of=number), at)

    async def in_force(self) -> Version:
        return await asyncio.to_thread(in_force, self.shelf, self.own)
