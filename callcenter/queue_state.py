"""Who waits in the queue, in the order they will be served. Pure."""

from dataclasses import dataclass
from datetime import datetime

from callcenter.ami_events import CallerGone, CallEvent, JoinedQueue, LeftQueue


@dataclass(frozen=True)
class Waiting:
    """A citizen in the queue, also while an operator's phone rings for them."""

    linkedid: str
    since: datetime


@dataclass(frozen=True)
class QueueState:
    """The queue at one moment; the first in `callers` is served next."""

    callers: tuple[Waiting, ...] = ()

    @property
    def waiting(self) -> int:
        return len(self.callers)

    @property
    def longest_since(self) -> datetime | None:
        """Since when the one waits who has waited longest."""
        return min((caller.since for caller in self.callers), default=None)

    def position(self, linkedid: str) -> int | None:
        """1 for the next to be served; `None` for one who does not wait."""
        places = (place for place, caller in enumerate(self.callers, start=1) if caller.linkedid == linkedid)
        return next(places, None)


def after(queue: QueueState, event: CallEvent) -> QueueState:
    """The queue after the event. A hang-up takes the caller out, should the leave have been missed."""
    match event:
        case JoinedQueue() if queue.position(event.caller.linkedid) is None:
            return _joined(queue, Waiting(event.caller.linkedid, event.at), event.position)
        case LeftQueue() | CallerGone():
            rest = tuple(caller for caller in queue.callers if caller.linkedid != event.caller.linkedid)
            return queue if len(rest) == queue.waiting else QueueState(rest)
    return queue


def _joined(queue: QueueState, caller: Waiting, position: int) -> QueueState:
    before, behind = queue.callers[: position - 1], queue.callers[position - 1 :]
    return QueueState((*before, caller, *behind))
