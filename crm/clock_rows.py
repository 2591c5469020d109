"""Clocks as rows: started, stopped and taken over inside the transaction of the step that does it. Never deleted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.case import Category
from crm.clock_plan import INTAKE, running, same_term, start_of, stop_of
from crm.tables import CaseRow, ClockRow, ContactRow
from crm.terms import due_at
from crm.working_time import WorkingTime


def new_clock(name: str, category: Category | None, start: datetime) -> ClockRow:
    """A clock that runs from `start`, owned by nobody yet."""
    term = due_at(name, category, start, WorkingTime.default())
    return ClockRow(name=name, started_at=start, due_at=term.due_at, counting=term.counting, source=term.source)


def stop(clock: ClockRow, by: str, now: datetime) -> None:
    """End a clock. One that has ended stays as it is."""
    if clock.stopped_at is None:
        clock.stopped_at, clock.stopped_by = now, by


def keep_intake(contact: ContactRow) -> None:
    """The 60 minutes of Điều 7.3, from the moment 1022 answered, for a caller who reached the queue or left a wish.

    Until the contact is settled the clock follows what becomes known of that moment.
    """
    task = contact.queued_at is not None or contact.callback_wanted
    if contact.settled_at is not None or contact.answered_at is None or not task:
        return
    if contact.clock is None:
        contact.clock = new_clock(INTAKE, None, contact.answered_at)
    elif contact.clock.started_at != contact.answered_at:
        moved = new_clock(INTAKE, None, contact.answered_at)
        contact.clock.started_at, contact.clock.due_at = moved.started_at, moved.due_at


def take_over(case: CaseRow, contact: ContactRow) -> None:
    """The contact's first case takes over its running clock; a later case, or one of a closed contact, gets its own."""
    if contact.clock is None:
        contact.clock = new_clock(INTAKE, None, case.received_at)
    if contact.clock.stopped_at is None and contact.clock.case_code is None:
        contact.clock.case_code = case.code


def turn_clocks(session: Session, case: CaseRow, was: Category, events: Sequence[str], now: datetime) -> None:
    """After a step: stop the case's clocks that no longer run, start those that do now.

    `was` is the category before the step: a clock that has another term in the new one starts anew.
    """
    wanted = running(case.state, case.category)
    going_on = set()
    session.flush()
    for clock in session.scalars(
        select(ClockRow).where(ClockRow.case_code == case.code, ClockRow.stopped_at.is_(None))
    ):
        if clock.name in wanted and same_term(clock.name, was, case.category):
            going_on.add(clock.name)
        else:
            stop(clock, stop_of(clock.name, was, events), now)
    session.flush()  # a clock that starts anew must not meet its open namesake
    for name in wanted:
        if name not in going_on:
            clock = new_clock(name, case.category, start_of(name, case.category, case.received_at, now))
            clock.case_code = case.code
            session.add(clock)
