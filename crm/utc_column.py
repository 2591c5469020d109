"""The one type of every stored moment: aware, UTC."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

from crm.errors import NaiveMoment


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Takes any aware datetime, gives UTC back; a naive one is refused (`NaiveMoment`).

    SQLite keeps text of fixed width without a zone, so that it sorts; PostgreSQL keeps `timestamptz`.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveMoment
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
