"""Who waits in the queues, in the order they will be served. Pure."""

from dataclasses import dataclass
from datetime import datetime

from callcenter.ami_events import CallerGone, CallEvent, JoinedQueue, LeftQueue


@dataclass(frozen=True)
class Waiting:
    """A citizen in a queue, also while an operator's phone rings for them; also one whose place a call-back keeps."""

    linkedid: str
    since: datetime  # in the first queue, when they have moved on to another
    queue: str


@dataclass(frozen=True)
class QueueState:
    """The queues at one moment; of each queue the first in `callers` is served next."""

    callers: tuple[Waiting, ...] = ()

    @property
    def waiting(self) -> int:
        return len(self.callers)

    @property
    def longest_since(self) -> datetime | None:
        """Since when the one waits who has waited longest."""
        return min((caller.since for caller in self.callers), default=None)

    def of(self, queue: str) -> "QueueState":
        """One queue alone."""
        return QueueState(tuple(caller for caller in self.callers if caller.queue == queue))

    def queue_of(self, linkedid: str) -> str | None:
        """Where a caller waits; `None` for one who does not."""
        return next((caller.queue for caller in self.callers if caller.linkedid == linkedid), None)

    def position(self, linkedid: str) -> int | None:
        """1 for the next to be served in the caller's queue; `None` for one who does not wait."""
        in_line = self.of(self.queue_of(linkedid) or "").callers
        places = (place for place, caller in enumerate(in_line, start=1) if caller.linkedid == linkedid)
        return next(places, None)

    def place_of(self, queue: str, since: datetime) -> int:
        """The position in a queue of one who has waited since this moment: behind all who came before."""
        came_before = (place for place, caller in enumerate(self.of(queue).callers, start=1) if caller.since <= since)
        return max(came_before, default=0) + 1


def after(queue: QueueState, event: CallEvent) -> QueueState:
    """The queue after the event. A hang-up takes the caller out, should the leave have been missed."""
    match event:
        case JoinedQueue() if queue.position(event.caller.linkedid) is None:
            since = event.caller.vars.entered_at or event.at
            return joined(queue, Waiting(event.caller.linkedid, since, event.queue), event.position)
        case LeftQueue() | CallerGone():
            rest = tuple(caller for caller in queue.callers if caller.linkedid != event.caller.linkedid)
            return queue if len(rest) == queue.waiting else QueueState(rest)
    return queue


def joined(queue: QueueState, caller: Waiting, position: int) -> QueueState:
    """The queue with one more caller at this position of theirs."""
    line = queue.of(caller.queue).callers
    others = tuple(other for other in queue.callers if other.queue != caller.queue)
    return QueueState((*others, *line[: position - 1], caller, *line[position - 1 :]))
