"""Parent incidents (sự cố chung): a storm, an outage that many cases hang on (Điều 7.5).

An incident is opened from its first case and closed with one message to everybody who reported it. The cases keep their
own lives: a unit enters each one's result (8.1c). Each command is one transaction. An incident is held before its cases
that are not its first, everywhere, so that two commands never wait for each other.
"""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from crm.case import CaseStep
from crm.case_file import Step, hold_case, take_step
from crm.errors import NotFound, StaleIncident, WrongValue
from crm.incident_messages import (
    ChangeNotice,
    CloseIncident,
    IncidentView,
    JoinIncident,
    LeaveIncident,
    OpenIncident,
)
from crm.incident_notices import tell_closed, tell_joined
from crm.incident_queries import incident_line, whole_incident
from crm.incident_tables import IncidentRow, IncidentState, IncidentStep, IncidentStepRow
from crm.required import said
from crm.store import Store
from crm.tables import CaseRow
from crm.ticket import find_ward
from crm.views import CaseView

ARTICLE: Final = "7.5"
LONGEST_NOTICE: Final = 400  # letters: half a minute on the telephone


def open_incident(command: OpenIncident, store: Store, now: datetime) -> IncidentView:
    """Many report the same trouble: from now on callers are told of it, and cases hang on it, `primary` the first.

    Raises `NotFound`, `ImpossibleStep` when the primary case has ended, `IncompleteCase`, and `WrongValue` for a case
    that hangs on an incident already, or a notice that is too long.
    """
    with store.transaction() as session:
        primary = session.get(CaseRow, command.primary, with_for_update=True)
        if primary is None:
            raise NotFound("phản ánh", command.primary)
        refuse_other_incident(primary)
        wards = [primary.ward] if primary.ward else []
        incident = IncidentRow(
            version=1,
            state=IncidentState.OPEN,
            title=said("title", command.title),
            category=primary.category,
            topic=primary.topic,
            wards=wards if command.wards is None else [find_ward(ward) for ward in command.wards],
            primary_code=primary.code,
            notice=checked_notice(command.notice),
            everyone=command.everyone or primary.topic is None,  # without a topic it can be told under none
            opened_at=now,
            opened_by=command.actor,
        )
        session.add(incident)
        session.flush()
        remember(session, incident, IncidentStep.OPEN, command.actor, incident.title, now, primary.code)
        step = Step(CaseStep.JOIN_INCIDENT, command.actor, incident.title, {"incident_id": incident.id})
        take_step(session, primary, step, now)
        return whole_incident(session, incident.id, now)


def change_notice(command: ChangeNotice, store: Store, now: datetime) -> IncidentView:
    """What callers are told from now on; nothing with an empty notice. Changed to what it is: nothing is written.

    Raises `NotFound`, `StaleIncident`, `WrongValue`.
    """
    with store.transaction() as session:
        incident = hold_open(session, command.incident, command.version)
        notice, everyone = checked_notice(command.notice), command.everyone or incident.topic is None
        if (notice, everyone) != (incident.notice, incident.everyone):
            incident.notice, incident.everyone = notice, everyone
            incident.version += 1
            remember(session, incident, IncidentStep.CHANGE_NOTICE, command.actor, notice, now)
        return whole_incident(session, incident.id, now)


def join_incident(command: JoinIncident, store: Store, now: datetime) -> CaseView:
    """The case hangs on the incident; its reporter is told so, and later that it is over.

    Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`, and `WrongValue` for a closed incident, or for a
    case of another one.
    """
    with store.transaction() as session:
        incident = hold_open(session, command.incident)
        case = hold_case(session, command.code, command.version, now)
        refuse_other_incident(case)
        why = said("why", command.why)
        remember(session, incident, IncidentStep.JOIN, command.actor, why, now, case.code)
        tell_joined(session, incident, case.reporter_phone, f"case:{case.code}", case.code, now)
        step = Step(CaseStep.JOIN_INCIDENT, command.actor, why, {"incident_id": incident.id})
        return take_step(session, case, step, now)


def leave_incident(command: LeaveIncident, store: Store, now: datetime) -> CaseView:
    """The case was another matter after all, and goes on by itself.

    Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`, and `WrongValue` for the primary case, a closed
    incident, or a case that is not of it.
    """
    with store.transaction() as session:
        incident = hold_open(session, command.incident)
        case = hold_case(session, command.code, command.version, now)
        if case.incident_id != incident.id:
            raise WrongValue("code", f"Phản ánh {case.code} không thuộc sự cố chung số {incident.id}.")
        if case.code == incident.primary_code:
            raise WrongValue("code", f"Sự cố chung số {incident.id} mở từ phản ánh {case.code}. Hãy kết thúc sự cố đó.")
        why = said("why", command.why)
        remember(session, incident, IncidentStep.LEAVE, command.actor, why, now, case.code)
        return take_step(session, case, Step(CaseStep.LEAVE_INCIDENT, command.actor, why, {"incident_id": None}), now)


def close_incident(command: CloseIncident, store: Store, now: datetime) -> IncidentView:
    """The trouble is over: callers are told of it no more, and all who reported it get the one message.

    Raises `NotFound`, `StaleIncident`, `IncompleteCase`, and `WrongValue` for one that is closed.
    """
    with store.transaction() as session:
        incident = hold_open(session, command.incident, command.version)
        incident.closing_message = said("message", command.message)
        incident.state, incident.closed_at, incident.closed_by = IncidentState.CLOSED, now, command.actor
        incident.version += 1
        remember(session, incident, IncidentStep.CLOSE, command.actor, incident.closing_message, now)
        tell_closed(session, incident, now)
        return whole_incident(session, incident.id, now)


def hold_open(session: Session, number: int, version: int | None = None) -> IncidentRow:
    """The incident, held until the transaction ends. `version`: the one its actor saw.

    Raises `NotFound`, `StaleIncident` with the incident as it is, `WrongValue` when it is closed.
    """
    incident = session.get(IncidentRow, number, with_for_update=True)
    if incident is None:
        raise NotFound("sự cố chung số", str(number))
    if version is not None and incident.version != version:
        raise StaleIncident(incident_line(session, incident))
    if incident.state is IncidentState.CLOSED:
        raise WrongValue("incident", f"Sự cố chung số {number} đã kết thúc. Hãy mở sự cố mới.")
    return incident


def refuse_other_incident(case: CaseRow) -> None:
    """A case hangs on one incident at a time."""
    if case.incident_id is not None:
        raise WrongValue("code", f"Phản ánh {case.code} đã thuộc sự cố chung số {case.incident_id}.")


def checked_notice(notice: str) -> str:
    """The notice without the spaces around it. Raises `WrongValue` when nobody would listen to its end."""
    if len(notice.strip()) > LONGEST_NOTICE:
        raise WrongValue("notice", f"Lời báo dài quá {LONGEST_NOTICE} chữ. Hãy nói ngắn lại: chuyện gì, ở đâu.")
    return notice.strip()


def remember(
    session: Session,
    incident: IncidentRow,
    step: IncidentStep,
    actor: str,
    why: str,
    now: datetime,
    code: str | None = None,
) -> None:
    """One step of the incident, with the case it is about."""
    session.add(
        IncidentStepRow(
            incident_id=incident.id, at=now, actor=actor, step=step, why=why, article=ARTICLE, case_code=code
        )
    )
