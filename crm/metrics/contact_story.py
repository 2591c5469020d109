"""A call's events as its visits to queues and its talks with operators. Pure: the same events, the same story."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from crm.metrics.events import ContactEvent, ContactKind
from crm.metrics.spells import Spell


class Outcome(StrEnum):
    """How a visit to a queue ended."""

    WAITING = "waiting"  # not yet
    ANSWERED = "answered"
    ABANDONED = "abandoned"  # nobody served them: they hung up, or waited as long as the queue allows
    CALLBACK = "callback"  # they asked to be called back, or left a message
    MOVED = "moved"  # on to another queue, or into the same one again


@dataclass(frozen=True)
class Visit:
    """One wait in one queue. `left_at` is the answer, or the moment the wait was over."""

    linkedid: str
    queue: str
    queued_at: datetime
    outcome: Outcome = Outcome.WAITING
    left_at: datetime | None = None
    operator: str = ""  # who answered

    @property
    def wait(self) -> timedelta:
        return (self.left_at or self.queued_at) - self.queued_at


@dataclass(frozen=True)
class Talk:
    """One operator's part in one call. It may be interrupted (an attended transfer): several spells."""

    linkedid: str
    operator: str
    queue: str  # the queue the call had come through; "" when through none
    spells: tuple[Spell, ...] = ()
    holds: tuple[Spell, ...] = ()
    since: datetime | None = None  # they talk now
    held_since: datetime | None = None

    @property
    def connected_at(self) -> datetime:
        begun = [spell.begins for spell in self.spells] + ([self.since] if self.since else [])
        return min(begun)

    @property
    def ended_at(self) -> datetime | None:
        return None if self.since else max(spell.ends for spell in self.spells)

    @property
    def hold(self) -> timedelta:
        return sum((spell.length for spell in self.holds), timedelta())

    @property
    def interaction(self) -> timedelta:
        """Connected, but not on hold."""
        return sum((spell.length for spell in self.spells), timedelta()) - self.hold


@dataclass(frozen=True)
class Story:
    """What became of one call so far."""

    visits: tuple[Visit, ...] = ()
    talks: tuple[Talk, ...] = ()
    rings: tuple[tuple[str, Spell], ...] = ()  # at whose phone, how long
    ringing: dict[str, datetime] = field(default_factory=dict)
    wants_callback: bool = False


def stories(events: Iterable[ContactEvent], restarts: Iterable[datetime]) -> tuple[Story, ...]:
    """The story of each call. One that Asterisk's end cut off is over at its next start."""
    starts = sorted(restarts)
    ordered = sorted(events, key=lambda event: (event.linkedid, event.at))
    by_call = groupby(ordered, key=lambda event: event.linkedid)
    return tuple(story(with_end(list(of_call), starts)) for _, of_call in by_call)


def with_end(events: list[ContactEvent], starts: list[datetime]) -> list[ContactEvent]:
    """The events, and an end where only a restart tells of it."""
    last = events[-1]
    if any(event.kind is ContactKind.ENDED for event in events):
        return events
    ended = next((start for start in starts if start > last.at), None)
    return [*events, replace(last, at=ended, kind=ContactKind.ENDED, operator="")] if ended else events


def story(events: Iterable[ContactEvent]) -> Story:
    """The story of one call, its events in order."""
    told = Story()
    for event in events:
        told = after(told, event)
    return told


def after(told: Story, event: ContactEvent) -> Story:
    """The story with one more event. What makes no sense where it stands changes nothing."""
    match event.kind:
        case ContactKind.QUEUED:
            visits = (*_closed(told, Outcome.MOVED, event.at), Visit(event.linkedid, event.queue, event.at))
            return replace(told, visits=visits)
        case ContactKind.LEFT_QUEUE:
            return replace(told, visits=_changed(told, left_at=event.at))
        case ContactKind.CONNECTED:
            return _connected(told, event)
        case ContactKind.DISCONNECTED | ContactKind.HELD | ContactKind.RESUMED:
            talks = (_talk_after(talk, event) if talk.operator == event.operator else talk for talk in told.talks)
            return replace(told, talks=tuple(talks))
        case ContactKind.RINGING:
            return replace(told, ringing=told.ringing | {event.operator: event.at})
        case ContactKind.RING_ENDED:
            return _ring_ended(told, event.operator, event.at)
        case ContactKind.CALLBACK_WANTED:
            return replace(told, wants_callback=True)
        case ContactKind.ENDED:
            return _ended(told, event)
    return told


def _open(told: Story) -> Visit | None:
    """The visit that nothing is known of yet but that it began."""
    return told.visits[-1] if told.visits and told.visits[-1].outcome is Outcome.WAITING else None


def _changed(told: Story, **changes: object) -> tuple[Visit, ...]:
    """The visits, the open one changed; who has left the queue already did not leave it later."""
    visit = _open(told)
    if visit is None:
        return told.visits
    return (*told.visits[:-1], replace(visit, **changes | {"left_at": visit.left_at or changes["left_at"]}))  # type: ignore[arg-type]


def _closed(told: Story, outcome: Outcome, at: datetime) -> tuple[Visit, ...]:
    return _changed(told, outcome=outcome, left_at=at)


def _connected(told: Story, event: ContactEvent) -> Story:
    visit = _open(told)
    visits = told.visits
    if visit is not None and visit.left_at is None:
        visits = _changed(told, outcome=Outcome.ANSWERED, left_at=event.at, operator=event.operator)
    others = tuple(talk for talk in told.talks if talk.operator != event.operator)
    known = next((talk for talk in told.talks if talk.operator == event.operator), None)
    queue = told.visits[-1].queue if told.visits else ""
    talk = known or Talk(event.linkedid, event.operator, queue)
    return replace(told, visits=visits, talks=(*others, replace(talk, since=talk.since or event.at)))


def _talk_after(talk: Talk, event: ContactEvent) -> Talk:
    match event.kind:
        case ContactKind.HELD if talk.since:
            return replace(talk, held_since=talk.held_since or event.at)
        case ContactKind.RESUMED:
            return _resumed(talk, event.at)
        case ContactKind.DISCONNECTED if talk.since:
            spells = (*talk.spells, Spell(talk.since, event.at))
            return replace(_resumed(talk, event.at), spells=spells, since=None)
    return talk


def _resumed(talk: Talk, at: datetime) -> Talk:
    if talk.held_since is None:
        return talk
    return replace(talk, holds=(*talk.holds, Spell(talk.held_since, at)), held_since=None)


def _ring_ended(told: Story, operator: str, at: datetime) -> Story:
    since = told.ringing.get(operator)
    if since is None:
        return told
    rest = {name: moment for name, moment in told.ringing.items() if name != operator}
    return replace(told, ringing=rest, rings=(*told.rings, (operator, Spell(since, at))))


def _ended(told: Story, event: ContactEvent) -> Story:
    outcome = Outcome.CALLBACK if told.wants_callback else Outcome.ABANDONED
    over = replace(event, kind=ContactKind.DISCONNECTED)
    for operator in tuple(told.ringing):
        told = _ring_ended(told, operator, event.at)
    talks = tuple(_talk_after(talk, over) for talk in told.talks)
    return replace(told, visits=_closed(told, outcome, event.at), talks=talks)


def all_visits(told: Iterable[Story]) -> Iterator[Visit]:
    return (visit for one in told for visit in one.visits)


def all_talks(told: Iterable[Story]) -> Iterator[Talk]:
    return (talk for one in told for talk in one.talks)
