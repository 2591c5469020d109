"""What the service asks of its store, as it asks it: each operation one call, and the keys it is called with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import text

from bench.cities import UNTIL
from bench.keys import Keys
from bench.questions import KINDS, Question
from crm.contacts import record_contact
from crm.counts import work_counts
from crm.desk import open_case
from crm.duplicate_search import duplicate_proposals
from crm.duplicates import Matter
from crm.messages import ContactFacts, ContactState, OpenCase, RoutingQuestion, TicketFields
from crm.queries import caller, propose_unit
from crm.reports.monthly import monthly_report
from crm.reports.period import last_closing, month_to
from crm.search.find import search_cases
from crm.store import Store
from crm.unit_queries import unit_inbox
from crm.working_time import local_day

OPERATOR: Final = "bench"
NOW: Final = UNTIL + timedelta(minutes=1)  # when everything is asked
ANSWERED: Final = UNTIL - timedelta(minutes=2)
TARGET: Final = 30.0  # milliseconds
SEARCH_TARGET: Final = 150.0
REPORT_TARGET: Final = 3_000.0
REPORTS: Final = 5  # show what one costs: each does the same
PERIOD: Final = month_to(last_closing(local_day(UNTIL)), NOW)
SELECT: Final = "bare select"
INSERT: Final = "bare insert"


@dataclass(frozen=True)
class Operation:
    """`call` with the store, once for each key. Its p99 is to stay below `target`; `bare` is what it is read beside."""

    name: str
    target: float
    bare: str
    call: Callable[[Store, Any], object]
    keys: Callable[[Store, Keys], Sequence[Any]]


def look_up(store: Store, phone: str) -> object:
    """The screen pop's history of the caller."""
    return caller(store, phone, NOW)


def look_for_duplicates(store: Store, matter: Matter) -> object:
    """Asked again and again while the operator types."""
    return duplicate_proposals(store, matter, NOW)


def look_for_unit(store: Store, fields: TicketFields) -> object:
    """The unit a matter goes to, why, and why not to the others."""
    assert fields.category  # a case has one
    return propose_unit(store, RoutingQuestion(fields.category, fields.topic, fields.ward, fields.content), NOW)


def save(store: Store, command: OpenCase) -> object:
    """The ticket saved for the first time: case, history, clocks, reporter, and what the search finds it by."""
    return open_case(command, store, NOW)


def look_into_inbox(store: Store, unit: str) -> object:
    return unit_inbox(store, unit, NOW)


def count_work(store: Store, _: object) -> object:
    return work_counts(store, NOW)


def search(store: Store, question: Question) -> object:
    return search_cases(question.search, question.viewer, store, NOW)


def report(store: Store, _: object) -> object:
    """Biểu mẫu 01 with its cumulative numbers: every case there is, counted."""
    return monthly_report(store, PERIOD)


def select_one(store: Store, code: str) -> object:
    """One row by its primary key, through the same engine."""
    with store.engine.connect() as connection:
        return connection.execute(text("SELECT version FROM cases WHERE code = :code"), {"code": code}).one()


def insert_one(store: Store, name: str) -> None:
    """One row of two short words, committed."""
    with store.engine.begin() as connection:
        connection.execute(text("INSERT INTO bookmarks (name, value) VALUES (:name, '')"), {"name": name})


def calls_to_save(store: Store, keys: Keys) -> list[OpenCase]:
    """Calls that an operator talks in, one for each ticket that is to be saved."""
    return [OpenCase(fields, OPERATOR, a_call(store, fields), uuid4().hex) for fields in keys.tickets]


def a_call(store: Store, fields: TicketFields) -> str:
    """The Linkedid of a call that just came in from the reporter."""
    facts = ContactFacts(
        linkedid=f"{OPERATOR}-{uuid4().hex}",
        state=ContactState.TALKING,
        phone=fields.reporter_phone,
        answered_at=ANSWERED,
        queued_at=ANSWERED,
        connected_at=UNTIL,
        operator=OPERATOR,
    )
    return record_contact(facts, store, UNTIL).linkedid


def questions(kind: str) -> Callable[[Store, Keys], Sequence[Question]]:
    return lambda _, keys: keys.questions[kind]


BARE: Final = (
    Operation(SELECT, TARGET, SELECT, select_one, lambda _, keys: keys.codes),
    Operation(INSERT, TARGET, INSERT, insert_one, lambda _, keys: [uuid4().hex for _ in keys.codes]),
)
OPERATIONS: Final = (  # in the order of a call: it rings, the operator types, saves; then others look
    Operation("pop", TARGET, SELECT, look_up, lambda _, keys: keys.phones),
    Operation("duplicates", TARGET, SELECT, look_for_duplicates, lambda _, keys: keys.matters),
    Operation("unit proposed", TARGET, SELECT, look_for_unit, lambda _, keys: keys.tickets),
    Operation("create", TARGET, INSERT, save, calls_to_save),
    Operation("unit inbox", TARGET, SELECT, look_into_inbox, lambda _, keys: keys.units),
    Operation("wallboard", TARGET, SELECT, count_work, lambda _, keys: keys.units),
    *(Operation(f"search: {kind}", SEARCH_TARGET, SELECT, search, questions(kind)) for kind in KINDS),
    Operation("monthly report", REPORT_TARGET, SELECT, report, lambda _, keys: keys.units[:REPORTS]),
)
