"""A made-up city lived again through the real commands, from what its rows say; and all rows, to compare."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, text

from crm.case import CaseStep
from crm.case_file import Step, hold_case, take_step
from crm.contacts import close_contact, record_contact
from crm.desk import open_case
from crm.messages import CloseContact, ContactFacts, OpenCase
from crm.row_views import ticket_fields
from crm.store import Store
from crm.table_base import Base
from crm.tables import CaseContactRow, CaseRow, ClockRow, ContactRow, HistoryRow

FACTS: Final = tuple(ContactFacts.__dataclass_fields__)
MOMENTS: Final = frozenset({"expected_at", "committed_at"})
FIELDS: Final = MOMENTS | {"unit_code", "sub_unit", "duplicate_of"}
SETS: Final = {CaseStep.EXPECT: "fix", CaseStep.EXTEND: "extension", CaseStep.CONSULT: "resolve"}
NOT_COMPARED: Final = frozenset({"id", "reporter_id"})  # given out in another order


def replay(city: Store, store: Store) -> None:
    """Calls as they ended, cases in the order of their codes, then every step in the order of time."""
    with city.reading() as session:
        links = {link.case_code: link.linkedid for link in session.scalars(select(CaseContactRow))}
        for contact in session.scalars(select(ContactRow)):
            call_again(store, contact)
        for case in session.scalars(select(CaseRow).order_by(CaseRow.code)):
            command = OpenCase(ticket_fields(case), case.created_by, links[case.code], case.request_id)
            assert open_case(command, store, case.created_at).code == case.code
        steps = select(HistoryRow).where(HistoryRow.step != CaseStep.OPEN).order_by(HistoryRow.at, HistoryRow.id)
        for step in session.scalars(steps):
            take_again(store, step)


def call_again(store: Store, contact: ContactRow) -> None:
    assert contact.ended_at
    lists = {"keys": tuple(contact.keys), "queues": tuple(contact.queues)}
    facts = {name: getattr(contact, name) for name in FACTS} | lists
    record_contact(ContactFacts(**facts), store, contact.ended_at)
    if contact.no_case_reason and contact.closed_by and contact.settled_at:
        command = CloseContact(contact.linkedid, contact.no_case_reason, contact.closed_by)
        close_contact(command, store, contact.settled_at)


def take_again(store: Store, done: HistoryRow) -> None:
    """The step by the one way that every command goes."""
    fields = {name: value_of(name, after) for name, (_, after) in done.changes.items() if name in FIELDS}
    said = {name: tuple(both) for name, both in done.changes.items() if name not in FIELDS}
    promised = next((fields[name] for name in MOMENTS if fields.get(name)), None)
    step = Step(
        done.step,
        done.actor,
        done.why,
        fields,
        said,
        done.article,
        sets=SETS.get(done.step),
        promised=promised if isinstance(promised, datetime) else None,
        consult=done.step is CaseStep.CONSULT,
    )
    with store.transaction() as session:
        version = session.scalars(select(CaseRow.version).where(CaseRow.code == done.case_code)).one()
        take_step(session, hold_case(session, done.case_code, version, done.at), step, done.at)


def value_of(name: str, text: str) -> str | datetime | None:
    """A column's value from how the history writes it."""
    if not text:
        return None
    return datetime.fromisoformat(text) if name in MOMENTS else text


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the city's tables, and what the search knows; in an order that does not depend on ids."""
    with store.reading() as session:
        found = {
            table.__tablename__: _rows(session.execute(_columns(table)).all())
            for table in (CaseRow, ClockRow, ContactRow, HistoryRow)
        }
        place = "place" if session.get_bind().dialect.name == "postgresql" else "rowid"
        found["case_search"] = _rows(session.execute(text(f"SELECT {place}, code, words FROM case_search")).all())
        return found


def _columns(table: type[Base]) -> Any:
    columns = Base.metadata.tables[table.__tablename__].columns
    return select(*(column for column in columns if column.name not in NOT_COMPARED))


def _rows(rows: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in rows), key=repr)
