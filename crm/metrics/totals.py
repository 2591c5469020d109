"""Sums that every metric is made of: of one interval, one queue, one operator. Pure.

They add up: the totals of a day are those of its hours, one after the other. A visit counts where it was queued, a talk
where it began, an operator's time where it passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import reduce
from typing import Final, Self

from crm.metrics.contact_story import Outcome, Talk, Visit
from crm.metrics.operator_time import OperatorTime
from crm.metrics.spells import Spell, length_within

IN_TIME: Final = timedelta(seconds=20)  # the service level
SHORT: Final = timedelta(seconds=5)  # who leaves sooner had no chance to be served [decided]
NO_TIME: Final = timedelta()


@dataclass(frozen=True)
class Totals:
    """Counts, and times as sums; `longest_wait` is the one that is no sum."""

    queued: int = 0
    answered: int = 0
    answered_in_time: int = 0
    abandoned: int = 0
    abandoned_short: int = 0
    callbacks: int = 0
    moved: int = 0
    waiting: int = 0
    answer_wait: timedelta = NO_TIME
    abandon_wait: timedelta = NO_TIME
    longest_wait: timedelta = NO_TIME
    handled: int = 0
    finished: int = 0
    interaction: timedelta = NO_TIME
    hold: timedelta = NO_TIME
    after_work: timedelta = NO_TIME
    missed: int = 0
    online: timedelta = NO_TIME
    on_contact: timedelta = NO_TIME
    idle: timedelta = NO_TIME
    connecting: timedelta = NO_TIME
    paused: timedelta = NO_TIME
    surveyed: int = 0  # answered contacts whose citizen could be asked
    scores: int = 0
    score_sum: int = 0

    def __add__(self, other: Self) -> Self:
        both = {field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)}
        return type(self)(**both | {"longest_wait": max(self.longest_wait, other.longest_wait)})


def summed(parts: Iterable[Totals]) -> Totals:
    return reduce(Totals.__add__, parts, Totals())


def of_visit(visit: Visit) -> Totals:
    """One visit to a queue. Those still waiting are in `queued` and in nothing that a wait is averaged from."""
    outcome, wait = visit.outcome, visit.wait
    answered, abandoned = outcome is Outcome.ANSWERED, outcome is Outcome.ABANDONED
    return Totals(
        queued=1,
        answered=int(answered),
        answered_in_time=int(answered and wait <= IN_TIME),
        abandoned=int(abandoned),
        abandoned_short=int(abandoned and wait <= SHORT),
        callbacks=int(outcome is Outcome.CALLBACK),
        moved=int(outcome is Outcome.MOVED),
        waiting=int(outcome is Outcome.WAITING),
        answer_wait=wait if answered else NO_TIME,
        abandon_wait=wait if abandoned else NO_TIME,
        longest_wait=wait,
    )


def of_talk(talk: Talk, after_work: timedelta) -> Totals:
    """One operator's part in one call; times are those of finished ones."""
    if talk.ended_at is None:
        return Totals(handled=1)
    return Totals(handled=1, finished=1, interaction=talk.interaction, hold=talk.hold, after_work=after_work)


def of_operator(time: OperatorTime, interval: Spell) -> Totals:
    """What one operator did in the interval."""
    return Totals(
        online=length_within(time.online, interval),
        on_contact=length_within(time.on_contact, interval),
        connecting=length_within(time.connecting, interval),
        idle=length_within(time.idle, interval),
        paused=length_within(time.paused, interval),
    )


def of_survey(score: int | None) -> Totals:
    """One call that operators talked in, and what its citizen said of it."""
    return Totals(surveyed=1, scores=int(score is not None), score_sum=score or 0)
