"""Accounts and their passwords (argon2id). Hashing takes its time on purpose: never inside a transaction."""

import re
from datetime import datetime
from functools import cache
from typing import Final
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm.account_tables import ROLES, UserRow, WebSessionRow
from crm.errors import AccountRefused, NotFound
from crm.messages import NewUser
from crm.row_views import user_view
from crm.store import Store, insert_missing
from crm.units import find_unit
from crm.views import UserView

USERNAME: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}")
SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 1024


def add_user(user: NewUser, store: Store, now: datetime) -> UserView:
    """Make an account. Raises `AccountRefused`, and `NotFound` for a unit that does not exist."""
    if not USERNAME.fullmatch(user.username):
        raise AccountRefused("Tên đăng nhập phải có 2–32 ký tự a-z, 0-9, “.”, “_”, “-”, bắt đầu bằng chữ cái.")
    if user.role not in ROLES:
        raise AccountRefused(f"Không có vai trò “{user.role}”. Hãy chọn một trong: {', '.join(ROLES)}.")
    if not user.full_name.strip():
        raise AccountRefused("Hãy điền họ và tên.")
    password_hash = hashed(user.password)
    with store.transaction() as session:
        added = insert_missing(
            session,
            UserRow,
            username=user.username,
            full_name=user.full_name.strip(),
            role=user.role,
            unit_code=find_unit(session, user.unit).code if user.unit else None,
            password_hash=password_hash,
            active=True,
            created_at=now,
        )
        if not added:
            raise AccountRefused(f"Tên đăng nhập “{user.username}” đã có. Hãy chọn tên khác.")
        return user_view(session.get_one(UserRow, user.username))


def list_users(store: Store) -> tuple[UserView, ...]:
    """Every account, also the inactive ones, by name."""
    with store.reading() as session:
        return tuple(user_view(row) for row in session.scalars(select(UserRow).order_by(UserRow.username)))


def unit_of(store: Store, username: str) -> str | None:
    """The unit an account belongs to, if any."""
    with store.reading() as session:
        return session.scalar(select(UserRow.unit_code).where(UserRow.username == username))


def set_password(username: str, password: str, store: Store, now: datetime) -> UserView:
    """A new password; whoever is logged in with the old one is logged out. Raises `NotFound`, `AccountRefused`."""
    password_hash = hashed(password)
    with store.transaction() as session:
        row = hold_user(session, username)
        row.password_hash = password_hash
        end_sessions(session, username)
        return user_view(row)


def deactivate(username: str, store: Store, now: datetime) -> UserView:
    """The account stays, for the history's sake, but nobody can use it any more. Raises `NotFound`."""
    with store.transaction() as session:
        row = hold_user(session, username)
        row.active = False
        end_sessions(session, username)
        return user_view(row)


def check_password(store: Store, username: str, password: str) -> UserView | None:
    """The account, if it is active and this is its password. An unknown name takes as long as a wrong password."""
    with store.reading() as session:
        row = session.get(UserRow, username)
        user, known = (user_view(row), row.password_hash) if row else (None, nobodys_hash())
    try:
        PasswordHasher().verify(known, spelt_one_way(password))
    except VerifyMismatchError:
        return None
    return user if user and user.active else None


def hashed(password: str) -> str:
    """The argon2id hash of a password that is long enough, else `AccountRefused`."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountRefused(f"Mật khẩu phải có ít nhất {SHORTEST_PASSWORD} ký tự, nhiều nhất {LONGEST_PASSWORD}.")
    return PasswordHasher().hash(spelt_one_way(password))


def spelt_one_way(password: str) -> str:
    """Keyboards differ in how they compose "ậ"; cut, so that a megabyte of password costs no more than a long one."""
    return normalize("NFKC", password[: LONGEST_PASSWORD + 1])


@cache
def nobodys_hash() -> str:
    """What the password of an unknown user name is checked against, to take as long."""
    return PasswordHasher().hash("")


def hold_user(session: Session, username: str) -> UserRow:
    """The account, held until the transaction ends. Raises `NotFound`."""
    row = session.get(UserRow, username, with_for_update=True)
    if row is None:
        raise NotFound("tài khoản", username)
    return row


def end_sessions(session: Session, username: str) -> None:
    """Log the user out everywhere."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.username == username))
