"""Questions about parent incidents."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, selectinload

from crm.errors import NotFound
from crm.incident_messages import IncidentLine, IncidentStepView, IncidentView, NoticeToSay
from crm.incident_tables import STILL_OPEN, IncidentRow, IncidentStep, IncidentStepRow
from crm.row_views import case_line
from crm.store import Store
from crm.tables import CaseRow, ContactRow

CASES_SHOWN: Final = 100
STEPS_SHOWN: Final = 200


def open_incidents(store: Store) -> tuple[IncidentLine, ...]:
    """What is going on now, the newest first."""
    with store.reading() as session:
        return tuple(incident_line(session, incident) for incident in going_on(session))


def incident_by_id(store: Store, number: int, now: datetime) -> IncidentView:
    """A whole incident, open or closed. Raises `NotFound`."""
    with store.reading() as session:
        return whole_incident(session, number, now)


def notice_to_say(store: Store, topic: str | None, heard: tuple[str, ...]) -> NoticeToSay | None:
    """The newest open incident that has something to say to a caller who has not heard of it yet.

    With a topic: one of that topic; without: one that every caller is told.
    """
    with store.reading() as session:
        for incident in going_on(session):
            concerns = incident.everyone if topic is None else incident.topic == topic
            if concerns and incident.notice and str(incident.id) not in heard:
                return NoticeToSay(incident.id, incident.notice)
    return None


def going_on(session: Session) -> list[IncidentRow]:
    """The open incidents, the newest first. There are never many."""
    found = session.scalars(select(IncidentRow).where(text(STILL_OPEN)))
    return sorted(found, key=lambda incident: incident.id, reverse=True)


def whole_incident(session: Session, number: int, now: datetime) -> IncidentView:
    """An incident with its newest cases and its own steps. Raises `NotFound`."""
    session.flush()
    incident = session.get(IncidentRow, number)
    if incident is None:
        raise NotFound("sự cố chung số", str(number))
    hanging = select(CaseRow).where(CaseRow.incident_id == number).options(selectinload(CaseRow.clocks))
    newest = hanging.order_by(CaseRow.received_at.desc()).limit(CASES_SHOWN)
    own = IncidentStepRow.incident_id == number, IncidentStepRow.step != IncidentStep.CALLER_JOINED
    steps = select(IncidentStepRow).where(*own).order_by(IncidentStepRow.id.desc()).limit(STEPS_SHOWN)
    return IncidentView(
        incident=incident_line(session, incident),
        cases=tuple(case_line(case, now) for case in session.scalars(newest)),
        history=tuple(map(step_view, reversed(session.scalars(steps).all()))),
    )


def incident_line(session: Session, incident: IncidentRow) -> IncidentLine:
    """An incident, with how many cases hang on it and how many callers joined it."""
    cases = select(func.count()).select_from(CaseRow).where(CaseRow.incident_id == incident.id)
    callers = select(func.count()).select_from(ContactRow).where(ContactRow.joined_incident == incident.id)
    return IncidentLine(
        id=incident.id,
        version=incident.version,
        state=incident.state,
        title=incident.title,
        category=incident.category,
        topic=incident.topic,
        wards=tuple(incident.wards),
        primary=incident.primary_code,
        notice=incident.notice,
        everyone=incident.everyone,
        opened_at=incident.opened_at,
        opened_by=incident.opened_by,
        closed_at=incident.closed_at,
        closed_by=incident.closed_by,
        closing_message=incident.closing_message,
        case_count=session.scalar(cases) or 0,
        caller_count=session.scalar(callers) or 0,
    )


def step_view(row: IncidentStepRow) -> IncidentStepView:
    return IncidentStepView(row.at, row.actor, row.step, row.why, row.article, row.case_code)
