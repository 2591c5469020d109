"""Contacts: what the telephone side knows of a call, kept as it becomes known; and contacts that become no case."""

from datetime import datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from crm.callbacks import keep_wish
from crm.clock_rows import keep_intake, stop
from crm.contact_merge import CallRecord, merge
from crm.errors import ContactSettled, NotFound
from crm.incident_callers import settle_join
from crm.messages import CloseContact, ContactFacts
from crm.reasons import no_case_reason
from crm.row_views import contact_view
from crm.store import Store, insert_missing
from crm.tables import ContactRow
from crm.views import ContactView

NO_CASE: Final = "no_case"


def record_contact(facts: ContactFacts, store: Store, now: datetime) -> ContactView:
    """Merge what is known of a call into its contact; any order and any repetition end in the same row.

    A caller who reached the queue, or wished to be called back, has 60 minutes running from the answer (7.3); one who
    joined a parent incident by key is attached to its case (7.5). A wish uttered in the queue becomes a call-back.
    """
    heard = CallRecord.of_facts(facts)
    with store.transaction() as session:
        insert_missing(session, ContactRow, linkedid=facts.linkedid, state=heard.state)
        contact = hold_contact(session, facts.linkedid)
        merge(CallRecord.of_row(contact), heard).write_to(contact)
        settle_join(session, contact, now)
        keep_intake(session, contact)
        keep_wish(session, contact)
        session.flush()
        return contact_view(contact, now)


def close_contact(command: CloseContact, store: Store, now: datetime) -> ContactView:
    """The contact becomes no case, for a reason of the list; its clock stops (`no_case`).

    Closed again, the reason is corrected. Raises `NotFound`, and `ContactSettled` when it became a case.
    """
    reason = no_case_reason(command.reason)
    with store.transaction() as session:
        contact = hold_contact(session, command.linkedid)
        if contact.case_code is not None:
            raise ContactSettled(contact.case_code)
        contact.settled_at = contact.settled_at or now
        contact.no_case_reason, contact.no_case_note = reason.key, command.note.strip()
        contact.closed_by = command.actor
        if contact.clock:
            stop(contact.clock, NO_CASE, now)
        session.flush()
        return contact_view(contact, now)


def contact_by_linkedid(store: Store, linkedid: str, now: datetime) -> ContactView:
    """The contact of one call. Raises `NotFound`."""
    with store.reading() as session:
        contact = session.scalars(with_clock().where(ContactRow.linkedid == linkedid)).one_or_none()
        if contact is None:
            raise NotFound("lượt liên hệ", linkedid)
        return contact_view(contact, now)


def hold_contact(session: Session, linkedid: str) -> ContactRow:
    """The contact, held until the transaction ends. Raises `NotFound`.

    Held first and read then: PostgreSQL shows a statement that had to wait the row as it has become, but what hangs on
    it (the case, the clock) as it was before.
    """
    session.execute(select(ContactRow.linkedid).where(ContactRow.linkedid == linkedid).with_for_update())
    query = with_clock().where(ContactRow.linkedid == linkedid)
    contact = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if contact is None:
        raise NotFound("lượt liên hệ", linkedid)
    return contact


def with_clock() -> Select[ContactRow]:
    """Contacts with the intake clock their view shows."""
    return select(ContactRow).options(joinedload(ContactRow.clock))
