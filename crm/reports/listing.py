"""The cases behind a printed number: the same condition that counted them, listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from crm.case import CaseState, Category, SocialField
from crm.reports.conditions import Counted, deadline, is_counted, outcome_at
from crm.reports.figures import Outcome
from crm.reports.period import Period
from crm.store import Store
from crm.tables import CaseRow

PAGE: Final = 50


@dataclass(frozen=True)
class ReportedCase:
    """A case as the report sees it: what it counts as then, and the term it is judged by. Nothing of the reporter."""

    code: str
    received_at: datetime
    category: Category
    social_field: SocialField | None
    topic: str | None
    ward: str | None
    place: str
    content: str
    unit: str | None
    state: CaseState  # as it is now
    outcome: Outcome
    due_at: datetime | None
    ended_at: datetime | None


def count_of(store: Store, counted: Counted, period: Period) -> int:
    """How many cases a number counts, asked alone. Raises `NotFound`."""
    with store.reading() as session:
        return session.scalars(select(func.count()).where(is_counted(counted, period))).one()


def cases_of(store: Store, counted: Counted, period: Period, *, page: int = 1) -> tuple[ReportedCase, ...]:
    """One page of the cases a number counts, newest first. Raises `NotFound`."""
    with store.reading() as session:
        order = CaseRow.received_at.desc(), CaseRow.code.desc()
        codes = select(CaseRow.code).where(is_counted(counted, period)).order_by(*order)  # reads the index alone
        wanted = session.scalars(codes.limit(PAGE).offset((page - 1) * PAGE)).all()
        return tuple(_cases(session, wanted, period))


def all_cases_of(store: Store, counted: Counted, period: Period) -> Iterator[ReportedCase]:
    """Every case a number counts, oldest first, a thousand at a time. Raises `NotFound`."""
    with store.reading() as session:
        query = _seen(period).where(is_counted(counted, period)).order_by(CaseRow.received_at, CaseRow.code)
        for row in session.execute(query.execution_options(yield_per=1000)):
            yield _case(row)


def _cases(session: Session, codes: Sequence[str], period: Period) -> Iterator[ReportedCase]:
    found = {row.code: _case(row) for row in session.execute(_seen(period).where(CaseRow.code.in_(codes)))}
    return (found[code] for code in codes)


def _seen(period: Period) -> Select[*tuple[object, ...]]:
    """The columns of `ReportedCase`."""
    return select(
        CaseRow.code,
        CaseRow.received_at,
        CaseRow.category,
        CaseRow.social_field,
        CaseRow.topic,
        CaseRow.ward,
        CaseRow.place,
        CaseRow.content,
        CaseRow.unit_code.label("unit"),
        CaseRow.state,
        outcome_at(period.seen_at).label("outcome"),
        deadline(period.seen_at).label("due_at"),
        CaseRow.ended_at,
    )


def _case(row: SqlRow[*tuple[object, ...]]) -> ReportedCase:
    values = dict(row._mapping)
    return ReportedCase(**values | {"outcome": Outcome(values["outcome"])})
