"""Calls that 1022 returns: their places are put into Asterisk's queue, ahead of who came later, and reported on.

A place is half of a Local channel (`extensions.conf.j2`, callback-near). To operators it is a call like any other: it
rings, the screen pops; when they answer, the citizen is dialled. What is due, and how often, is the store's to say
(`crm.callbacks`); the queue itself is Asterisk's, and so places go on while our service is away.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from callcenter.ami_events import CallEvent
from callcenter.asterisk import Asterisk
from callcenter.call_state import Call, CallState
from callcenter.calls import LiveCalls
from callcenter.errors import AmiError
from callcenter.queue_plan import QueuePlan
from callcenter.queue_state import QueueState, Waiting, joined
from callcenter.tasks import Tasks
from crm.callbacks import LEASE, Callback, CallbackRules, Result
from crm.errors import StoreUnavailable
from crm.phone_numbers import show
from crm.working_time import HAI_PHONG
from ivr_flows import channel_vars

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS: Final = 5.0
UNQUOTED: Final = str.maketrans("", "", '"\\<>,\r\n')  # what a name may not have in AMI's CallerID


class CallbackStore(Protocol):
    """Every method may be slow and may raise `crm.errors.CrmError`."""

    async def take_callbacks(self, rules: CallbackRules, busy: frozenset[str]) -> tuple[Callback, ...]:
        """Those to be put in line now, for this taker alone."""

    async def renew_callbacks(self, linkedids: frozenset[str]) -> None:
        """Their places are in line still."""

    async def report_callback(self, linkedid: str, result: Result, rules: CallbackRules) -> None:
        """What came of a place."""


class QueueCallbacks:
    """`run` looks again and again, at once after `wake`; `watch` is told of every step of a live call."""

    def __init__(
        self,
        asterisk: Asterisk,
        store: CallbackStore,
        plan: QueuePlan,
        calls: LiveCalls,
        queue: Callable[[], QueueState | None],
        tasks: Tasks,
        now: Callable[[], datetime],
    ) -> None:
        self._asterisk = asterisk
        self._store = store
        self._plan = plan
        self._calls = calls
        self._queue = queue  # None while the live state is stale
        self._tasks = tasks
        self._now = now
        self._news = asyncio.Event()
        self._renewed_at: datetime | None = None

    def wake(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self, seconds: float = SECONDS_BETWEEN_LOOKS) -> None:
        """Look until cancelled. A look that fails is logged and tried again."""
        while True:
            try:
                await self.look()
            except (StoreUnavailable, AmiError) as error:
                log.error("call-backs not looked at: %s", error)
            except Exception:
                log.exception("call-backs not looked at")
            try:
                async with asyncio.timeout(seconds):
                    await self._news.wait()
            except TimeoutError:
                continue
            self._news.clear()

    async def look(self) -> None:
        """Put into the queue what is due. Nothing is done on what may be an old picture of it."""
        if self._queue() is None:
            return
        await self._renew()
        busy = frozenset(call.phone for call in self._calls if not call.vars.callback_of)
        jobs = await self._store.take_callbacks(self._plan.callback, busy)
        queue = self._queue() or QueueState()
        for job in jobs:
            if self._calls.get(job.linkedid) is None:  # else its lease had run out under it
                queue = await self._put_in_line(job, queue)

    def watch(self, before: Call, call: Call, event: CallEvent) -> None:
        """The end of a call of ours is reported."""
        if call.vars.callback_of and call.state is CallState.ENDED and before.state is not CallState.ENDED:
            result = result_of(call)
            log.info("call-back %s: %s", call.linkedid, result)
            self._tasks.start(self._report(call.linkedid, result), f"call-back {call.linkedid}: report")

    async def _report(self, linkedid: str, result: Result) -> None:
        await self._store.report_callback(linkedid, result, self._plan.callback)
        self.wake()

    async def _renew(self) -> None:
        alive = frozenset(call.linkedid for call in self._calls if call.vars.callback_of)
        if alive and (self._renewed_at is None or self._now() > self._renewed_at + LEASE / 3):
            self._renewed_at = self._now()
            await self._store.renew_callbacks(alive)

    async def _put_in_line(self, job: Callback, line: QueueState) -> QueueState:
        """Have Asterisk keep the place; the line with it, which Asterisk tells of only later."""
        queue = job.queue if self._plan.get(job.queue) else self._plan.otherwise
        place = line.place_of(queue, job.entered_at)
        try:
            await self._asterisk.ask("Originate", **origination(job, queue, place, self._now()))
        except AmiError as error:
            log.error("call-back %s: not put in line: %s", job.linkedid, error)
            await self._store.report_callback(job.linkedid, Result.LOST, self._plan.callback)
            return line
        log.info("call-back %s: attempt %d at place %d of %s", job.linkedid, job.attempt, place, queue)
        return joined(line, Waiting(job.linkedid, job.entered_at, queue), place)


def result_of(call: Call) -> Result:
    """What came of a call of ours that is over."""
    if call.connected_at:
        return Result.REACHED
    return Result.NO_ANSWER if call.operator else Result.LOST


def origination(job: Callback, queue: str, place: int, now: datetime) -> Mapping[str, str]:
    """AMI's words for a place in the queue, with all that the call it returns knew of itself."""
    stem = f"{now.astimezone(HAI_PHONG):%Y/%m/%d}/{job.linkedid}-callback-{job.attempt}"
    values = {
        f"__{channel_vars.CALLBACK_OF}": job.linkedid,  # the underscores hand it on to the operator's channel
        channel_vars.ANSWERED: stamp(job.answered_at),
        channel_vars.ENTERED: stamp(job.entered_at),
        channel_vars.QUEUES: "-".join(job.queues or (queue,)),
        channel_vars.KEYS: "-".join(job.keys),
        channel_vars.CATEGORY: job.category or "",
        channel_vars.TOPIC: job.topic or "",
        channel_vars.RECORDING: f"{stem}.wav",
        "STEM": stem,
        "NUMBER": "".join(filter(str.isdigit, show(job.phone))),  # as the trunk of this country wants it
        "PLACE": str(place),
    }
    return {
        "Channel": "Local/s@callback-far/n",
        "Context": "callback-near",
        "Exten": queue,
        "Priority": "1",
        "CallerID": f'"{job.caller_name.translate(UNQUOTED)}" <{job.phone}>',
        "Variable": ",".join(f"{name}={value}" for name, value in values.items() if value),
        "Async": "true",
    }


def stamp(moment: datetime | None) -> str:
    """A moment as `channel_vars` writes it."""
    return f"{moment.timestamp():.3f}" if moment else ""
