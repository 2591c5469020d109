"""Queues open and closed, and the storm: what supervisors switched and what the hours say, told to Asterisk.

Asterisk is told by global variables of its dialplan, so that they hold while our service is away; an Asterisk that was
started anew knows none of them, and is told all again at each resync. What is switched is in the store.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from callcenter.asterisk import Asterisk
from callcenter.errors import AmiError
from callcenter.push import Message, Push
from callcenter.queue_plan import QueueDesign, QueuePlan
from crm.errors import StoreUnavailable
from crm.queue_switches import EVERYTHING, Position, SwitchView, TurnSwitch
from crm.working_time import WorkingTime

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS: Final = 20.0  # at the hours
STORM: Final = "CC_STORM"
CLOSED: Final = "CC_CLOSED_"  # and the queue's name

Switches = Mapping[str, SwitchView]


class SwitchStore(Protocol):
    """Every method may be slow and may raise `crm.errors.CrmError`."""

    async def turn_switch(self, command: TurnSwitch) -> None: ...

    async def switches(self) -> Switches: ...

    async def working_time(self) -> WorkingTime:
        """The calendar in force."""


class QueueSwitches:
    """`run` keeps Asterisk told; what changes is pushed to every page."""

    def __init__(
        self, asterisk: Asterisk, store: SwitchStore, plan: QueuePlan, push: Push, now: Callable[[], datetime]
    ) -> None:
        self._asterisk = asterisk
        self._store = store
        self._plan = plan
        self._push = push
        self._now = now
        self._told: dict[str, str] = {}  # what Asterisk knows
        self._shown: Message = self._picture({}, WorkingTime.default())
        self._one_at_a_time = asyncio.Lock()

    def picture(self) -> Message:
        """Which queues are open, and what was switched by whom."""
        return self._shown

    async def turn(self, command: TurnSwitch) -> bool:
        """Turn a switch; whether Asterisk has been told: when the line is away, it will be at the resync."""
        await self._store.turn_switch(command)
        log.info("queue %s: %s by %s", command.name, command.position or "undone", command.actor)
        try:
            await self.look()
        except AmiError as error:
            log.error("queue %s: Asterisk not told yet: %s", command.name, error)
            return False
        return True

    def forget(self) -> None:
        """Asterisk may have been started anew: it is told everything again."""
        self._told.clear()

    async def run(self, seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
        """Look until cancelled. A look that fails is logged and tried again."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await self.look()
            except (StoreUnavailable, AmiError) as error:
                log.error("queues not looked at: %s", error)
            except Exception:
                log.exception("queues not looked at")

    async def look(self) -> None:
        """Show what holds now, and tell Asterisk what it does not know. Raises `AmiError`, `CrmError`."""
        async with self._one_at_a_time:
            switches, calendar = await self._store.switches(), await self._store.working_time()
            shown = self._picture(switches, calendar)
            if shown != self._shown:
                self._shown = shown
                self._push.to_all({"type": "queues", **shown})
            for name, value in variables(self._plan, switches, self._now(), calendar).items():
                if self._told.get(name) != value:
                    await self._asterisk.ask("Setvar", Variable=name, Value=value)
                    self._told[name] = value

    def _picture(self, switches: Switches, calendar: WorkingTime) -> Message:
        now = self._now()
        queues = [
            {
                "name": queue.name,
                "title": queue.title,
                "open": is_open(queue, switches, now, calendar),
                "switch": switches.get(queue.name),
            }
            for queue in self._plan.queues
        ]
        return {"storm": switches.get(EVERYTHING), "queues": queues}


def is_open(queue: QueueDesign, switches: Switches, now: datetime, calendar: WorkingTime) -> bool:
    """By hand, else by the hours."""
    switch = switches.get(queue.name)
    if switch is not None:
        return switch.position is Position.OPEN
    return queue.hours.are_open(now, calendar)


def variables(plan: QueuePlan, switches: Switches, now: datetime, calendar: WorkingTime) -> Mapping[str, str]:
    """What the dialplan goes by: "1" for the storm and for each closed queue."""
    closed = {f"{CLOSED}{queue.name}": "0" if is_open(queue, switches, now, calendar) else "1" for queue in plan.queues}
    return {STORM: "1" if EVERYTHING in switches else "0", **closed}
