"""Notices on their way to people: written in the transaction of the step they tell of, delivered afterwards."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.table_base import NAME, Base, one_of, partial_index, words


class OutboxState(StrEnum):
    WAITING = "waiting"  # for its next try
    SENT = "sent"
    FAILED = "failed"  # given up


class OutboxRow(Base):
    """One message to one person. `idempotency_key` goes to the gateway too: a message tried twice arrives once."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", OutboxState),
        CheckConstraint("(sent_at IS NOT NULL) = (state = 'sent')", name="sent"),
        CheckConstraint("recipient <> ''", name="recipient"),
        UniqueConstraint("idempotency_key"),
        partial_index("ix_outbox_due", "state = 'waiting'", "next_try_at"),
        Index(None, "case_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str]
    kind: Mapped[str] = mapped_column(String(NAME))
    recipient: Mapped[str]  # E.164
    text: Mapped[str]
    case_code: Mapped[str | None] = mapped_column(ForeignKey("cases.code"))
    created_at: Mapped[datetime]
    state: Mapped[OutboxState] = mapped_column(words(OutboxState), default=OutboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
