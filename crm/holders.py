"""Whose time it was: how long each holder had a case, computed from its history alone. Pure.

1022 has it from the receipt until it is forwarded, whenever it comes back, and until the reporter is told the result;
the city office while it is asked, or has a directive; a unit from forwarding on; its sub-unit from the assignment on.
The times of all holders together are the whole time of the case, in whatever way they are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final, assert_never

from crm.case import ENDED, CaseState, Category
from crm.terms import Counting, rows
from crm.views import HistoryView
from crm.working_time import WorkingTime, end_of, local_day

OF_DAYS: Final = frozenset({Counting.WORKING_DAYS, Counting.CALENDAR_DAYS})
AT_1022: Final = frozenset({CaseState.NEW, CaseState.RETURNED, CaseState.RESOLVED, CaseState.DUPLICATE})
AT_SUB_UNIT: Final = frozenset({CaseState.ASSIGNED, CaseState.IN_PROGRESS, CaseState.EXTENDED})


class HolderKind(StrEnum):
    """Who can have a case."""

    DESK = "1022"
    CITY_OFFICE = "city_office"
    UNIT = "unit"
    SUB_UNIT = "sub_unit"


@dataclass(frozen=True)
class Holder:
    """Who has a case. `unit` is a code, `sub_unit` the name its unit gives it."""

    kind: HolderKind
    unit: str | None = None
    sub_unit: str | None = None


@dataclass(frozen=True)
class Span:
    """A stretch of time in which one holder had the case."""

    holder: Holder
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Held:
    """All the time one holder had the case: as it passes, and in the counting of the case's term."""

    holder: Holder
    time: timedelta
    counted: timedelta


def spans(history: Sequence[HistoryView], received_at: datetime, now: datetime, office: str) -> tuple[Span, ...]:
    """Who had the case when, from its receipt until its end, or until `now`. `office` is the city office's code."""
    unit = sub_unit = ""
    turns: list[tuple[datetime, Holder | None]] = []
    for step in history:
        unit = step.changes.get("unit_code", (unit, unit))[1]
        sub_unit = step.changes.get("sub_unit", (sub_unit, sub_unit))[1]
        turns.append((step.at if turns else received_at, holder_in(step.to_state, unit, sub_unit, office)))
    turns.append((max(now, turns[-1][0]), None))
    stretches = [(holder, since, until) for (since, holder), (until, _) in pairwise(turns) if holder]
    grouped = [list(same) for _, same in groupby(stretches, key=lambda stretch: stretch[0])]
    return tuple(Span(same[0][0], same[0][1], same[-1][2]) for same in grouped)


def holder_in(state: CaseState, unit: str, sub_unit: str, office: str) -> Holder | None:
    """Who has a case in this state; nobody has one that ended."""
    if state in ENDED:
        return None
    if state in AT_1022:
        return Holder(HolderKind.DESK)
    if state is CaseState.AWAITING_GUIDANCE:
        return Holder(HolderKind.CITY_OFFICE, office)
    if sub_unit and state in AT_SUB_UNIT:
        return Holder(HolderKind.SUB_UNIT, unit, sub_unit)
    return Holder(HolderKind.CITY_OFFICE if unit == office else HolderKind.UNIT, unit)


def held_times(
    found: Sequence[Span], category: Category, received_at: datetime, working_time: WorkingTime
) -> tuple[Held, ...]:
    """The time of each holder, in the order they first had the case."""
    counting = counting_of(category)
    first = end_of(local_day(received_at)) if counting in OF_DAYS else received_at  # Điều 147.2
    total: dict[Holder, Held] = {}
    for span in found:
        counted = counted_time(counting, max(span.since, first), max(span.until, first), working_time)
        before = total.get(span.holder, Held(span.holder, timedelta(), timedelta()))
        total[span.holder] = Held(span.holder, before.time + (span.until - span.since), before.counted + counted)
    return tuple(total.values())


def counted_time(counting: Counting, start: datetime, end: datetime, working_time: WorkingTime) -> timedelta:
    """How much of a term of this counting passes between two moments; for days, a whole day is 24 hours."""
    match counting:
        case Counting.CLOCK | Counting.CALENDAR_DAYS:
            return end - start
        case Counting.OFFICE:
            return working_time.office_time(start, end)
        case Counting.WORKING_DAYS:
            return working_time.working_day_time(start, end)
    assert_never(counting)


def counting_of(category: Category) -> Counting:
    """How the term of a case is counted: that of its result; an incident, which has none as a whole, by the clock."""
    found = (row.counting for row in rows() if row.clock == "resolve" and row.holds_for(category))
    return next(found, Counting.CLOCK)
