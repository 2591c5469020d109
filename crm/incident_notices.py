"""What the reporters of a parent incident are told, as messages in the outbox (Điều 7.5, 8.5a)."""

from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select, union, union_all
from sqlalchemy.orm import Session

from crm.case import CaseState
from crm.case_code import spoken
from crm.incident_tables import IncidentRow
from crm.outbox import Message, put
from crm.phone_numbers import E164
from crm.tables import CaseContactRow, CaseRow, ContactRow

JOINED: Final = "incident_joined"
CLOSED: Final = "incident_closed"
TOLD_OTHERWISE: Final = (CaseState.REFUSED, CaseState.WITHDRAWN)
JOINED_TEXT: Final = (
    "Tổng đài 1022 đã ghi nhận ông/bà cùng báo {title}. Sự cố đang được xử lý; tra cứu theo mã phản ánh {code}."
)


def tell_joined(session: Session, incident: IncidentRow, phone: str, who: str, code: str, now: datetime) -> None:
    """The report is recorded with the others (7.5). `who` is the case or call that joined: told once."""
    text = JOINED_TEXT.format(title=incident.title, code=spoken(code))
    tell(session, f"{JOINED}:{incident.id}:{who}", JOINED, phone, text, code, now)


def tell_closed(session: Session, incident: IncidentRow, now: datetime) -> None:
    """One message to each number that reported the incident, by whatever case or call."""
    for phone, code in session.execute(reporters(incident.id)).all():
        tell_caller_closed(session, incident, phone, code, now)


def tell_caller_closed(session: Session, incident: IncidentRow, phone: str, code: str, now: datetime) -> None:
    """The closing message to one number: once, however often it reported."""
    tell(session, f"{CLOSED}:{incident.id}:{phone}", CLOSED, phone, incident.closing_message, code, now)


def tell(session: Session, key: str, kind: str, phone: str, text: str, code: str, now: datetime) -> None:
    """A message, unless the number was withheld or is none that can be written to."""
    if E164.fullmatch(phone):
        put(session, Message(key, kind, phone, text, code), now)


def reporters(incident: int) -> Select[str, str]:
    """The numbers behind the incident's cases, those cases' duplicates, and the calls to either; each with one case.

    Who was refused, or took the report back, has been told that.
    """
    hanging = select(CaseRow.code).where(CaseRow.incident_id == incident)
    codes = union(hanging, select(CaseRow.code).where(CaseRow.duplicate_of.in_(hanging))).subquery()
    told = CaseRow.code.in_(select(codes.c.code)), CaseRow.state.not_in(TOLD_OTHERWISE)
    written = select(CaseRow.reporter_phone.label("phone"), CaseRow.code).where(*told)
    calls = select(ContactRow.phone, CaseRow.code).join(CaseContactRow, CaseContactRow.linkedid == ContactRow.linkedid)
    called = calls.join(CaseRow, CaseRow.code == CaseContactRow.case_code).where(*told)
    found = union_all(written, called).subquery()
    return select(found.c.phone, func.min(found.c.code)).group_by(found.c.phone)
