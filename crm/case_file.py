"""The parts every command on a case shares: its number, its row held for the step, its history, the whole picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from crm.attachments.rows import attachments_of
from crm.case import ENDED, CaseState, CaseStep, Category, Way, find_way
from crm.case_code import make
from crm.clock_rows import Turn, turn_clocks
from crm.errors import NotFound, StaleCase
from crm.office_calendar import working_time
from crm.reports.figures import ending_of
from crm.reports.results import keep_end
from crm.row_views import case_view
from crm.search.index import put_case
from crm.store import insert_missing
from crm.tables import CaseCounterRow, CaseRow, ContactRow, HistoryRow, ReporterRow, UnitRow
from crm.units import CITY_OFFICE, city_office
from crm.views import CaseView
from crm.working_time import local_day

Value = str | int | datetime | None


@dataclass(frozen=True)
class Step:
    """A step as somebody takes it. Where it leads, its article and its events stand in `crm.case.LIFE`."""

    kind: CaseStep
    actor: str
    why: str
    fields: Mapping[str, Value] = field(default_factory=dict)  # columns of the case that the step sets
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # what else the history keeps of it
    article: str = ""  # where the table has none: a refusal rests on its reason's
    sets: str | None = None  # the clock whose end this step sets (see `crm.clock_rows.Turn`)
    promised: datetime | None = None
    consult: bool = False


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
    query = case_with_parts().where(CaseRow.code == code).execution_options(populate_existing=True)
    case = session.scalars(query).one_or_none()
    if case is None:
        raise NotFound("phản ánh", code)
    return whole_view(session, case, now)


def as_written(session: Session, code: str, now: datetime) -> CaseView:
    """A whole case after a command: from now on it is found by what it has become. Raises `NotFound`."""
    case = whole_case(session, code, now)
    put_case(session, case)
    return case


def case_with_parts() -> Select[CaseRow]:
    """Cases with all that `whole_view` shows of them."""
    return select(CaseRow).options(
        joinedload(CaseRow.unit),
        selectinload(CaseRow.clocks),
        selectinload(CaseRow.contacts).joinedload(ContactRow.clock),
        selectinload(CaseRow.history).joinedload(HistoryRow.user),
        selectinload(CaseRow.duplicates).load_only(CaseRow.code),
    )


def whole_view(session: Session, case: CaseRow, now: datetime) -> CaseView:
    """A case that was loaded by `case_with_parts`."""
    return replace(
        case_view(case, now, units_of(session, case), working_time(session)),
        attachments=attachments_of(session, case.code),
    )


def units_of(session: Session, case: CaseRow) -> Sequence[UnitRow]:
    """The units that the case's history names, and the city office."""
    named = {step.changes["unit_code"][1] for step in case.history if "unit_code" in step.changes}
    return session.scalars(select(UnitRow).where(or_(UnitRow.code.in_(named), UnitRow.kind == CITY_OFFICE))).all()


def take_step(session: Session, case: CaseRow, step: Step, now: datetime, was: Category | None = None) -> CaseView:
    """Move the case along `crm.case.LIFE`, write the history, turn the clocks. Raises `ImpossibleStep`.

    `was` is the category before the step, when it changed.
    """
    before = None if step.kind is CaseStep.OPEN else case.state
    way = find_way(before, step.kind, case.category, at_city_office=at_city_office(session, case))
    record(session, case, step, way, way.to or case.state, now)
    turn = Turn(before, was or case.category, way.events, step.sets, step.promised, step.consult)
    turn_clocks(session, case, turn, now)
    return as_written(session, case.code, now)


def record(session: Session, case: CaseRow, step: Step, way: Way, to_state: CaseState, now: datetime) -> None:
    """The step in the case's history, and the case in the state, version and fields it has by it."""
    ended_before = ending_of(case.state, case.duplicate_of)
    session.add(written(case, step, way, to_state, now))
    keep_end(session, case, ended_before, now)


def written(case: CaseRow, step: Step, way: Way, to_state: CaseState, now: datetime) -> HistoryRow:
    """The line of the history; the case is left in the state, version and fields it has by the step."""
    before = None if step.kind is CaseStep.OPEN else case.state
    changes = {name: (as_text(getattr(case, name)), as_text(value)) for name, value in step.fields.items()}
    for name, value in step.fields.items():
        setattr(case, name, value)
    case.state = to_state
    case.closed_at = now if to_state in ENDED else None
    if before is not None:
        case.version += 1
    return HistoryRow(
        case_code=case.code,
        at=now,
        actor=step.actor,
        step=step.kind,
        from_state=before,
        to_state=to_state,
        why=step.why,
        article=way.article or step.article,
        changes={**step.changes, **changes},
    )


def as_text(value: Value) -> str:
    """A field's value in the history: a moment as ISO 8601, "" for none."""
    return value.isoformat() if isinstance(value, datetime) else str(value or "")


def at_city_office(session: Session, case: CaseRow) -> bool:
    """Whether the city office has the case as its unit: only a directive comes so far (7.2)."""
    return case.category is Category.DIRECTIVE and case.unit_code == city_office(session).code


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
