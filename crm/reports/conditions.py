"""The figures as SQL: the one definition that counts, lists and marks a case's end. Rests on moments recorded only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true
from sqlalchemy import case as sql_case
from sqlalchemy.orm import InstrumentedAttribute

from crm.reports.figures import Ending, Outcome, Scope, deadline_clocks, endings, find_figure, find_line
from crm.reports.period import Period
from crm.tables import CaseRow, ClockRow

NONE: Final = "none"  # as unit or ward of `Counted`: cases that have none (yet)
Moment = datetime | ColumnElement[datetime] | InstrumentedAttribute[datetime | None]


@dataclass(frozen=True)
class Counted:
    """Which cases a printed number counts. Of `unit` and `ward`, `None` is any and `NONE` those without."""

    figure: str
    scope: Scope
    line: str | None = None
    unit: str | None = None
    ward: str | None = None


def is_counted(counted: Counted, period: Period) -> ColumnElement[bool]:
    """Whether a case is one of them. Raises `NotFound` for a figure or line that does not exist."""
    outcomes = [outcome for outcome in Outcome if outcome in find_figure(counted.figure).counts]
    conditions = [
        is_received(period),
        is_in(counted.scope, period),
        or_(*(counts_as(outcome, period.seen_at) for outcome in outcomes)),
    ]
    if counted.line:
        conditions.append(is_of_line(counted.line))
    if counted.unit:
        conditions.append(CaseRow.unit_code.is_(None) if counted.unit == NONE else CaseRow.unit_code == counted.unit)
    if counted.ward:
        conditions.append(CaseRow.ward.is_(None) if counted.ward == NONE else CaseRow.ward == counted.ward)
    return and_(*conditions)


def is_received(period: Period) -> ColumnElement[bool]:
    """Whether it had been received when the report looks: what no report counts otherwise."""
    return CaseRow.received_at <= period.seen_at


def is_in(scope: Scope, period: Period) -> ColumnElement[bool]:
    """Whether the scope has it, of the cases received by then."""
    return true() if scope is Scope.CUMULATIVE else CaseRow.received_at > period.begins


def counts_as(outcome: Outcome, at: datetime) -> ColumnElement[bool]:
    """Whether a case counts as this at that moment."""
    match outcome:
        case Outcome.COMPLETED_ON_TIME:
            return and_(ended_as(Ending.COMPLETED, at), CaseRow.ended_late.is_(False))
        case Outcome.COMPLETED_LATE:
            return and_(ended_as(Ending.COMPLETED, at), CaseRow.ended_late.is_(True))
        case Outcome.IN_PROGRESS_IN_TIME:
            return and_(goes_on(at), ~is_overdue(at))
        case Outcome.IN_PROGRESS_OVERDUE:
            return and_(goes_on(at), is_overdue(at))
        case Outcome.REFUSED:
            return ended_as(Ending.REFUSED, at)
        case Outcome.WITHDRAWN:
            return ended_as(Ending.WITHDRAWN, at)
        case Outcome.DUPLICATE:
            return ended_as(Ending.DUPLICATE, at)
    assert_never(outcome)


def outcome_at(at: datetime) -> ColumnElement[str]:
    """What a case counts as, as a word."""
    return sql_case(*((counts_as(outcome, at), literal(outcome.value)) for outcome in Outcome))


def ended_as(ending: Ending, at: datetime) -> ColumnElement[bool]:
    """Whether it had ended so by then."""
    by_then = CaseRow.ended_at <= at
    if ending is Ending.DUPLICATE:
        return and_(by_then, CaseRow.duplicate_of.is_not(None))
    states = [state for state, ended in endings().items() if ended is ending]
    return and_(by_then, CaseRow.duplicate_of.is_(None), CaseRow.state.in_(states))


def goes_on(at: datetime) -> ColumnElement[bool]:
    """Whether it had not ended by then."""
    return or_(CaseRow.ended_at.is_(None), CaseRow.ended_at > at)


def is_overdue(at: Moment) -> ColumnElement[bool]:
    """Whether a clock of the matter ran up to that moment and was past its end. The last moment is still in time."""
    return exists(deadlines(at).where(ClockRow.due_at < at))


def deadline(at: datetime) -> ColumnElement[datetime]:
    """The first end of the clocks that ran when the report looks, or when the case ended before; NULL without any."""
    then = sql_case((CaseRow.ended_at <= at, CaseRow.ended_at), else_=at)
    return deadlines(then).with_only_columns(func.min(ClockRow.due_at)).scalar_subquery()


def deadlines(at: Moment) -> Select[int]:
    """The clocks of the matter that ran up to that moment; one that ended at the very moment is among them."""
    return (
        select(ClockRow.id)
        .where(
            ClockRow.case_code == CaseRow.code,
            ClockRow.name.in_(deadline_clocks()),
            ClockRow.started_at <= at,
            or_(ClockRow.stopped_at.is_(None), ClockRow.stopped_at >= at),
        )
        .correlate(CaseRow)
    )


def is_of_line(key: str) -> ColumnElement[bool]:
    """Whether it falls under this line of section 2. Raises `NotFound`."""
    line = find_line(key)
    field = CaseRow.social_field
    return and_(CaseRow.category == line.category, field == line.social_field if line.social_field else field.is_(None))
