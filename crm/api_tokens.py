"""Tokens of the API: a random word told once, of which only the SHA-256 is kept; with the least it may do.

A token is a client's, and a client is its name: cases belong to the name that reported them, and a new token of the
same name takes over from an old one without losing any.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.account_tables import AuditRow
from crm.api_tables import CHANNELS, ApiTokenRow
from crm.errors import NotFound, WrongValue
from crm.store import Store

PREFIX: Final = "t1022_"  # by which scanners of published code know what was left lying about
TOKEN_BYTES: Final = 32  # 256 bits
TOKEN: Final = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")
NAME: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}")
USED_STEP: Final = timedelta(minutes=1)  # how exactly "last used" is kept: not every request writes
PER_MINUTE: Final = 600  # requests [decided]


class Scope(StrEnum):
    """What a token may do. Reading is of the client's own cases, or of all, which then show nothing personal."""

    CREATE = "cases:create"  # and attach files to them
    READ = "cases:read"
    WITHDRAW = "cases:withdraw"
    READ_ALL = "cases:read_all"


@dataclass(frozen=True)
class NewToken:
    """`channel` is the one its cases come by (Điều 3.2); without it nothing can be reported."""

    name: str
    scopes: Sequence[Scope]
    actor: str
    channel: str | None = None
    per_minute: int = PER_MINUTE


@dataclass(frozen=True)
class TokenView:
    id: int
    name: str
    channel: str | None
    scopes: frozenset[Scope]
    per_minute: int
    made_at: datetime
    made_by: str
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class MadeToken:
    """The token itself, told this once."""

    token: TokenView
    secret: str = field(repr=False)


def add_token(new: NewToken, store: Store, now: datetime) -> MadeToken:
    """Make a token. Raises `WrongValue`."""
    refuse_wrong(new)
    secret = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    with store.transaction() as session:
        other = session.scalars(select(ApiTokenRow).where(ApiTokenRow.name == new.name)).first()
        if other and other.channel != new.channel:
            raise WrongValue("channel", f"“{new.name}” đã dùng cho kênh {other.channel}. Hãy chọn tên khác.")
        row = ApiTokenRow(
            token_hash=hash_of(secret),
            name=new.name,
            channel=new.channel,
            scopes=[scope.value for scope in Scope if scope in new.scopes],
            per_minute=new.per_minute,
            made_at=now,
            made_by=new.actor,
        )
        session.add(row)
        session.flush()
        write_down(session, new.actor, "token_add", row, now)
        return MadeToken(token_view(row), secret)


def list_tokens(store: Store) -> tuple[TokenView, ...]:
    """Every token, also the revoked ones, by name, the oldest first."""
    with store.reading() as session:
        rows = session.scalars(select(ApiTokenRow).order_by(ApiTokenRow.name, ApiTokenRow.id))
        return tuple(token_view(row) for row in rows)


def revoke_token(token_id: int, actor: str, store: Store, now: datetime) -> TokenView:
    """From now on the token opens nothing; its cases stay. Raises `NotFound`, also when it was revoked already."""
    with store.transaction() as session:
        row = session.get(ApiTokenRow, token_id, with_for_update=True)
        if row is None or row.revoked_at is not None:
            raise NotFound("token đang dùng", str(token_id))
        row.revoked_at, row.revoked_by = now, actor
        write_down(session, actor, "token_revoke", row, now)
        return token_view(row)


def token_by_secret(store: Store, secret: str, now: datetime) -> TokenView | None:
    """The token, and that it was used; None when it was revoked, or never was."""
    if not TOKEN.fullmatch(secret):
        return None
    living = ApiTokenRow.token_hash == hash_of(secret), ApiTokenRow.revoked_at.is_(None)
    with store.reading() as session:
        row = session.scalars(select(ApiTokenRow).where(*living)).one_or_none()
        found = token_view(row) if row else None
    if found and (found.used_at is None or now - found.used_at >= USED_STEP):
        with store.transaction() as session:
            session.execute(update(ApiTokenRow).where(ApiTokenRow.id == found.id).values(used_at=now))
    return found


def actor_of(name: str) -> str:
    """The client in histories and records. No account can be called so: user names have no colon."""
    return f"api:{name}"


def refuse_wrong(new: NewToken) -> None:
    if not NAME.fullmatch(new.name):
        raise WrongValue("name", "Tên phải có 2–32 ký tự a-z, 0-9, “.”, “_”, “-”, bắt đầu bằng chữ cái.")
    if new.channel not in (None, *CHANNELS):
        raise WrongValue("channel", f"Không có kênh “{new.channel}”. Hãy chọn một trong: {', '.join(CHANNELS)}.")
    if not new.scopes:
        raise WrongValue("scopes", f"Hãy chọn ít nhất một quyền: {', '.join(Scope)}.")
    if Scope.CREATE in new.scopes and new.channel is None:
        raise WrongValue("channel", f"Quyền {Scope.CREATE} cần một kênh: {', '.join(CHANNELS)}.")
    if new.per_minute < 1:
        raise WrongValue("per_minute", "Số yêu cầu mỗi phút phải từ 1 trở lên.")


def write_down(session: Session, actor: str, what: str, row: ApiTokenRow, now: datetime) -> None:
    """The audit log: who made or revoked which token, never the token."""
    session.add(AuditRow(actor=actor, what=what, subject=f"{row.id} {row.name} {' '.join(row.scopes)}", at=now))


def token_view(row: ApiTokenRow) -> TokenView:
    return TokenView(
        id=row.id,
        name=row.name,
        channel=row.channel,
        scopes=frozenset(map(Scope, row.scopes)),
        per_minute=row.per_minute,
        made_at=row.made_at,
        made_by=row.made_by,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )


def hash_of(secret: str) -> str:
    """What the database knows of a token. It is random through and through: no salt, no slow hash is needed."""
    return sha256(secret.encode()).hexdigest()
