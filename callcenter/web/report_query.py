"""The reports' addresses: which period, which number; read from a request and written for links."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final

from aiohttp import web
from yarl import URL

from callcenter.web.errors import BadRequest
from crm.reports.conditions import Counted
from crm.reports.figures import Scope
from crm.reports.period import Period, between, last_closing, month_to, quarter_of, quarter_to
from crm.working_time import local_day

CASES: Final = URL("/reports/cases")
GROUPS: Final = ("line", "unit", "ward")


def read_month(request: web.Request, now: datetime) -> Period:
    """The month's period to `until`, or the days from `after` to it; without, to the last 25th.

    Raises `BadRequest`, `BadPeriod`.
    """
    until = _day(request, "until") or last_closing(local_day(now))
    after = _day(request, "after")
    return between(after, until, now) if after else month_to(until, now)


def read_quarter(request: web.Request, now: datetime) -> Period:
    """The quarter's period; without `quarter`, the one that goes on. Raises `BadPeriod`."""
    return quarter_of(request.query.get("quarter") or quarter_to(local_day(now)), now)


def read_scope(request: web.Request) -> Scope:
    """Of the period, unless all is asked for. Raises `BadRequest`."""
    try:
        return Scope(request.query.get("scope", Scope.PERIOD))
    except ValueError:
        raise BadRequest("Chỉ có số liệu trong kỳ (period) hoặc lũy kế (cumulative).") from None


def read_sort(request: web.Request, known: Collection[str], usual: str) -> str:
    """The column a table is sorted by. Raises `BadRequest`."""
    sort = request.query.get("sort", usual)
    if sort not in known:
        raise BadRequest(f"Không có cột “{sort[:20]}” để sắp xếp.")
    return sort


def read_counted(request: web.Request) -> Counted:
    """The number whose cases are asked for. Raises `BadRequest`."""
    groups = {name: request.query[name] for name in GROUPS if request.query.get(name)}
    return Counted(request.query.get("figure", "received"), read_scope(request), **groups)


def read_page(request: web.Request) -> int:
    """From 1. Raises `BadRequest`."""
    page = request.query.get("page", "1")
    if not (page.isascii() and page.isdigit() and 1 <= int(page) <= 100_000):
        raise BadRequest("Số trang phải từ 1.")
    return int(page)


def cases_link(counted: Counted, period: Period, page: int = 1) -> str:
    """The address of the cases behind a number."""
    groups = {name: value for name in GROUPS if (value := getattr(counted, name))}
    days = {"after": period.after.isoformat(), "until": period.until.isoformat()}
    pages = {"page": str(page)} if page > 1 else {}
    return str(CASES.with_query({"figure": counted.figure, "scope": counted.scope.value, **groups, **days, **pages}))


def link(path: str, period: Period, query: Mapping[str, str]) -> str:
    """An address of a page about the same month."""
    return str(URL(path).with_query({"until": period.until.isoformat(), **query}))


def _day(request: web.Request, name: str) -> date | None:
    text = request.query.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"“{text[:20]}” không phải một ngày, ví dụ 2026-10-25.") from None
