"""Log-ins: a random token in the browser, only its SHA-256 here; they end when idle, and in any case after a shift."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from crm.account_tables import UserRow, WebSessionRow
from crm.errors import NotFound
from crm.row_views import user_view
from crm.store import Store
from crm.views import SessionView

TOKEN_BYTES: Final = 32  # 256 bits
SEEN_STEP: Final = timedelta(minutes=1)  # how exactly "last seen" is kept: not every request writes
AT_THE_PHONE: Final = ("operator", "supervisor")


@dataclass(frozen=True)
class SessionTerms:
    """How long a log-in lives [decided]: 2 hours without a request, 12 hours (a shift and its hand-over) at most."""

    idle: timedelta = timedelta(hours=2)
    absolute: timedelta = timedelta(hours=12)


class SipAccount(NamedTuple):
    """A person whose browser is a phone; `ha1` is that of the newest living log-in that has one."""

    username: str
    full_name: str
    ha1: str | None


DEFAULT_TERMS: Final = SessionTerms()


def open_session(
    store: Store, username: str, now: datetime, terms: SessionTerms = DEFAULT_TERMS
) -> tuple[str, SessionView]:
    """Log in somebody whose password was checked: the token, which is told this once, and the session."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with store.transaction() as session:
        user = session.get(UserRow, username, with_for_update={"read": True})  # nobody locks it out meanwhile
        if user is None or not user.active:
            raise NotFound("tài khoản", username)
        session.execute(delete(WebSessionRow).where(dead(now, terms)))
        row = WebSessionRow(
            token_hash=hash_of(token), user=user, started_at=now, seen_at=now, expires_at=now + terms.absolute
        )
        session.add(row)
        session.flush()
        return token, session_view(row)


def session_by_token(
    store: Store, token: str, now: datetime, terms: SessionTerms = DEFAULT_TERMS
) -> SessionView | None:
    """The living session of a token, and that it was seen; None when it ended, or never was."""
    with store.reading() as session:
        row = living(session, token, now, terms)
        found = session_view(row) if row else None
        fresh = row is not None and now - row.seen_at < SEEN_STEP
    if found and not fresh:
        with store.transaction() as session:
            seen = update(WebSessionRow).where(WebSessionRow.token_hash == hash_of(token))
            session.execute(seen.values(seen_at=now))
    return found


def set_sip_ha1(store: Store, token: str, ha1: str) -> None:
    """Give the session's browser phone its secret. Raises `NotFound` when the session ended."""
    with store.transaction() as session:
        row = session.get(WebSessionRow, hash_of(token))
        if row is None:
            raise NotFound("phiên đăng nhập", "đã kết thúc")
        row.sip_ha1 = ha1


def end_session(store: Store, token: str) -> None:
    """Log out. One that ended stays ended."""
    with store.transaction() as session:
        session.execute(delete(WebSessionRow).where(WebSessionRow.token_hash == hash_of(token)))


def sip_accounts(store: Store, now: datetime, terms: SessionTerms = DEFAULT_TERMS) -> tuple[SipAccount, ...]:
    """Every active operator and supervisor, by user name, with what their phone may register with, if anything."""
    with store.reading() as session:
        people = session.scalars(
            select(UserRow).where(UserRow.active, UserRow.role.in_(AT_THE_PHONE)).order_by(UserRow.username)
        )
        phones = session.execute(
            select(WebSessionRow.username, WebSessionRow.sip_ha1)
            .where(~dead(now, terms), WebSessionRow.sip_ha1.is_not(None))
            .order_by(WebSessionRow.started_at)
        )
        newest = dict(phones.all())
        return tuple(SipAccount(row.username, row.full_name, newest.get(row.username)) for row in people)


def living(session: Session, token: str, now: datetime, terms: SessionTerms) -> WebSessionRow | None:
    """The session's row, with its user, unless it is over."""
    query = select(WebSessionRow).where(WebSessionRow.token_hash == hash_of(token), ~dead(now, terms))
    return session.scalars(query.options(joinedload(WebSessionRow.user))).one_or_none()


def dead(now: datetime, terms: SessionTerms) -> ColumnElement[bool]:
    """A session that is over: not seen for too long, or too old."""
    return or_(WebSessionRow.expires_at <= now, WebSessionRow.seen_at <= now - terms.idle)


def session_view(row: WebSessionRow) -> SessionView:
    return SessionView(user_view(row.user), row.started_at, row.expires_at, row.sip_ha1)


def hash_of(token: str) -> str:
    """What the database knows of a token."""
    return sha256(token.encode()).hexdigest()
