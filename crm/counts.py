"""How the work stands at this moment, in figures: what a wallboard shows of the store, live calls apart.

Only what goes on is counted, through indexes of that alone: how much ended before makes no difference.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.orm import Session

from crm.case import AT_UNIT, CaseState
from crm.clocks import warnings_due
from crm.messages import ContactState
from crm.queries import to_be_returned
from crm.store import Store
from crm.tables import GOING_ON, INTAKE_RUNS, CaseRow, ClockRow, ContactRow

Key = TypeVar("Key")


@dataclass(frozen=True)
class IntakeCounts:
    """The 60 minutes of Điều 7.3 that run, of calls and of cases. `warned`: by the highest warning they have come to
    (per cent of the term: 50, 80, 100), how many.
    """

    running: int
    warned: Mapping[int, int]
    first_due: datetime | None  # the end of the one that ends first


@dataclass(frozen=True)
class UnitCounts:
    """Cases at one unit that have no result yet; `late`: those with a term that is over."""

    unit: str
    waiting: int
    late: int


@dataclass(frozen=True)
class WorkCounts:
    """The figures of one moment. States and units without any case are left out."""

    intake: IntakeCounts
    calls_to_return: int
    talks_without_ticket: int
    states: Mapping[CaseState, int]  # of the cases that go on
    units: tuple[UnitCounts, ...]  # the most late ones first, then those with the most waiting


def work_counts(store: Store, now: datetime) -> WorkCounts:
    """The figures of one consistent picture of the store."""
    with store.reading() as session:
        standing = session.execute(standings(now)).all()
        return WorkCounts(
            intake=intake_counts(session, now),
            calls_to_return=contacts(session, to_be_returned()),
            talks_without_ticket=contacts(
                session, ContactRow.settled_at.is_(None), ContactRow.state == ContactState.HANDLED
            ),
            states=summed((state, count) for _, state, count, _ in standing),
            units=by_lateness(
                summed((unit, count) for unit, state, count, _ in standing if state in AT_UNIT),
                summed((unit, late) for unit, state, _, late in standing if state in AT_UNIT),
            ),
        )


def intake_counts(session: Session, now: datetime) -> IntakeCounts:
    """The intake clocks that run: those of an hour, and those that are late."""
    running = select(ClockRow.started_at, ClockRow.due_at).where(text(INTAKE_RUNS)).order_by(ClockRow.due_at)
    clocks = session.execute(running).all()
    reached = (warnings_due(started_at, due_at, now) for started_at, due_at in clocks)
    return IntakeCounts(
        running=len(clocks),
        warned=MappingProxyType(Counter(percents[-1] for percents in reached if percents)),
        first_due=clocks[0].due_at if clocks else None,
    )


def standings(now: datetime) -> Select[str | None, CaseState, int, int]:
    """By unit and state: how many cases go on, and of how many a running clock is past its end."""
    over = select(ClockRow.case_code).where(ClockRow.stopped_at.is_(None), ClockRow.due_at < now).distinct().subquery()
    columns = CaseRow.unit_code, CaseRow.state, func.count(), func.count(over.c.case_code)
    found = select(*columns).outerjoin(over, over.c.case_code == CaseRow.code).where(text(GOING_ON))
    return found.group_by(CaseRow.unit_code, CaseRow.state)


def contacts(session: Session, *which: ColumnElement[bool]) -> int:
    """How many contacts are so."""
    return session.scalars(select(func.count()).select_from(ContactRow).where(*which)).one()


def summed(counted: Iterable[tuple[Key, int]]) -> Mapping[Key, int]:
    """The numbers put together by their keys."""
    sums = Counter[Key]()
    for key, count in counted:
        sums[key] += count
    return MappingProxyType(sums)


def by_lateness(waiting: Mapping[str | None, int], late: Mapping[str | None, int]) -> tuple[UnitCounts, ...]:
    """The units in the order of a wallboard."""
    units = [UnitCounts(unit, count, late[unit]) for unit, count in waiting.items() if unit]
    return tuple(sorted(units, key=lambda unit: (-unit.late, -unit.waiting, unit.unit)))
