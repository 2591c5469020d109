"""Calls that 1022 returns by itself, and what supervisors switched at the queues."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.table_base import LINKEDID, NAME, Base, one_of, partial_index, words


class CallbackState(StrEnum):
    """How far a call-back got. The first two go on."""

    WAITING = "waiting"  # for its next try
    IN_LINE = "in_line"  # its place is in the queue: the lease is renewed as long as Asterisk has it there
    REACHED = "reached"  # the citizen answered an operator
    TO_CALL = "to_call"  # given up by the machine: a person calls
    TAKEN = "taken"  # an operator calls, or the citizen has called again


class CallbackRow(Base):
    """One wish to be called back, kept in the queue by the moment the caller had entered it."""

    __tablename__ = "callbacks"
    __table_args__ = (
        one_of("state", CallbackState),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("(lease_until IS NOT NULL) = (state = 'in_line')", name="lease"),
        partial_index("ix_callbacks_going_on", "state IN ('waiting', 'in_line')", "entered_at"),
        partial_index("ix_callbacks_phone", "attempts > 0", "phone", "wished_at"),
    )

    linkedid: Mapped[str] = mapped_column(String(LINKEDID), ForeignKey("contacts.linkedid"), primary_key=True)
    phone: Mapped[str]  # the number that called, never another
    queue: Mapped[str] = mapped_column(String(NAME))
    entered_at: Mapped[datetime]
    wished_at: Mapped[datetime]  # the end of that call: the window begins
    state: Mapped[CallbackState] = mapped_column(words(CallbackState), default=CallbackState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)  # calls to the citizen that nobody answered, or one that was
    next_try_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    last_result: Mapped[str] = mapped_column(String(NAME), default="")


class QueueSwitchRow(Base):
    """What a supervisor switched by hand: `open` or `closed` of a queue, `storm` of the hotline; undone: no row."""

    __tablename__ = "queue_switches"

    name: Mapped[str] = mapped_column(String(NAME), primary_key=True)  # a queue's, or "*": all of 1022
    position: Mapped[str] = mapped_column(String(NAME))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(NAME))
    why: Mapped[str]
