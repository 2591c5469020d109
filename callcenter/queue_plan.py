"""The waiting queues as data: which calls wait where, who answers them, and what becomes of those nobody answers. Pure.

See `queues/hotline.toml` for the format; `queue_file` reads it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from crm.callbacks import CallbackRules
from crm.working_time import HAI_PHONG, WorkingTime

Span = tuple[time, time]  # opens, closes; local, on one day


class Way(StrEnum):
    """Where a caller goes whom a queue does not serve."""

    WAIT = "wait"  # on in the same queue
    QUEUE = "queue"  # into another one
    MESSAGE = "message"  # leaves a message, and is called back
    CALLBACK = "callback"  # is called back by 1022, and keeps the place in the line


@dataclass(frozen=True)
class Overflow:
    """A way; `queue` only with `Way.QUEUE`."""

    way: Way
    queue: str = ""


@dataclass(frozen=True)
class Hours:
    """When a queue is open. 1022 answers around the clock (Điều 7.4): no spans and days off as other days."""

    spans: tuple[Span, ...] = ()
    days_off: bool = True

    def are_open(self, now: datetime, calendar: WorkingTime) -> bool:
        local = now.astimezone(HAI_PHONG)
        if not self.days_off and not calendar.is_working_day(local.date()):
            return False
        return not self.spans or any(opens <= local.time() < closes for opens, closes in self.spans)


@dataclass(frozen=True)
class QueueDesign:
    """One queue. Seconds; 0 calls is "no limit"."""

    name: str  # as Asterisk knows it
    title: str
    categories: tuple[str, ...]
    topics: tuple[str, ...]  # they win over categories
    weight: int  # a free operator takes the call of the heavier queue first
    longest_wait: int
    most_calls: int
    announce_every: int
    music: str
    late: Overflow
    full: Overflow
    nobody: Overflow  # no operator is there
    closed: Overflow
    hours: Hours


@dataclass(frozen=True)
class QueuePlan:
    """All queues. `skills`: username -> queue -> penalty; who is not named there answers every queue."""

    queues: tuple[QueueDesign, ...]
    otherwise: str  # the queue of calls that belong to no other
    callback: CallbackRules
    skills: Mapping[str, Mapping[str, int]]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(queue.name for queue in self.queues)

    def get(self, name: str) -> QueueDesign | None:
        return next((queue for queue in self.queues if queue.name == name), None)

    def skills_of(self, username: str) -> Mapping[str, int]:
        """The queues an operator answers, each with its penalty: those with a lower one are rung first."""
        return self.skills.get(username, dict.fromkeys(self.names, 0))

    def faults(self) -> Iterator[str]:
        """What its parts do not show by themselves: names of no queue, calls that would go round and round."""
        known = set(self.names)
        if self.otherwise not in known:
            yield f"otherwise: không có hàng chờ {self.otherwise!r}"
        for username, skills in self.skills.items():
            yield from (f"skills.{username}: không có hàng chờ {name!r}" for name in skills.keys() - known)
        for subject in ("categories", "topics"):
            yield from _twice(subject, [word for queue in self.queues for word in getattr(queue, subject)])
        for queue in self.queues:
            yield from self._faults_of(queue, known)

    def _faults_of(self, queue: QueueDesign, known: set[str]) -> Iterator[str]:
        if Way.WAIT in (queue.late.way, queue.full.way, queue.closed.way):
            yield f"queue.{queue.name}: late, full và closed cần lối ra, không phải wait"
        for overflow in (queue.late, queue.full, queue.nobody, queue.closed):
            if overflow.way is Way.QUEUE and overflow.queue not in known:
                yield f"queue.{queue.name}: không có hàng chờ {overflow.queue!r}"
            elif overflow.way is Way.QUEUE and queue.name in self._reached_from(overflow.queue):
                yield f"queue.{queue.name}: chuyển sang {overflow.queue!r} rồi lại quay về; hãy đổi lối ra"

    def _reached_from(self, name: str) -> set[str]:
        """The queue, and those its callers may come to."""
        found: set[str] = set()
        coming = [name]
        while coming:
            queue = self.get(coming.pop())
            if queue is not None and queue.name not in found:
                found.add(queue.name)
                coming += [over.queue for over in (queue.late, queue.full, queue.nobody, queue.closed) if over.queue]
        return found


ONE_QUEUE: Final = QueuePlan(
    queues=(
        QueueDesign(
            name="hotline",
            title="Chung",
            categories=(),
            topics=(),
            weight=0,
            longest_wait=900,
            most_calls=0,
            announce_every=45,
            music="default",
            late=Overflow(Way.MESSAGE),
            full=Overflow(Way.MESSAGE),
            nobody=Overflow(Way.WAIT),
            closed=Overflow(Way.MESSAGE),
            hours=Hours(),
        ),
    ),
    otherwise="hotline",
    callback=CallbackRules(35, (timedelta(minutes=5),), timedelta(minutes=60), 3, ("+84",)),
    skills={},
)


def _twice(subject: str, words: list[str]) -> Iterator[str]:
    yield from (f"{subject}: {word!r} ở hai hàng chờ" for word in sorted(set(words)) if words.count(word) > 1)
