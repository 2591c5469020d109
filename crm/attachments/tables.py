"""The table of attachments. The bytes lie outside the database under their hash; several rows may share them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.table_base import NAME, Base, one_of


class Kind(StrEnum):
    """What an attachment is to a person."""

    PICTURE = "picture"  # hình ảnh
    VIDEO = "video"
    SOUND = "sound"  # bản ghi âm
    DOCUMENT = "document"  # biên bản, báo cáo (8.2c)


class AttachmentRow(Base):
    """One file of one case. Never deleted: removed is a mark, with who and why."""

    __tablename__ = "attachments"
    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed"),
        Index(None, "case_code"),
        Index(None, "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_code: Mapped[str] = mapped_column(ForeignKey("cases.code"))
    kind: Mapped[str] = mapped_column(String(NAME))
    media_type: Mapped[str] = mapped_column(String(NAME))  # by its content, never by its name
    name: Mapped[str]  # as its sender called it
    size: Mapped[int] = mapped_column(BigInteger)  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int | None]  # pixels
    height: Mapped[int | None]
    seconds: Mapped[int | None]  # of a video or sound
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(NAME))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None] = mapped_column(String(NAME))
