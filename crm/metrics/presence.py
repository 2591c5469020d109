"""When each operator was there, ready, paused, or at work after a contact: from queue_log's events. Pure.

Somebody in several queues is ready while any of them may ring them, and paused while none may.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Final

from crm.metrics.contact_story import Talk
from crm.metrics.events import PAUSED, WRAP_UP, AgentEvent, AgentKind
from crm.metrics.spells import Spell, united, without

READY: Final = ""  # the "reason" of somebody who is not paused
LONGEST_WORK: Final = timedelta(hours=12)  # after a talk [decided]
SLACK: Final = timedelta(seconds=2)  # queue_log's whole seconds lie before the moments of calls


@dataclass(frozen=True)
class Presence:
    """One operator's time in the queues, whatever calls they had meanwhile. None of the three overlap."""

    operator: str
    ready: tuple[Spell, ...]
    paused: tuple[Spell, ...]
    wrap_up: tuple[Spell, ...]


def presences(events: Iterable[AgentEvent], seen_at: datetime) -> dict[str, Presence]:
    """Each operator's presence up to `seen_at`."""
    members = [event for event in events if event.operator and event.kind is not AgentKind.MISSED]
    ordered = sorted(members, key=lambda event: (event.operator, event.queue, event.at))
    by_operator = groupby(ordered, key=lambda event: event.operator)
    return {operator: presence(operator, list(of_operator), seen_at) for operator, of_operator in by_operator}


def presence(operator: str, events: list[AgentEvent], seen_at: datetime) -> Presence:
    """One operator's presence; the events by queue, each queue's in order."""
    states = [
        state for _, of_queue in groupby(events, lambda event: event.queue) for state in _states(of_queue, seen_at)
    ]
    ready = united(spell for reason, spell in states if reason == READY)
    wrap_up = without((spell for reason, spell in states if reason == WRAP_UP), ready)
    paused = without((spell for reason, spell in states if reason not in (READY, WRAP_UP)), (*ready, *wrap_up))
    return Presence(operator, ready, paused, wrap_up)


def _states(events: Iterable[AgentEvent], seen_at: datetime) -> Iterator[tuple[str, Spell]]:
    """What the operator did in one queue, one state after the other; nothing while they were not in it."""
    reason, since = None, seen_at
    for event in events:
        if reason is not None and since < event.at:
            yield reason, Spell(since, event.at)
        reason, since = _reason_after(reason, event), event.at
    if reason is not None and since < seen_at:
        yield reason, Spell(since, seen_at)


def _reason_after(reason: str | None, event: AgentEvent) -> str | None:
    """Why no call comes, after the event; `READY` when they come, `None` outside the queue."""
    match event.kind:
        case AgentKind.JOINED:
            return PAUSED if event.reason == PAUSED else READY
        case AgentKind.LEFT:
            return None
        case AgentKind.PAUSED:
            return event.reason or PAUSED
        case AgentKind.READY:
            return READY
    return reason


def after_contact_work(talks: Iterable[Talk], wrap_up: Iterable[Spell]) -> dict[Talk, timedelta]:
    """How long one operator worked after each of their talks: each stretch belongs to the talk just before it.

    Who forgets to go ready has not worked all night: what is longer than `LONGEST_WORK` counts up to there.
    """
    ended = sorted((talk.ended_at, talk.linkedid, talk) for talk in talks if talk.ended_at)
    work: dict[Talk, timedelta] = {}
    for spell in wrap_up:
        behind = bisect_right(ended, spell.begins + SLACK, key=itemgetter(0))
        if behind:
            at, _, talk = ended[behind - 1]
            counted = spell.within(Spell(at - SLACK, at + LONGEST_WORK))
            work[talk] = work.get(talk, timedelta()) + (counted.length if counted else timedelta())
    return work
