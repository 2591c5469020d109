"""The tables of the API: who may use it with which token, and what was answered to a request that may come again."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.table_base import NAME, Base, one_of

CHANNELS: Final = ("portal", "app")  # Điều 3.2b, 3.2c: the ways to 1022 besides the telephone
LONGEST_KEY: Final = 255


class ApiTokenRow(Base):
    """One token of one client. Only its SHA-256 is known here; nobody's is ever deleted, only revoked.

    A client is its `name`: two tokens of the same name see the same cases, so that one can take over from the other.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        Index(None, "name"),
        one_of("channel", CHANNELS),
        CheckConstraint("per_minute >= 1", name="per_minute"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(NAME))
    channel: Mapped[str | None] = mapped_column(String(NAME))  # None: it reports nothing
    scopes: Mapped[list[str]]
    per_minute: Mapped[int]  # requests
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(NAME))
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(NAME))


class ApiAnswerRow(Base):
    """The answer to a request with an idempotency key, given again when the same request comes again."""

    __tablename__ = "api_answers"
    __table_args__ = (Index(None, "at"),)

    client: Mapped[str] = mapped_column(String(NAME), primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str]
    at: Mapped[datetime]
