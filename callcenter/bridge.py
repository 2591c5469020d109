"""The live side of the service: Asterisk's events in, pages told and contacts written, in step again after each loss.

While the line is away, and until the resync after it is done, `stale_since` says since when the picture may be old.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from callcenter.agents import Agents, agent_message
from callcenter.ami_events import CallEvent, HoldChanged, read_event
from callcenter.ami_headers import AmiMessage
from callcenter.ami_link import AmiAccount, AmiLink, AmiTiming
from callcenter.ami_wire import Headers
from callcenter.bridge_store import BridgeStore
from callcenter.call_state import Call, CallState
from callcenter.calls import LiveCalls
from callcenter.catch_up import CatchUp
from callcenter.cel_file import CelFile, Place
from callcenter.contact_writer import ContactWriter
from callcenter.deadline_clock import DeadlineClock
from callcenter.errors import UnreadableEvent
from callcenter.naming import Naming
from callcenter.push import Message, Push
from callcenter.queue_desk import QueueDesk, figures
from callcenter.queue_plan import ONE_QUEUE, QueuePlan
from callcenter.queue_state import QueueState
from callcenter.queue_state import after as queue_after
from callcenter.recording_pause import RecordingPause
from callcenter.resync import Resync
from callcenter.screen_pop import ScreenPop, warm_up
from callcenter.tasks import Tasks
from crm.messages import ContactFacts

log = logging.getLogger(__name__)

SECONDS_BETWEEN_BOOKMARKS: Final = 30.0
PHONES_MODULE: Final = "res_pjsip.so"
SECONDS_TO_FINISH: Final = 5.0  # for facts on their way into the store when the service stops


class Bridge:
    """`running` is for the composition root; what else is public is for the pages."""

    def __init__(
        self,
        account: AmiAccount,
        store: BridgeStore,
        cel_file: Path,
        spool: Path,
        now: Callable[[], datetime],
        naming: Naming | None = None,
        timing: AmiTiming | None = None,
        plan: QueuePlan = ONE_QUEUE,
        heard_hold: Callable[[HoldChanged], None] = lambda _: None,
    ) -> None:
        self._now = now
        self._heard_hold = heard_hold
        self._naming = naming or Naming(queues=plan.names)
        self._store = store
        self._tasks = Tasks()
        self._link = AmiLink(account, self._heard, self._come_into_step, self._fall_out_of_step, timing)
        self._writer = ContactWriter(self._save)
        self._catch_up = CatchUp(CelFile(cel_file), spool, self._naming, store)
        self._resync = Resync(self._link, store, self._catch_up, self._naming, now)
        self._held_back: list[AmiMessage] = []  # events that came during the resync
        self.stale_since: datetime | None = now()
        self.queue = QueueState()
        self.push = Push(self._hello)
        self.calls = LiveCalls(self._writer.put, self._watch)
        self.pops = ScreenPop(self.push, self.calls, store.caller, self._tasks)
        self.agents = Agents(self._link, self._naming, self.calls, self.push, self._tasks, now, plan.skills_of)
        self.recording = RecordingPause(self._link, self.calls, self.push, self._tasks)
        self._clock = DeadlineClock(store, self.push)
        self.queues = QueueDesk(*(self._link, store, plan, self.calls, self._fresh_queue, self.push, self._tasks, now))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        """Run while the block does; it begins after the first attempt to reach Asterisk, whatever came of that.

        Yields the task that keeps the line: it ends only with `AmiRefused`. Refused at once, this raises it itself.
        """
        await asyncio.to_thread(warm_up, self._now())
        line = asyncio.create_task(self._link.run())
        jobs = (self._writer.run(), self._clock.run(), self._keep_bookmark(), *self.queues.jobs())
        others = [asyncio.create_task(job) for job in jobs]
        try:
            await self._first_attempt(line)
            yield line
        finally:
            line.cancel()
            await self._finish_writing()
            for job in others:
                job.cancel()
            await asyncio.gather(line, *others, return_exceptions=True)
            await self._tasks.close()

    async def reload_phones(self) -> None:
        """Have an Asterisk that is not ours read the operators' phones anew. Raises `AmiError`."""
        await self._link.ask("Reload", Module=PHONES_MODULE)

    async def _save(self, facts: ContactFacts) -> None:
        await self._store.save(facts)
        self.queues.saved(facts)

    def _fresh_queue(self) -> QueueState | None:
        return self.queue if self.stale_since is None else None

    async def _first_attempt(self, line: asyncio.Task[None]) -> None:
        tried = asyncio.create_task(self._link.tried.wait())
        await asyncio.wait((line, tried), return_when=asyncio.FIRST_COMPLETED)
        tried.cancel()
        if line.done():
            line.result()

    async def _finish_writing(self) -> None:
        """What is on its way into the store still gets there, unless the store is away."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_FINISH):
                await self._writer.idle()

    def _heard(self, headers: Headers) -> None:
        message = AmiMessage(headers, self._naming, self._now())
        if self.stale_since is None:
            self._take(message)
        else:
            self._held_back.append(message)

    def _take(self, message: AmiMessage) -> None:
        """One event, to its end: whoever is concerned has been told when this returns."""
        try:
            event = read_event(message)
        except UnreadableEvent as error:
            log.error("%s", error)
            return
        if isinstance(event, CallEvent):
            self.calls.hear(event)
            self._move_queue(event)
        elif isinstance(event, HoldChanged):
            self._heard_hold(event)
        elif event is not None:
            self.agents.hear(event)

    def _watch(self, before: Call, call: Call, event: CallEvent) -> None:
        """A live call has moved: the screen pop goes out before everything else."""
        self.pops.watch(before, call, event)
        self.recording.watch(before, call)
        self.queues.watch(before, call, event)
        if before.state is CallState.TALKING and before.operator and call.state is not CallState.TALKING:
            self.agents.talk_ended(before.operator)
        for username in {*before.operators, *call.operators}:
            self.agents.refresh(username, event.at)

    def _move_queue(self, event: CallEvent) -> None:
        queue = queue_after(self.queue, event)
        if queue != self.queue:
            self.queue = queue
            self.push.to_all({"type": "queue", **figures(queue, self._naming.queues)})

    async def _come_into_step(self) -> None:
        """The line is up: rebuild the live state, then let the events in that came meanwhile.

        Some of these are older than the lists; told again, they change nothing (see `call_state.TRANSITIONS`).
        """
        picture, calls = await self._resync.run()
        self.calls.start_from(calls)
        self.queue = picture.queue
        self.agents.start_from(picture.members)
        self.pops.start_from_calls()
        held_back, self._held_back = self._held_back, []
        self.stale_since = None
        for message in held_back:
            self._take_guarded(message)
        self.queues.come_into_step()
        self._tasks.start(self.agents.align(), "operators into the queues of their skills")
        operators = {member.username for member in picture.members}
        log.info("in step with Asterisk: %d calls, %d operators", len(calls), len(operators))
        self.push.to_all({"type": "link", "stale_since": None})
        self.push.hello_again()

    def _take_guarded(self, message: AmiMessage) -> None:
        try:
            self._take(message)
        except Exception:
            log.exception("event %s was not handled", message.name)

    def _fall_out_of_step(self) -> None:
        """The line is lost: what is shown may be old from now on."""
        self._held_back.clear()
        if self.stale_since is None:
            self.stale_since = self._now()
            self.push.to_all({"type": "link", "stale_since": self.stale_since})

    async def _keep_bookmark(self) -> None:
        """While in step, let the next catch-up begin where the records were half a minute ago, not at the last one."""
        place: Place | None = None
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_BOOKMARKS)
            try:
                place = await self._next_bookmark(place)
            except Exception:
                log.exception("bookmark not kept")

    async def _next_bookmark(self, place: Place | None) -> Place | None:
        """Keep `place`, all before which was heard live and is in the store; return the next one to keep."""
        if self.stale_since is not None or not self._writer.is_idle:
            return None
        await self._catch_up.keep(place)
        return await self._catch_up.end()

    def _hello(self, username: str) -> Message:
        return {
            "type": "hello",
            "now": self._now(),
            "agent": agent_message(self.agents.state(username)),
            "calls": [card.message() for card in self.pops.cards_of(username)],
            "queue": figures(self.queue, self._naming.queues),
            "queues": self.queues.picture(),
            "stale_since": self.stale_since,
        }
