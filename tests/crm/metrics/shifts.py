"""Days at the hotline for the tests of metrics: made up by hypothesis, told as events."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from crm.metrics.events import PAUSED, WRAP_UP, AgentEvent, AgentKind, ContactEvent, ContactKind

MIDNIGHT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 24 November 00:00 in Hải Phòng
DAY = timedelta(days=1)
QUEUES = ("hotline", "dien")
OPERATORS = ("lan", "minh", "hoa")


def at(seconds: float) -> datetime:
    return MIDNIGHT + timedelta(seconds=seconds)


def call(linkedid: str, *steps: tuple[float, ContactKind, str]) -> tuple[ContactEvent, ...]:
    """The events of one call: (seconds since midnight, kind, the queue or the operator)."""
    return tuple(
        ContactEvent(
            at(seconds),
            linkedid,
            kind,
            f"{linkedid}:{place}",
            queue=who if kind is ContactKind.QUEUED else "",
            operator="" if kind is ContactKind.QUEUED else who,
        )
        for place, (seconds, kind, who) in enumerate(steps)
    )


def shift(operator: str, *steps: tuple[float, AgentKind, str], queue: str = "hotline") -> tuple[AgentEvent, ...]:
    """The events of one operator: (seconds since midnight, kind, reason)."""
    return tuple(
        AgentEvent(at(seconds), operator, kind, f"{operator}:{queue}:{place}", queue, reason)
        for place, (seconds, kind, reason) in enumerate(steps)
    )


@dataclass(frozen=True)
class Day:
    """Whatever may have happened in some 30 hours around the day."""

    contacts: tuple[ContactEvent, ...]
    agents: tuple[AgentEvent, ...]
    scores: dict[str, int]


MOMENTS = st.integers(-3 * 3600 * 10, 27 * 3600 * 10).map(lambda tenth: tenth / 10)
LENGTHS = st.integers(0, 40_000).map(lambda tenth: tenth / 10)


@st.composite
def calls(draw: st.DrawFn, linkedid: str) -> tuple[ContactEvent, ...]:
    """One call, as it may go: moved on, given up, answered, held, passed on, or still going on."""
    now = draw(MOMENTS)
    steps: list[tuple[float, ContactKind, str]] = [(now, ContactKind.ARRIVED, "")]

    def step(kind: ContactKind, who: str = "") -> None:
        nonlocal now
        now += draw(LENGTHS) / 100 if kind is ContactKind.RINGING else draw(LENGTHS)
        steps.append((now, kind, who))

    for queue in draw(st.lists(st.sampled_from(QUEUES), max_size=3)):
        step(ContactKind.QUEUED, queue)
        if draw(st.booleans()):
            step(ContactKind.LEFT_QUEUE)
    for operator in draw(st.lists(st.sampled_from(OPERATORS), max_size=2)):
        step(ContactKind.RINGING, operator)
        step(ContactKind.RING_ENDED, operator)
        step(ContactKind.CONNECTED, operator)
        if draw(st.booleans()):
            step(ContactKind.HELD, operator)
            if draw(st.booleans()):
                step(ContactKind.RESUMED, operator)
        step(ContactKind.DISCONNECTED, operator)
    if draw(st.booleans()):
        step(ContactKind.CALLBACK_WANTED)
    if draw(st.booleans()):
        step(ContactKind.ENDED)
    return call(linkedid, *steps[: draw(st.integers(1, len(steps)))])


@st.composite
def shifts(draw: st.DrawFn, operator: str, queue: str) -> tuple[AgentEvent, ...]:
    """One operator's doings in one queue, in whole seconds as queue_log has them."""
    choices = st.sampled_from(
        [
            (AgentKind.JOINED, ""),
            (AgentKind.JOINED, PAUSED),
            (AgentKind.PAUSED, "lunch"),
            (AgentKind.PAUSED, WRAP_UP),
            (AgentKind.READY, ""),
            (AgentKind.LEFT, ""),
            (AgentKind.MISSED, ""),
        ]
    )
    moments = sorted(draw(st.lists(st.integers(-10_000, 97_000), max_size=8)))
    return shift(operator, *((float(moment), *draw(choices)) for moment in moments), queue=queue)


@st.composite
def days(draw: st.DrawFn) -> Day:
    count = draw(st.integers(0, 6))
    contacts = [event for n in range(count) for event in draw(calls(f"1795500000.{n}"))]
    agents = [event for name in OPERATORS for queue in QUEUES for event in draw(shifts(name, queue))]
    restarts = [
        AgentEvent(at(moment), "", AgentKind.RESTARTED, f"restart:{moment}")
        for moment in draw(st.lists(st.integers(0, 86_400), max_size=1))
    ]
    scores = draw(st.dictionaries(st.sampled_from([f"1795500000.{n}" for n in range(6)]), st.integers(1, 5)))
    return Day(tuple(sorted(contacts)), (*agents, *restarts), scores)
