"""When the calendar changes, the terms that run end when they would have ended had it been so from their start.

A day declared off moves them back by law (Điều 148.5). Clocks that have stopped stay as they were judged.
"""

from collections.abc import Iterator
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.case import Category
from crm.errors import UnknownTerm
from crm.tables import CaseRow, ClockRow
from crm.terms import Term, due_at
from crm.working_time import WorkingTime


def recount(session: Session, was: WorkingTime, now_is: WorkingTime) -> None:
    """Move the end of every running clock that rests on the clock table; one that a unit promised stays promised."""
    if was == now_is:
        return
    running = select(ClockRow, CaseRow.category).outerjoin(CaseRow, CaseRow.code == ClockRow.case_code)
    for clock, category in session.execute(running.where(ClockRow.stopped_at.is_(None))):
        for before, after in terms(clock, category, was, now_is):
            if before.due_at == clock.due_at:
                clock.due_at, clock.counting, clock.source = after.due_at, after.counting, after.source
                break


def terms(
    clock: ClockRow, category: Category | None, was: WorkingTime, now_is: WorkingTime
) -> Iterator[tuple[Term, Term]]:
    """The clock's end by the old calendar and by the new one, in each circumstance the clock table knows for it."""
    for site_check, consult in product((False, True), repeat=2):
        try:
            yield (
                due_at(clock.name, category, clock.started_at, was, site_check=site_check, consult=consult),
                due_at(clock.name, category, clock.started_at, now_is, site_check=site_check, consult=consult),
            )
        except UnknownTerm:
            continue
