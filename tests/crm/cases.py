"""Calls and cases as the tests need them, in a line each."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import event

from crm.case import Category
from crm.contacts import record_contact
from crm.desk import open_case
from crm.messages import ContactFacts, ContactState, OpenCase, TicketFields
from crm.store import Store
from crm.views import CaseView, ClockView, ContactView
from tests.crm.moments import local

ANSWERED: Final = local("2026-11-25 09:00")  # a Wednesday
CALL: Final = "1795572000.17"
PHONE: Final = "+84912345678"
WATER: Final = TicketFields(
    content="Mất nước từ sáng",
    category=Category.INFRASTRUCTURE,
    topic="water_supply",
    reporter_name="Nguyễn Thị Ngọc Ước",
)


def minutes(count: float) -> datetime:
    """So many minutes after 1022 answered."""
    return ANSWERED + timedelta(minutes=count)


def a_call(linkedid: str = CALL, **known: Any) -> ContactFacts:
    """A call that reached the queue."""
    facts = ContactFacts(linkedid, ContactState.WAITING, PHONE, answered_at=ANSWERED, queued_at=minutes(1))
    return replace(facts, **known)


def handled(operator: str = "lan", linkedid: str = CALL, **known: Any) -> ContactFacts:
    """The same call, talked and ended."""
    talked = {"connected_at": minutes(2), "ended_at": minutes(5), "operator": operator}
    return a_call(linkedid, state=ContactState.HANDLED, **talked | known)


def called(store: Store, **known: Any) -> ContactView:
    """A call that reached the queue, recorded."""
    return record_contact(a_call(**known), store, minutes(1))


def opened(
    store: Store,
    fields: TicketFields = WATER,
    *,
    contact: str | None = CALL,
    now: datetime | None = None,
    **changed: Any,
) -> CaseView:
    """A case the operator `lan` opened in the third minute of the call."""
    if contact:
        called(store, linkedid=contact)
    return open_case(OpenCase(replace(fields, **changed), "lan", contact), store, now or minutes(3))


def clock(case: CaseView, name: str) -> ClockView:
    """The last of the case's clocks with this name."""
    return [clock for clock in case.clocks if clock.name == name][-1]


def running(case: CaseView) -> set[str]:
    """Names of the clocks that run."""
    return {clock.name for clock in case.clocks if clock.stopped_at is None}


class Broken(Exception):
    """What the tests break a transaction with."""


def break_at(store: Store, statement: str) -> None:
    """From now on the database fails at statements that begin so."""

    def fail(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if sql.startswith(statement):
            raise Broken(statement)

    event.listen(store.engine, "before_cursor_execute", fail)


class Statements:
    """The SELECTs that are sent to the database from now on."""

    def __init__(self, store: Store) -> None:
        self.sent: list[tuple[str, Any]] = []
        event.listen(store.engine, "before_cursor_execute", self._seen)

    def _seen(self, _connection: object, _cursor: object, sql: str, values: Any, *_rest: object) -> None:
        if sql.startswith("SELECT"):
            self.sent.append((sql, values))
