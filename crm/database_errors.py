"""The database's errors in the room's words: what is wrong with it, and what a city can do about it.

PostgreSQL says what is wrong by a code of five signs (SQLSTATE); while a connection is being made, only in words.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from crm.errors import CrmError, StoreBusy, StoreUnavailable


@dataclass(frozen=True)
class Trouble:
    """What is wrong, and what can be done."""

    what: str
    remedy: str

    def error(self) -> StoreUnavailable:
        return StoreUnavailable(self.what, self.remedy)


NOT_SET_UP: Final = Trouble("chưa có đủ bảng", "Hãy chạy “callcenter setup”.")
STOPPING: Final = Trouble("PostgreSQL đang dừng hoặc khởi động lại", "Hãy thử lại sau vài giây.")
NO_ANSWER: Final = Trouble(
    "không nối được tới PostgreSQL", "Hãy kiểm tra PostgreSQL đang chạy và địa chỉ trong database_url."
)
NO_ENTRY: Final = Trouble("PostgreSQL từ chối tên hoặc mật khẩu", "Hãy sửa tên và mật khẩu trong database_url.")
NO_DATABASE: Final = Trouble(
    "PostgreSQL chưa có cơ sở dữ liệu này",
    "Hãy tạo bằng lệnh “createdb”, hoặc sửa tên cơ sở dữ liệu trong database_url.",
)
NO_ADDRESS: Final = Trouble(
    "không đọc được địa chỉ", "Hãy ghi database_url như postgresql+psycopg://TÊN:MẬT_KHẨU@MÁY/CƠ_SỞ_DỮ_LIỆU."
)

BUSY: Final = frozenset({"40001", "40P01", "55P03"})  # serialization failure, deadlock, a lock not to be had
TROUBLES: Final = {
    "25006": Trouble("PostgreSQL này chỉ cho đọc", "Hãy nối tới máy chủ PostgreSQL chính."),
    "42501": Trouble("thiếu quyền", "Hãy cấp cho tên trong database_url quyền sở hữu cơ sở dữ liệu này."),
    "42703": NOT_SET_UP,
    "42P01": NOT_SET_UP,
    "53100": Trouble("đĩa của PostgreSQL đã đầy", "Hãy dọn bớt đĩa."),
    "53300": Trouble("PostgreSQL đã hết chỗ nối", "Hãy tăng max_connections của PostgreSQL."),
    "57P01": STOPPING,
    "57P02": STOPPING,
    "57P03": STOPPING,
}
LOCKED: Final = "database is locked"  # SQLite's word for it
WORDS: Final = (
    (re.compile(r"password|no pg_hba.conf entry|role .* does not exist|authentication"), NO_ENTRY),
    (re.compile(r"database .* does not exist"), NO_DATABASE),
    (re.compile(r"too many clients|connection slots"), TROUBLES["53300"]),
    (re.compile(r"starting up|shutting down"), STOPPING),
    (re.compile(r"connection failed|connection is bad|failed to resolve|timeout|closed the connection"), NO_ANSWER),
)


@contextmanager
def translated_errors() -> Iterator[None]:
    """The library's errors in the room's words; a rule's own error raised while binding a value stays itself.

    Raises `StoreUnavailable`, or `StoreBusy` when others wrote at the same moment; what is our own mistake is raised
    as it is.
    """
    try:
        yield
    except StatementError as error:
        if isinstance(error.orig, CrmError):
            raise error.orig from error
        if isinstance(error, DBAPIError) and (known := translated(error)):
            raise known from error
        raise
    except sqlite3.OperationalError as error:
        raise StoreUnavailable(str(error)) from error


def translated(error: DBAPIError) -> StoreUnavailable | None:
    """What the error of a driver means to us; None when it is no trouble of the database's own."""
    code = getattr(error.orig, "sqlstate", None)
    if code in BUSY:
        return StoreBusy()
    if known := TROUBLES.get(code or ""):
        return known.error()
    if not isinstance(error, OperationalError):
        return None
    said = str(error.orig)
    if said == LOCKED:
        return StoreBusy()
    if known := next((trouble for words, trouble in WORDS if words.search(said)), None):
        return known.error()
    return StoreUnavailable(said.partition("\n")[0])
