"""From events to totals of any intervals, for one queue or operator or all. Pure: computed again, they are the same."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crm.metrics.contact_story import Story, Talk, all_talks, all_visits, stories
from crm.metrics.events import AgentEvent, AgentKind, ContactEvent
from crm.metrics.operator_time import OperatorTime, operator_time
from crm.metrics.presence import Presence, after_contact_work, presences
from crm.metrics.spells import Spell, without
from crm.metrics.totals import NO_TIME, Totals, of_operator, of_survey, of_talk, of_visit


@dataclass(frozen=True)
class Facts:
    """All that is known, up to the moment of asking."""

    contacts: tuple[ContactEvent, ...]
    agents: tuple[AgentEvent, ...]
    seen_at: datetime
    scores: Mapping[str, int] = field(default_factory=dict)  # answers to the survey, by Linkedid


@dataclass(frozen=True)
class Choice:
    """Of which queue and which operator; `None`: of all. Visits nobody answered are no operator's."""

    queue: str | None = None
    operator: str | None = None

    def takes(self, queue: str, operator: str) -> bool:
        return self.queue in (None, queue) and self.operator in (None, operator)


def totals(facts: Facts, intervals: Sequence[Spell], choice: Choice) -> list[Totals]:
    """The totals of each interval; these are in order and do not overlap."""
    found = [Totals() for _ in intervals]
    told = told_of(facts)
    for at, part in dated_parts(facts, told, choice):
        place = bisect_right(intervals, at, key=lambda interval: interval.begins) - 1
        if place >= 0 and intervals[place].holds(at):
            found[place] += part
    if choice.queue is not None:
        return found
    for operator, time in operator_times(facts, told).items():
        if choice.takes("", operator):
            found = [sum_ + of_operator(time, interval) for sum_, interval in zip(found, intervals, strict=True)]
    return found


def dated_parts(facts: Facts, told: Sequence[Story], choice: Choice) -> Iterator[tuple[datetime, Totals]]:
    """What belongs to one moment, with that moment."""
    for visit in all_visits(told):
        if choice.takes(visit.queue, visit.operator):
            yield visit.queued_at, of_visit(visit)
    work = work_after(facts, told)
    for talk in all_talks(told):
        if choice.takes(talk.queue, talk.operator):
            yield talk.connected_at, of_talk(talk, work.get(talk, NO_TIME))
    for story in told:
        if story.talks and choice.takes(story.talks[0].queue, story.talks[0].operator):
            yield story.talks[0].connected_at, of_survey(facts.scores.get(story.talks[0].linkedid))
    for event in facts.agents:
        if event.kind is AgentKind.MISSED and choice.takes(event.queue, event.operator):
            yield event.at, Totals(missed=1)


def told_of(facts: Facts) -> tuple[Story, ...]:
    return stories(facts.contacts, (event.at for event in facts.agents if event.kind is AgentKind.RESTARTED))


def spells_of(talk: Talk, seen_at: datetime) -> tuple[Spell, ...]:
    """When they talked, and talk now."""
    return (*talk.spells, Spell(talk.since, max(seen_at, talk.since))) if talk.since else talk.spells


def talk_spells(told: Iterable[Story], seen_at: datetime) -> dict[str, list[Spell]]:
    found: defaultdict[str, list[Spell]] = defaultdict(list)
    for talk in all_talks(told):
        found[talk.operator].extend(spells_of(talk, seen_at))
    return found


def work_after(facts: Facts, told: Sequence[Story]) -> dict[Talk, timedelta]:
    """How long was worked after each talk."""
    talking = talk_spells(told, facts.seen_at)
    of_operator: defaultdict[str, list[Talk]] = defaultdict(list)
    for talk in all_talks(told):
        of_operator[talk.operator].append(talk)
    work: dict[Talk, timedelta] = {}
    for operator, presence in presences(facts.agents, facts.seen_at).items():
        work |= after_contact_work(of_operator[operator], without(presence.wrap_up, talking[operator]))
    return work


def operator_times(facts: Facts, told: Sequence[Story]) -> dict[str, OperatorTime]:
    """What each operator did; also of those who talked without being in any queue."""
    talks = talk_spells(told, facts.seen_at)
    rings: defaultdict[str, list[Spell]] = defaultdict(list)
    for story in told:
        for operator, spell in story.rings:
            rings[operator].append(spell)
    there = presences(facts.agents, facts.seen_at)
    nowhere = {operator: Presence(operator, (), (), ()) for operator in talks}
    return {
        operator: operator_time(presence, talks[operator], rings[operator])
        for operator, presence in (nowhere | there).items()
    }
