"""Warnings of running clocks, at 50, 80 and 100 per cent of a term, and who is to be told (domain page, "Clocks").

The answer rests on the moments recorded alone, never on when somebody asks.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.account_tables import UserRow
from crm.case import Category
from crm.clock_plan import who_is_told
from crm.clocks import warnings_due
from crm.store import Store
from crm.tables import CaseRow, ClockRow, ContactRow, UnitRow
from crm.units import CITY_OFFICE
from crm.views import ClockWarning


@dataclass(frozen=True)
class Concerned:
    """Whom the clock of a contact or case can concern: the operator at 1022, the unit that has the case."""

    username: str | None
    unit: str | None
    category: Category | None


@dataclass(frozen=True)
class Standing:
    """Who is warned whatever the case: the city office's unit code, the supervisors' user names."""

    office: str | None
    supervisors: tuple[str, ...]


def clocks_due(store: Store, now: datetime, *, since: datetime | None = None) -> tuple[ClockWarning, ...]:
    """The warnings that running clocks have come to after `since` and by `now`, the highest of each; due first on top.

    Without `since`: of every running clock that has come to any.
    """
    with store.reading() as session:
        columns = ContactRow.operator, CaseRow.created_by, CaseRow.unit_code, CaseRow.category
        running = select(ClockRow, *columns)
        running = running.outerjoin(ContactRow, ContactRow.linkedid == ClockRow.linkedid)
        running = running.outerjoin(CaseRow, CaseRow.code == ClockRow.case_code)
        running = running.where(ClockRow.stopped_at.is_(None), ClockRow.started_at <= now)
        if since:
            running = running.where(ClockRow.due_at > since)
        standing = standing_of(session)
        warnings = [
            warning(clock, now, since, Concerned(opener or operator, unit, category), standing)
            for clock, operator, opener, unit, category in session.execute(running.order_by(ClockRow.due_at))
        ]
        return tuple(one for one in warnings if one)


def standing_of(session: Session) -> Standing:
    """The city office and the supervisors as they are now."""
    supervisors = (
        select(UserRow.username).where(UserRow.role == "supervisor", UserRow.active).order_by(UserRow.username)
    )
    office = session.scalars(select(UnitRow.code).where(UnitRow.kind == CITY_OFFICE)).first()
    return Standing(office, tuple(session.scalars(supervisors)))


def warning(
    clock: ClockRow, now: datetime, since: datetime | None, concerned: Concerned, standing: Standing
) -> ClockWarning | None:
    """The highest warning this clock has come to in the time asked about."""
    before = warnings_due(clock.started_at, clock.due_at, since) if since else ()
    reached = [percent for percent in warnings_due(clock.started_at, clock.due_at, now) if percent not in before]
    if not reached:
        return None
    tell = who_is_told(clock.name, concerned.category)
    return ClockWarning(
        name=clock.name,
        percent=max(reached),
        started_at=clock.started_at,
        due_at=clock.due_at,
        linkedid=clock.linkedid,
        code=clock.case_code,
        username=concerned.username,
        unit=standing.office if "city_office" in tell else concerned.unit,
        tell=tell,
        supervisors=standing.supervisors if "supervisor" in tell else (),
    )
