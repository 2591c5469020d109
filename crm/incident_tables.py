"""The tables of parent incidents and of what happened to them.

    cases >── incidents ──< incident_steps          incidents >── cases (the primary one)

`incident_steps` only grows. A contact that joined by key names its incident without a foreign key, like all that
Asterisk reports (`contacts.joined_incident`).
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.case import Category
from crm.table_base import LINKEDID, NAME, Base, one_of, partial_index, words

STILL_OPEN: Final = "state = 'open'"


class IncidentState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class IncidentStep(StrEnum):
    """What can happen to an incident."""

    OPEN = "open"
    CHANGE_NOTICE = "change_notice"
    JOIN = "join"  # a case
    LEAVE = "leave"
    CALLER_JOINED = "caller_joined"  # by key in the menu
    CLOSE = "close"


class IncidentRow(Base):
    """Sự cố chung: one trouble that many report. Its category and topic are its primary case's."""

    __tablename__ = "incidents"
    __table_args__ = (
        one_of("state", IncidentState),
        CheckConstraint("(closed_at IS NOT NULL) = (state = 'closed')", name="closed"),
        CheckConstraint("version >= 1", name="version"),
        partial_index("ix_incidents_open", STILL_OPEN, "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[IncidentState] = mapped_column(words(IncidentState), default=IncidentState.OPEN)
    title: Mapped[str]
    category: Mapped[Category]
    topic: Mapped[str | None] = mapped_column(String(NAME))
    wards: Mapped[list[str]]  # none: the whole city
    primary_code: Mapped[str] = mapped_column(ForeignKey("cases.code"))
    notice: Mapped[str]  # said in the menu; "": nothing is
    everyone: Mapped[bool]  # said to every caller, not only under its topic
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(NAME))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(NAME))
    closing_message: Mapped[str] = mapped_column(default="")


class IncidentStepRow(Base):
    """One step of an incident: who, when, what, why, and the article it rests on. Append-only."""

    __tablename__ = "incident_steps"
    __table_args__ = (
        Index(None, "incident_id"),
        partial_index("uq_incident_steps_caller", "linkedid IS NOT NULL", "incident_id", "linkedid", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(NAME))
    step: Mapped[IncidentStep] = mapped_column(words(IncidentStep))
    why: Mapped[str]
    article: Mapped[str] = mapped_column(String(NAME))
    case_code: Mapped[str | None] = mapped_column(ForeignKey("cases.code"))
    linkedid: Mapped[str | None] = mapped_column(String(LINKEDID))
