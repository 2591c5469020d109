"""Tables of the search: what was said in calls, and the searches people keep. The index itself is no model."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.table_base import NAME, Base

INDEX: Final = "case_search"  # made by the migration, differently on each database; SQLite adds tables of that prefix


class TranscriptRow(Base):
    """What was said in a call, as text; written when the call is over, written anew when it was heard better."""

    __tablename__ = "transcripts"

    linkedid: Mapped[str] = mapped_column(ForeignKey("contacts.linkedid"), primary_key=True)
    text: Mapped[str]
    written_at: Mapped[datetime]


class SavedSearchRow(Base):
    """A search somebody keeps: a name, and the link (the query part of its address) that is all of it."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("username", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    name: Mapped[str] = mapped_column(String(NAME))
    link: Mapped[str]
    saved_at: Mapped[datetime]


def is_index(table: str | None) -> bool:
    """Whether a table of the database belongs to the index, and so to no model."""
    return table is not None and table.startswith(INDEX)
