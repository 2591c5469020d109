"""The events that metrics are computed from, and what citizens thought of their calls. They only grow."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.metrics.events import AgentKind, ContactKind
from crm.table_base import LINKEDID, NAME, Base, words

SOURCE: Final = 200


class ContactEventRow(Base):
    """One fact about a call (`crm.metrics.events.ContactEvent`). Append-only, whatever becomes of the contact."""

    __tablename__ = "contact_events"
    __table_args__ = (UniqueConstraint("source"), Index(None, "linkedid"), Index(None, "kind", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(SOURCE))
    at: Mapped[datetime]
    linkedid: Mapped[str] = mapped_column(String(LINKEDID))
    kind: Mapped[ContactKind] = mapped_column(words(ContactKind))
    queue: Mapped[str] = mapped_column(String(NAME))
    operator: Mapped[str] = mapped_column(String(NAME))


class AgentEventRow(Base):
    """One fact about an operator in a queue (`crm.metrics.events.AgentEvent`). Append-only."""

    __tablename__ = "agent_events"
    __table_args__ = (UniqueConstraint("source"), Index(None, "at"), Index(None, "operator", "queue", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(SOURCE))
    at: Mapped[datetime]
    operator: Mapped[str] = mapped_column(String(NAME))
    kind: Mapped[AgentKind] = mapped_column(words(AgentKind))
    queue: Mapped[str] = mapped_column(String(NAME))
    reason: Mapped[str]


class SurveyRow(Base):
    """What a citizen thought of a call, 1 (worst) to 5 (best). The first answer stays."""

    __tablename__ = "surveys"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score"), Index(None, "at"))

    linkedid: Mapped[str] = mapped_column(String(LINKEDID), primary_key=True)
    score: Mapped[int]
    at: Mapped[datetime]
