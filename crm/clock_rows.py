"""Clocks as rows: started, stopped and taken over inside the transaction of the step that does it. Never deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm.case import CaseState, Category
from crm.clock_plan import INTAKE, begins, ended_by, running, same_term, start_of
from crm.office_calendar import working_time
from crm.tables import CaseRow, ClockRow, ContactRow
from crm.terms import due_at
from crm.working_time import WorkingTime

FORWARD_ON: Final = "forward_on"
KEPT: Final = "sub_unit_assigned"  # the event by which a unit keeps a matter


@dataclass(frozen=True)
class Turn:
    """What a step means for the clocks: where it came from, the words of the clock table that happen with it, and the
    clock whose end it sets: to a moment that the unit promises (8.1c, 8.2e), or because others are asked (8.3)."""

    before: CaseState | None
    was: Category  # the category before the step
    events: tuple[str, ...]
    sets: str | None = None
    promised: datetime | None = None
    consult: bool = False


def new_clock(
    name: str, category: Category | None, start: datetime, calendar: WorkingTime, turn: Turn | None = None
) -> ClockRow:
    """A clock that runs from `start`, owned by nobody yet."""
    set_now = turn is not None and turn.sets == name
    consult = bool(turn and set_now and turn.consult)
    term = due_at(name, category, start, calendar, consult=consult)
    due = (turn.promised if turn and set_now else None) or term.due_at
    return ClockRow(name=name, started_at=start, due_at=due, counting=term.counting, source=term.source)


def stop(clock: ClockRow, by: str, now: datetime) -> None:
    """End a clock. One that has ended stays as it is."""
    if clock.stopped_at is None:
        clock.stopped_at, clock.stopped_by = now, by


def keep_intake(session: Session, contact: ContactRow) -> None:
    """The 60 minutes of Điều 7.3, from the moment 1022 answered, for a caller who reached the queue or left a wish.

    Until the contact is settled the clock follows what becomes known of that moment.
    """
    task = contact.queued_at is not None or contact.callback_wanted
    if contact.settled_at is not None or contact.answered_at is None or not task:
        return
    if contact.clock is None:
        contact.clock = new_clock(INTAKE, None, contact.answered_at, working_time(session))
    elif contact.clock.started_at != contact.answered_at:
        moved = new_clock(INTAKE, None, contact.answered_at, working_time(session))
        contact.clock.started_at, contact.clock.due_at = moved.started_at, moved.due_at


def take_over(session: Session, case: CaseRow, contact: ContactRow) -> None:
    """The contact's first case takes over its running clock; a later case, or one of a closed contact, gets its own."""
    if contact.clock is None:
        contact.clock = new_clock(INTAKE, None, case.received_at, working_time(session))
    if contact.clock.stopped_at is None and contact.clock.case_code is None:
        contact.clock.case_code = case.code


def turn_clocks(session: Session, case: CaseRow, turn: Turn, now: datetime) -> None:
    """After a step: stop the case's clocks that no longer run, start those that do now."""
    session.flush()
    begun = turned(open_clocks(session, case.code), case, turn, working_time(session), now)
    session.flush()  # a clock that starts anew must not meet its open namesake
    session.add_all(begun)


def turned(
    running_before: Iterable[ClockRow], case: CaseRow, turn: Turn, calendar: WorkingTime, now: datetime
) -> list[ClockRow]:
    """The clocks that a step starts; those it ends, of the ones that ran before, are stopped.

    A clock that has another term in the new category starts anew, and so does one whose end the step sets.
    """
    wanted = running(case.state, case.category)
    going_on = set()
    for clock in running_before:
        end = ended_by(clock.name, turn.was, turn.events)
        if end is None and clock.name in wanted and same_term(clock.name, turn.was, case.category):
            going_on.add(clock.name)
        else:
            stop(clock, end or turn.events[-1], now)
    begun = []
    for name in wanted:
        if name not in going_on and starts(name, case, turn):
            start = start_of(name, case.category, case.state, case.received_at, now)
            clock = new_clock(name, case.category, start, calendar, turn)
            clock.case_code = case.code
            begun.append(clock)
    return begun


def starts(name: str, case: CaseRow, turn: Turn) -> bool:
    """Whether the step starts this clock, which does not run."""
    classified_anew = turn.was is not case.category
    return turn.sets == name or classified_anew or begins(name, case.category, turn.before, case.state, turn.events)


def reopen(session: Session, case: CaseRow, stopped_by: str, *which: ColumnElement[bool]) -> None:
    """Let clocks that ended by this event run on as if it had not happened."""
    for clock in session.scalars(
        select(ClockRow).where(ClockRow.case_code == case.code, ClockRow.stopped_by == stopped_by, *which)
    ):
        clock.stopped_at = clock.stopped_by = None
    session.flush()


def check_on_site(session: Session, case: CaseRow) -> None:
    """Điều 8.2f: 2 working days to pass a matter on instead of 1, when it is checked on site."""
    for clock in open_clocks(session, case.code):
        if clock.name == FORWARD_ON:
            term = due_at(FORWARD_ON, case.category, clock.started_at, working_time(session), site_check=True)
            clock.due_at = term.due_at


def judge_passing_on(session: Session, case: CaseRow, site_check: bool) -> None:
    """A matter that its unit passed to a sub-unit and does not keep after all: its day to pass it on never ended."""
    reopen(session, case, KEPT, ClockRow.name == FORWARD_ON)
    if site_check:
        check_on_site(session, case)


def open_clocks(session: Session, code: str) -> Sequence[ClockRow]:
    """The clocks of a case that run."""
    return session.scalars(select(ClockRow).where(ClockRow.case_code == code, ClockRow.stopped_at.is_(None))).all()
