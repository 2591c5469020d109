"""Attachments as the pages see them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.attachments.tables import AttachmentRow
from crm.views import AttachmentView

FIELDS = tuple(AttachmentView.__dataclass_fields__)


def attachments_of(session: Session, code: str) -> tuple[AttachmentView, ...]:
    """The files of a case that were not removed, the first one first."""
    living = AttachmentRow.case_code == code, AttachmentRow.removed_at.is_(None)
    rows = session.scalars(select(AttachmentRow).where(*living).order_by(AttachmentRow.id))
    return tuple(attachment_view(row) for row in rows)


def attachment_view(row: AttachmentRow) -> AttachmentView:
    return AttachmentView(**{name: getattr(row, name) for name in FIELDS})
