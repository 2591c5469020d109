"""The tables of recordings: what is on disk, what must not be deleted, and which calls are one story."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.table_base import LINKEDID, NAME, Base, one_of, partial_index


class Leg(StrEnum):
    """Whose voice is on a file."""

    MIX = "mix"
    CALLER = "caller"
    OPERATOR = "operator"


class RecordingKind(StrEnum):
    """What was recorded."""

    CALL = "call"  # cuộc nói chuyện, từ lúc vào hàng chờ
    MESSAGE = "message"  # lời nhắn để lại


class RecordingRow(Base):
    """One file of one call. Never deleted: a file that is gone leaves its row, with when and why."""

    __tablename__ = "recordings"
    __table_args__ = (
        one_of("leg", Leg),
        one_of("kind", RecordingKind),
        CheckConstraint("(purged_at IS NULL) = (purged_why IS NULL)", name="purged"),
        Index(None, "linkedid"),
        Index(None, "stored_at"),
        partial_index("ix_recordings_kept", "purged_at IS NULL", "recorded_at"),
    )

    path: Mapped[str] = mapped_column(String(300), primary_key=True)  # as Asterisk named it, in the recordings folder
    linkedid: Mapped[str] = mapped_column(String(LINKEDID))
    kind: Mapped[str] = mapped_column(String(NAME))
    leg: Mapped[str] = mapped_column(String(NAME))
    seconds: Mapped[float]
    size: Mapped[int] = mapped_column(BigInteger)  # bytes of the sound file, also when it lies encrypted
    sha256: Mapped[str] = mapped_column(String(64))  # of the same
    encrypted: Mapped[bool]
    recorded_at: Mapped[datetime]  # when the call was answered
    stored_at: Mapped[datetime]
    purged_at: Mapped[datetime | None]
    purged_why: Mapped[str | None]  # the retention rule, or whose order


class RecordingHoldRow(Base):
    """A legal hold on a call: no file of it, and of no call linked with it, is deleted while it lasts."""

    __tablename__ = "recording_holds"
    __table_args__ = (
        CheckConstraint("(released_at IS NULL) = (released_by IS NULL)", name="released"),
        partial_index("uq_recording_holds_open", "released_at IS NULL", "linkedid", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    linkedid: Mapped[str] = mapped_column(String(LINKEDID))
    held_at: Mapped[datetime]
    held_by: Mapped[str] = mapped_column(String(NAME))
    why: Mapped[str]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(String(NAME))


class CallLinkRow(Base):
    """A call that went on in another one: a consultation that became a transfer or a conference. Append-only."""

    __tablename__ = "call_links"
    __table_args__ = (Index(None, "into"),)

    linkedid: Mapped[str] = mapped_column(String(LINKEDID), primary_key=True)
    into: Mapped[str] = mapped_column(String(LINKEDID), primary_key=True)
