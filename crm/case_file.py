"""The parts every command on a case shares: its number, its row held for the step, its history, the whole picture."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from crm.case import CaseStep, Category, next_state
from crm.case_code import make
from crm.clock_rows import turn_clocks
from crm.errors import NotFound, StaleCase
from crm.row_views import case_view
from crm.store import insert_missing
from crm.tables import CaseCounterRow, CaseRow, ContactRow, HistoryRow, ReporterRow
from crm.views import CaseView
from crm.working_time import local_day


@dataclass(frozen=True)
class Step:
    """A step as the history keeps it. `events` are the words of the clock table (`stops_at`) that happen with it."""

    kind: CaseStep
    actor: str
    why: str
    article: str
    events: tuple[str, ...]
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)


def hold_numbers(session: Session, now: datetime) -> int:
    """Take the right to give out this year's next number; everybody else waits until the transaction ends."""
    year = local_day(now).year
    insert_missing(session, CaseCounterRow, year=year)
    session.execute(select(CaseCounterRow).where(CaseCounterRow.year == year).with_for_update())
    return year


def next_code(session: Session, year: int) -> str:
    """The next case code of the year. A transaction that fails gives its number back: none is lost or given twice."""
    counted = update(CaseCounterRow).where(CaseCounterRow.year == year).values(last=CaseCounterRow.last + 1)
    return make(year, session.scalars(counted.returning(CaseCounterRow.last)).one())


def hold_case(session: Session, code: str, version: int, now: datetime) -> CaseRow:
    """The case, held until the transaction ends. `StaleCase`, with the case as it is, when it is at another version."""
    case = session.get(CaseRow, code, with_for_update=True)
    if case is None:
        raise NotFound("phản ánh", code)
    if case.version != version:
        raise StaleCase(whole_case(session, code, now))
    return case


def whole_case(session: Session, code: str, now: datetime) -> CaseView:
    """Everything about a case, in a handful of queries however long its history is. Raises `NotFound`."""
    session.flush()
    query = (
        select(CaseRow)
        .where(CaseRow.code == code)
        .options(
            joinedload(CaseRow.unit),
            selectinload(CaseRow.clocks),
            selectinload(CaseRow.contacts).joinedload(ContactRow.clock),
            selectinload(CaseRow.history).joinedload(HistoryRow.user),
        )
        .execution_options(populate_existing=True)
    )
    case = session.scalars(query).one_or_none()
    if case is None:
        raise NotFound("phản ánh", code)
    return case_view(case, now)


def take_step(session: Session, case: CaseRow, step: Step, now: datetime, was: Category | None = None) -> CaseView:
    """Move the case along `TRANSITIONS`, write the history, turn the clocks. Raises `ImpossibleStep`.

    `was` is the category before the step, when it changed.
    """
    before = None if step.kind is CaseStep.OPEN else case.state
    case.state = next_state(before, step.kind)
    if before is not None:
        case.version += 1
    session.add(
        HistoryRow(
            case_code=case.code,
            at=now,
            actor=step.actor,
            step=step.kind,
            from_state=before,
            to_state=case.state,
            why=step.why,
            article=step.article,
            changes=step.changes,
        )
    )
    turn_clocks(session, case, was or case.category, step.events, now)
    return whole_case(session, case.code, now)


def reporter_id(session: Session, case: CaseRow) -> int | None:
    """The person behind the case's phone: found or made by the number; what was said now wins over what was before."""
    if not case.reporter_phone:
        return None
    insert_missing(session, ReporterRow, phone=case.reporter_phone)
    held = select(ReporterRow).where(ReporterRow.phone == case.reporter_phone).with_for_update()
    reporter = session.scalars(held).one()
    reporter.name = case.reporter_name or reporter.name
    reporter.address = case.reporter_address or reporter.address
    reporter.email = case.reporter_email or reporter.email
    return reporter.id
