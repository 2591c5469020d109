"""The tables an administrator keeps beside units and rules, and the record of every change made to any of them.

    units ──< unit_people          extra_days     office_hours          books ──< book_edits

`book_edits` only grows (a trigger of the migration).
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.table_base import NAME, Base


class UnitPersonRow(Base):
    """Đầu mối of a unit (Điều 12.1): who is reached first (`place` 1), and who after."""

    __tablename__ = "unit_people"
    __table_args__ = (CheckConstraint("place >= 1", name="place"),)

    unit_code: Mapped[str] = mapped_column(ForeignKey("units.code"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(NAME))
    phone: Mapped[str]  # E.164
    email: Mapped[str]
    note: Mapped[str]


class ExtraDayRow(Base):
    """A day that differs from the national calendar: off (nghỉ thêm), or worked (làm bù)."""

    __tablename__ = "extra_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    why: Mapped[str]


class OfficeHoursRow(Base):
    """One stretch of office hours, local time, on every working day. No row: those of `crm/data/working_time.toml`."""

    __tablename__ = "office_hours"

    opens: Mapped[time] = mapped_column(primary_key=True)
    closes: Mapped[time]


class BookRow(Base):
    """A table under an administrator's hands: held while it is changed, counted up with each change."""

    __tablename__ = "books"

    name: Mapped[str] = mapped_column(String(NAME), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)


class BookEditRow(Base):
    """One change of a book: who, when, and each row before and after. Append-only."""

    __tablename__ = "book_edits"
    __table_args__ = (Index(None, "book", "id"), UniqueConstraint("undoes"))

    id: Mapped[int] = mapped_column(primary_key=True)
    book: Mapped[str] = mapped_column(ForeignKey("books.name"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(NAME))
    how: Mapped[str] = mapped_column(String(NAME))  # edit, import, undo
    changes: Mapped[dict[str, Any]]  # key -> [before, after]; null: not there
    undoes: Mapped[int | None] = mapped_column(ForeignKey("book_edits.id"))
