"""The waiting queues as the service runs them: switches told to Asterisk, places of call-backs, and their picture."""

from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Protocol

from callcenter.ami_events import CallEvent
from callcenter.asterisk import Asterisk
from callcenter.call_state import Call
from callcenter.calls import LiveCalls
from callcenter.push import Message, Push
from callcenter.queue_callbacks import CallbackStore, QueueCallbacks
from callcenter.queue_plan import QueuePlan
from callcenter.queue_state import QueueState
from callcenter.queue_switches import QueueSwitches, SwitchStore
from callcenter.tasks import Tasks
from crm.messages import ContactFacts
from crm.queue_switches import TurnSwitch


class QueueStore(CallbackStore, SwitchStore, Protocol):
    """What the queues ask of the store."""


class QueueDesk:
    """`jobs` are for the bridge to run. `queue` is Asterisk's picture, None while it may be old."""

    def __init__(
        self,
        asterisk: Asterisk,
        store: QueueStore,
        plan: QueuePlan,
        calls: LiveCalls,
        queue: Callable[[], QueueState | None],
        push: Push,
        tasks: Tasks,
        now: Callable[[], datetime],
    ) -> None:
        self.names = plan.names
        self._push = push
        self._tasks = tasks
        self._callbacks = QueueCallbacks(asterisk, store, plan, calls, queue, tasks, now)
        self._switches = QueueSwitches(asterisk, store, plan, push, now)

    def jobs(self) -> tuple[Coroutine[object, object, None], ...]:
        """What runs as long as the service does."""
        return self._callbacks.run(), self._switches.run()

    def picture(self) -> Mapping[str, object]:
        """Which queues are open, and what supervisors have switched."""
        return self._switches.picture()

    async def turn(self, command: TurnSwitch) -> bool:
        """Turn a switch; whether Asterisk has been told. Raises `CrmError`."""
        return await self._switches.turn(command)

    def watch(self, before: Call, call: Call, event: CallEvent) -> None:
        """A live call has moved."""
        self._callbacks.watch(before, call, event)

    def saved(self, facts: ContactFacts) -> None:
        """A call is in the store: who is to be called back is told of at once."""
        if facts.ended_at and not facts.connected_at and (facts.queued_at or facts.callback_wanted):
            self._push.to_all({"type": "to_call", "linkedid": facts.linkedid})
            self._callbacks.wake()

    def come_into_step(self) -> None:
        """The line is up, and the picture new."""
        self._switches.forget()
        self._tasks.start(self._switches.look(), "queue switches told to Asterisk")
        self._callbacks.wake()


def figures(queue: QueueState, names: tuple[str, ...]) -> Message:
    """Who waits: all queues together, and each."""
    return {**_figures(queue), "queues": [{"name": name, **_figures(queue.of(name))} for name in names]}


def _figures(queue: QueueState) -> Message:
    return {"waiting": queue.waiting, "longest_since": queue.longest_since}
