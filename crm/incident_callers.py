"""A caller who joined a parent incident by key in the menu: a later reporter of its primary case (Điều 7.5).

What the caller joined is known from the call's facts, which may come late, in any order and more than once: whatever
is missing yet is done when they come again, and nothing is done twice.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm.clock_rows import new_clock, stop
from crm.incident_notices import tell_caller_closed, tell_joined
from crm.incident_tables import IncidentRow, IncidentState, IncidentStep, IncidentStepRow
from crm.office_calendar import working_time
from crm.store import insert_missing
from crm.tables import GOING_ON, CaseContactRow, CaseRow, ClockRow, ContactRow

NOTICE: Final = "duplicate_notice"
TOLD: Final = "reporter_told"
RECORDED: Final = "duplicate"
CALLER: Final = "menu"
BY_KEY: Final = "Người gọi nhấn phím cùng báo sự cố"


def settle_join(session: Session, contact: ContactRow, now: datetime) -> None:
    """Attach the call to the incident it joined. A number that names no incident is left as it is: the call is kept.

    The 60 minutes to tell the reporter are met in the call itself: the menu said that the matter is recorded, and
    thanked. They end with the call.
    """
    if contact.joined_incident is None:
        return
    incident = session.get(IncidentRow, contact.joined_incident, with_for_update={"read": True})
    if incident is None:
        return
    contact.settled_at = contact.settled_at or now
    if contact.clock and contact.clock.case_code is None:
        stop(contact.clock, RECORDED, now)
    keep_told(session, contact)
    code = joined_case(session, incident)
    if contact.case_code is None:
        insert_missing(session, CaseContactRow, case_code=code, linkedid=contact.linkedid)
        session.refresh(contact, ["case_code"])
    insert_missing(
        session,
        IncidentStepRow,
        incident_id=incident.id,
        linkedid=contact.linkedid,
        at=now,
        actor=CALLER,
        step=IncidentStep.CALLER_JOINED,
        why=BY_KEY,
        article="7.5",
        case_code=code,
    )
    tell_joined(session, incident, contact.phone, f"call:{contact.linkedid}", code, now)
    if incident.state is IncidentState.CLOSED:  # the call is heard of only now
        tell_caller_closed(session, incident, contact.phone, code, now)


def joined_case(session: Session, incident: IncidentRow) -> str:
    """The case that callers are attached to: the primary; once that has ended, the first that still goes on."""
    going_on = CaseRow.incident_id == incident.id, text(GOING_ON)
    first = (CaseRow.code == incident.primary_code).desc(), CaseRow.received_at, CaseRow.code
    return session.scalars(select(CaseRow.code).where(*going_on).order_by(*first).limit(1)).first() or (
        incident.primary_code
    )


def keep_told(session: Session, contact: ContactRow) -> None:
    """The clock of Điều 7.5, from the answer to the end of the call, as far as these are known."""
    if contact.answered_at is None:
        return
    own = ClockRow.linkedid == contact.linkedid, ClockRow.name == NOTICE
    clock = session.scalars(select(ClockRow).where(*own)).one_or_none()
    if clock is None:
        clock = new_clock(NOTICE, None, contact.answered_at, working_time(session))
        clock.linkedid = contact.linkedid
        session.add(clock)
    if contact.ended_at:
        stop(clock, TOLD, contact.ended_at)
