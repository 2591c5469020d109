"""What both databases' parts of the search share."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from crm.tables import ClockRow

Entry = dict[str, Any]  # a case as a database's index takes it


class Found(NamedTuple):
    """A case in the index."""

    place: int
    code: str


def late_at(code: ColumnElement[str], now: datetime) -> ColumnElement[bool]:
    """Whether a clock of the case runs that is over its term."""
    over = ClockRow.stopped_at.is_(None), ClockRow.due_at < now
    return select(ClockRow.id).where(ClockRow.case_code == code, *over).exists()
