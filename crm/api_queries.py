"""Cases as the API's clients may see them: their own with what was reported, others' with nothing personal.

The reporter's name, number and addresses are in neither: who sent them knows them. Others' cases show no text that
anybody wrote, and a confidential one (yêu cầu bảo mật) is not there for others at all (Điều 9.2, 10).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from crm.attachments.rows import attachments_of
from crm.case import CaseState, CaseStep, Category, SocialField
from crm.errors import NotFound
from crm.row_views import clock_view, unit_view
from crm.store import Store
from crm.tables import CaseRow, HistoryRow
from crm.views import AttachmentView, ClockView, UnitView

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)

# Steps that everybody may follow (Điều 9.2); what 1022 does with its own papers is none of them.
PUBLIC_STEPS: Final = frozenset(CaseStep) - {
    *(CaseStep.EDIT, CaseStep.PROGRESS_NOTE, CaseStep.NOTIFY, CaseStep.JOIN_INCIDENT, CaseStep.LEAVE_INCIDENT),
    *(CaseStep.ATTACH, CaseStep.REMOVE_ATTACHMENT),
}
# Steps whose words the regulation wants the reporter told: 4.7, 8.1, 8.2e, 8.3, 8.5a.
TOLD_STEPS: Final = frozenset(
    {
        *(CaseStep.RESOLVE, CaseStep.REPORT_FALSE, CaseStep.EXPECT, CaseStep.EXTEND, CaseStep.CONSULT),
        *(CaseStep.REFUSE, CaseStep.WITHDRAW),
    }
)


Matter = tuple[Category, str | None]  # a category and its topic; None: those without one


class Cursor(NamedTuple):
    """The last case of a page: the next one goes on after it."""

    received_at: datetime
    code: str


@dataclass(frozen=True)
class ListCases:
    """Which cases, the newest receipt first. Several values of one kind: any of them; an empty one: all."""

    actor: str  # the client that asks
    everybodys: bool = False  # also others', as long as they are not confidential
    codes: Sequence[str] = ()
    states: Sequence[CaseState] = ()
    categories: Sequence[Category] = ()
    topics: Sequence[str] = ()
    matters: Sequence[Matter] = ()
    wards: Sequence[str] = ()
    units: Sequence[str] = ()
    received_from: datetime | None = None
    received_to: datetime | None = None  # itself included
    updated_since: datetime | None = None
    after: Cursor | None = None
    limit: int = 50


@dataclass(frozen=True)
class TimelineEvent:
    """One step, without who took it. `note` is what the reporter is told by it; empty for others."""

    at: datetime
    step: CaseStep
    state: CaseState  # afterwards
    article: str
    unit: str | None  # code of the unit that got the case by it
    note: str


@dataclass(frozen=True)
class ApiCase:
    """A case as a client may see it; content, place, notes and attachments are empty when it is not its own."""

    code: str
    version: int
    own: bool
    state: CaseState
    category: Category
    topic: str | None
    social_field: SocialField | None
    ward: str | None
    unit: UnitView | None
    received_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    expected_at: datetime | None
    committed_at: datetime | None
    duplicate_of: str | None
    clocks: tuple[ClockView, ...]
    content: str
    place: str
    confidential: bool
    timeline: tuple[TimelineEvent, ...] = ()
    attachments: tuple[AttachmentView, ...] = ()


@dataclass(frozen=True)
class CasePage:
    """Cases without their timelines, and where the next page begins, if there is one."""

    cases: tuple[ApiCase, ...]
    next: Cursor | None


def list_cases(question: ListCases, store: Store, now: datetime) -> CasePage:
    """One page, found by an index of the order of receipt."""
    with store.reading() as session:
        rows: list[CaseRow] = []
        for query in pages_of(question):
            rows += session.scalars(query.limit(question.limit + 1 - len(rows)))
        page = rows[: question.limit]
        updated = last_steps(session, [row.code for row in page])
        cases = tuple(api_case(row, updated[row.code], question.actor, now) for row in page)
        more = len(rows) > len(page)
        return CasePage(cases, Cursor(page[-1].received_at, page[-1].code) if more else None)


def find_case(code: str, actor: str, store: Store, now: datetime, *, everybodys: bool = False) -> ApiCase:
    """One case with its timeline. Raises `NotFound`, also for one this client may not see."""
    with store.reading() as session:
        return case_of(session, code, actor, now, everybodys=everybodys)


def case_of(session: Session, code: str, actor: str, now: datetime, *, everybodys: bool = False) -> ApiCase:
    query = with_parts().where(CaseRow.code == code, visible(actor, everybodys=everybodys))
    whole = query.options(selectinload(CaseRow.history)).execution_options(populate_existing=True)
    row = session.scalars(whole).one_or_none()
    if row is None:
        raise NotFound("phản ánh", code)
    files = attachments_of(session, code) if row.created_by == actor else ()
    return api_case(row, row.history[-1].at, actor, now, row.history, files)


def pages_of(question: ListCases) -> Iterator[Select[CaseRow]]:
    """The cases in question: one query, or one after the other.

    What was received since a moment was stepped on since; only the older ones are looked for by their steps.
    """
    which = visible(question.actor, everybodys=question.everybodys), *conditions(question)
    ordered = with_parts().where(*which).order_by(CaseRow.received_at.desc(), CaseRow.code.desc())
    since = question.updated_since
    if since is None:
        yield ordered
        return
    yield ordered.where(CaseRow.received_at >= since)
    stepped_on = select(HistoryRow.case_code).where(HistoryRow.at >= since)
    yield ordered.where(CaseRow.received_at < since, CaseRow.code.in_(stepped_on))


def with_parts() -> Select[CaseRow]:
    return select(CaseRow).options(joinedload(CaseRow.unit), selectinload(CaseRow.clocks))


def visible(actor: str, *, everybodys: bool) -> ColumnElement[bool]:
    """Whether the client may see the case at all."""
    own = CaseRow.created_by == actor
    return or_(own, CaseRow.confidential.is_(False)) if everybodys else own


def conditions(question: ListCases) -> Iterable[ColumnElement[bool]]:
    """The filters, and the place of the cursor in the order."""
    named = (
        (CaseRow.code, question.codes),
        (CaseRow.state, question.states),
        (CaseRow.category, question.categories),
        (CaseRow.topic, question.topics),
        (CaseRow.ward, question.wards),
        (CaseRow.unit_code, question.units),
    )
    yield from (column.in_(values) for column, values in named if values)
    if question.matters:
        pairs = ((CaseRow.category == category, CaseRow.topic == topic) for category, topic in question.matters)
        yield or_(*(and_(*pair) for pair in pairs))
    if question.received_from is not None:
        yield CaseRow.received_at >= question.received_from
    if question.received_to is not None:
        yield CaseRow.received_at <= question.received_to
    if question.after is not None:
        place = CaseRow.received_at, CaseRow.code
        yield tuple_(*place) < tuple_(*question.after, types=[column.type for column in place])


def last_steps(session: Session, codes: Sequence[str]) -> Mapping[str, datetime]:
    """When each case was last stepped on."""
    last = select(HistoryRow.case_code, func.max(HistoryRow.at)).where(HistoryRow.case_code.in_(codes))
    return dict(session.execute(last.group_by(HistoryRow.case_code)).all())


def api_case(
    row: CaseRow,
    updated_at: datetime,
    actor: str,
    now: datetime,
    history: Sequence[HistoryRow] = (),
    files: tuple[AttachmentView, ...] = (),
) -> ApiCase:
    """The row as this client may see it; its `clocks` and `unit` are loaded."""
    own = row.created_by == actor
    return ApiCase(
        code=row.code,
        version=row.version,
        own=own,
        state=row.state,
        category=row.category,
        topic=row.topic,
        social_field=row.social_field,
        ward=row.ward,
        unit=unit_view(row.unit) if row.unit else None,
        received_at=row.received_at,
        updated_at=updated_at,
        closed_at=row.closed_at,
        expected_at=row.expected_at,
        committed_at=row.committed_at,
        duplicate_of=row.duplicate_of if own else None,
        clocks=tuple(clock_view(clock, now) for clock in row.clocks),
        content=row.content if own else "",
        place=row.place if own else "",
        confidential=row.confidential,
        timeline=tuple(event_of(step, own=own) for step in history if step.step in PUBLIC_STEPS),
        attachments=files,
    )


def event_of(step: HistoryRow, *, own: bool) -> TimelineEvent:
    note = step.why if own and step.step in TOLD_STEPS else ""
    unit = step.changes.get("unit_code", (None, None))[1] or None
    return TimelineEvent(step.at, step.step, step.to_state, step.article, unit, note)


def written(cursor: Cursor) -> str:
    """The cursor as one word of an address."""
    return f"{(cursor.received_at - EPOCH) // MICROSECOND}-{cursor.code}"


def read_cursor(word: str) -> Cursor:
    """The cursor in the word `written` made: digits, a dash, a case code."""
    moment, _, code = word.partition("-")
    return Cursor(EPOCH + int(moment) * MICROSECOND, code)
