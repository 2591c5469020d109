"""What waits at a unit: the list its people work from. Found by indexes of the cases that go on alone."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Row, func, or_, select, text
from sqlalchemy.orm import Session, selectinload

from crm.case import AT_UNIT, CaseState
from crm.row_views import case_line
from crm.store import Store
from crm.tables import GOING_ON, CaseRow, ClockRow
from crm.units import city_office
from crm.views import CaseLine

LINES: Final = 100  # of a unit's list


@dataclass(frozen=True)
class UnitInbox:
    """The cases a unit has to act on, the clock due first on top; `count` and `late` are of all, also those not shown.

    Of a confidential case the reporter's name and number are left out (Điều 10).
    """

    lines: tuple[CaseLine, ...]
    count: int
    late: int


def unit_inbox(store: Store, unit: str, now: datetime) -> UnitInbox:
    """What a unit was given and has no result yet; for the city office also what it is to name the unit of (7.4).

    Nothing for a unit that does not exist. Raises `NotFound` without a city office.
    """
    with store.reading() as session:
        waiting = session.execute(
            select(CaseRow.code, first_due()).where(text(GOING_ON), waits_at(session, unit))
        ).all()
        codes = [code for code, _ in sorted(waiting, key=urgency)[:LINES]]
        running = selectinload(CaseRow.clocks.and_(ClockRow.stopped_at.is_(None)))
        rows = {
            row.code: row for row in session.scalars(select(CaseRow).where(CaseRow.code.in_(codes)).options(running))
        }
        late = sum(due_at is not None and due_at < now for _, due_at in waiting)
        return UnitInbox(tuple(line(rows[code], now) for code in codes), len(waiting), late)


def urgency(waiting: Row[str, datetime | None]) -> tuple[bool, datetime | None, str]:
    """The order of the list: what has a term, by its end; then what has none, by code."""
    code, due_at = waiting
    return due_at is None, due_at, code


def first_due() -> ColumnElement[datetime]:
    """The end of the case's running clock that ends first; NULL when none runs."""
    running = ClockRow.case_code == CaseRow.code, ClockRow.stopped_at.is_(None)
    return select(func.min(ClockRow.due_at)).where(*running).correlate(CaseRow).scalar_subquery().label("due_at")


def waits_at(session: Session, unit: str) -> ColumnElement[bool]:
    """Whether a case is this unit's to act on."""
    given = (CaseRow.unit_code == unit) & CaseRow.state.in_(AT_UNIT)
    if unit != city_office(session).code:
        return given
    return or_(given, CaseRow.state == CaseState.AWAITING_GUIDANCE)


def line(case: CaseRow, now: datetime) -> CaseLine:
    """The case as its unit may see it."""
    shown = case_line(case, now)
    return replace(shown, reporter_name="", reporter_phone="") if case.confidential else shown
