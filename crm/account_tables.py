"""The tables of accounts and of what their owners looked at."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.table_base import NAME, Base, one_of

ROLES: Final = ("operator", "supervisor", "unit", "admin")


class UserRow(Base):
    """An account. `password_hash` is argon2id; nobody is ever deleted, only made inactive."""

    __tablename__ = "users"
    __table_args__ = (one_of("role", ROLES),)

    username: Mapped[str] = mapped_column(String(NAME), primary_key=True)
    full_name: Mapped[str]
    role: Mapped[str] = mapped_column(String(NAME))
    unit_code: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class WebSessionRow(Base):
    """One log-in in one browser. Only the SHA-256 of the token is known here."""

    __tablename__ = "web_sessions"
    __table_args__ = (Index(None, "username"), Index(None, "expires_at"))

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    sip_ha1: Mapped[str | None] = mapped_column(String(32))

    user: Mapped[UserRow] = relationship(lazy="raise")


class BookmarkRow(Base):
    """How far somebody read a foreign record (Asterisk's CEL file, ...)."""

    __tablename__ = "bookmarks"

    name: Mapped[str] = mapped_column(String(NAME), primary_key=True)
    value: Mapped[str]


class AuditRow(Base):
    """Who looked at a recording or at a reporter's data (Điều 10). Append-only."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(NAME))
    what: Mapped[str] = mapped_column(String(NAME))
    subject: Mapped[str]
    detail: Mapped[str] = mapped_column(default="", server_default="")  # which part of it
