"""The index kept true: each command writes a case's tokens in its own transaction, so that no search is ever behind."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.search import postgres, sqlite
from crm.search.plan import Condition, Span
from crm.search.rows import Entry, Found
from crm.search.tables import TranscriptRow
from crm.search.tokens import place_in_line, tokens_of
from crm.views import CaseView


class Make(Protocol):
    def __call__(self, place: int, code: str, tokens: list[str]) -> Entry: ...


class Put(Protocol):
    def __call__(self, session: Session, entries: list[Entry]) -> None: ...


class Find(Protocol):
    def __call__(
        self,
        session: Session,
        condition: Condition,
        span: Span,
        limit: int,
        late: datetime | None,
        *,
        newest_first: bool,
    ) -> list[Found]: ...


class FirstFulfilled(Protocol):
    def __call__(self, session: Session, conditions: Sequence[Condition], places: Sequence[int]) -> dict[int, int]: ...


ENTRY: Final[dict[str, Make]] = {"sqlite": sqlite.entry, "postgresql": postgres.entry}
PUT: Final[dict[str, Put]] = {"sqlite": sqlite.put, "postgresql": postgres.put}
FIND: Final[dict[str, Find]] = {"sqlite": sqlite.find, "postgresql": postgres.find}
FIRST_FULFILLED: Final[dict[str, FirstFulfilled]] = {
    "sqlite": sqlite.first_fulfilled,
    "postgresql": postgres.first_fulfilled,
}


def put_case(session: Session, case: CaseView) -> None:
    """The case is found by what it is now."""
    linkedids = [contact.linkedid for contact in case.contacts]
    heard = (
        session.scalars(select(TranscriptRow.text).where(TranscriptRow.linkedid.in_(linkedids))) if linkedids else ()
    )
    dialect = session.get_bind().dialect.name
    PUT[dialect](session, [entry_of(case, list(heard), dialect)])


def entry_of(case: CaseView, transcripts: Sequence[str], dialect: str) -> Entry:
    """The case as the index of this kind of database takes it."""
    return ENTRY[dialect](place_in_line(case.received_at, case.code), case.code, tokens_of(case, transcripts))


def find_places(
    session: Session,
    condition: Condition,
    span: Span,
    limit: int,
    late: datetime | None = None,
    *,
    newest_first: bool = True,
) -> list[Found]:
    """The first cases that fulfil the condition, in the order of receipt; `late`: only those over a term then."""
    find = FIND[session.get_bind().dialect.name]
    return find(session, condition, span, limit, late, newest_first=newest_first)


def first_fulfilled(session: Session, conditions: Sequence[Condition], places: Sequence[int]) -> dict[int, int]:
    """Of the cases in these places of the index: which condition is the first that each fulfils."""
    return FIRST_FULFILLED[session.get_bind().dialect.name](session, conditions, places)
