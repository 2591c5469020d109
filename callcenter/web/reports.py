"""The reports' pages: Biểu mẫu 01 as it will print, the numbers of units and places, the quarter's suggestions.

Every number is a link to its cases (`report_cases`). Documents are `report_files`.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import aiohttp_jinja2
from aiohttp import web

from callcenter.web.keys import SERVICES, WHO, Who
from callcenter.web.report_query import cases_link, link, read_month, read_quarter, read_scope, read_sort
from crm.audit import audit
from crm.data import read_toml
from crm.reports.conditions import Counted
from crm.reports.figures import Scope, figures, find_figure
from crm.reports.form import FILE, monthly_form
from crm.reports.monthly import MonthlyReport, Row, monthly_report, ranking
from crm.reports.period import Period, closing, quarter_to
from crm.reports.suggestions import columns, rows_of, suggestions_form, suggestions_list
from crm.reports.words import day, number, percent
from crm.working_time import HAI_PHONG, end_of, local_day

FILES: Final = frozenset({"supervisor", "admin"})  # who may take documents away; operators look
OFFERED: Final = 12  # months and quarters to choose from
SHOWN: Final = (
    *("received", "completed", "completed_on_time", "completed_late", "in_progress", "in_progress_overdue"),
    *("refused", "withdrawn", "duplicate"),
)
SHARES: Final = {"on_time": "Tỷ lệ đúng hạn", "overdue": "Tỷ lệ quá hạn"}


@aiohttp_jinja2.template("report_monthly.html")
async def monthly_page(request: web.Request) -> dict[str, object]:
    """Biểu mẫu 01 on paper, and what each number is."""
    period, report = await _report(request)
    words = read_toml(FILE)
    return frame(request, "monthly", period) | {
        "form": monthly_form(report),
        "head": words["head"],
        "foot": words["foot"],
        "figures": figures().values(),
        "ranking": ranking(),
        "seen": seen_until(period),
        "link_to": lambda counted: cases_link(counted, period),
    }


@aiohttp_jinja2.template("report_groups.html")
async def units_page(request: web.Request) -> dict[str, object]:
    """Every unit's numbers; ranked by on-time share unless another column is chosen."""
    period, report = await _report(request)
    return _groups(request, "units", "unit", period, report, report.units)


@aiohttp_jinja2.template("report_groups.html")
async def wards_page(request: web.Request) -> dict[str, object]:
    """Every place's numbers."""
    period, report = await _report(request)
    return _groups(request, "wards", "ward", period, report, report.wards)


@aiohttp_jinja2.template("report_suggestions.html")
async def suggestions_page(request: web.Request) -> dict[str, object]:
    """The quarter's suggestions. Who made them is told, so the look is written down (Điều 10)."""
    services, who = request.app[SERVICES], request[WHO]
    now = services.now()
    period = read_quarter(request, now)
    found = await asyncio.to_thread(suggestions_list, services.store, period)
    quarter = quarter_to(period.until)
    await asyncio.to_thread(audit, services.store, who.username, "suggestions", quarter, now)
    ends = [closing(period.closes.year, period.closes.month - 3 * back) for back in range(-1, OFFERED // 3)]
    return frame(request, "suggestions", period) | {
        "form": suggestions_form(found),
        "columns": [name for name, _ in columns()][:-1],
        "rows": rows_of(found),
        "quarter": quarter,
        "quarters": [quarter_to(end) for end in ends if closing(end.year, end.month - 3) < local_day(now)],
        "link_to": lambda counted: cases_link(counted, period),
    }


async def _report(request: web.Request) -> tuple[Period, MonthlyReport]:
    services = request.app[SERVICES]
    period = read_month(request, services.now())
    return period, await asyncio.to_thread(monthly_report, services.store, period)


def frame(request: web.Request, page: str, period: Period) -> dict[str, object]:
    """What every page of the reports has."""
    who, today = request[WHO], local_day(request.app[SERVICES].now())
    ends = [closing(today.year, today.month + 1 - back) for back in range(OFFERED + 1)]
    begun = [end for end in ends if closing(end.year, end.month - 1) < today]
    return {
        "user": who,
        "csrf": who.csrf,
        "may_take": may_take(who),
        "page": page,
        "period": period,
        "today": today,
        "months": [(f"Tháng {end.month}/{end.year}", min(end, today)) for end in begun],
        "day": day,
        "number": number,
        "percent": percent,
        "link": lambda path, **query: link(path, period, query),
    }


def seen_until(period: Period) -> str:
    """Up to when the report knows, in words."""
    if period.seen_at == end_of(period.until):
        return f"hết ngày {day(period.until)}"
    return f"{period.seen_at.astimezone(HAI_PHONG):%H:%M} ngày {day(period.until)}"


def may_take(who: Who) -> bool:
    """Whether this person may take documents away."""
    return who.role in FILES


def _groups(
    request: web.Request, page: str, of: str, period: Period, report: MonthlyReport, rows: Sequence[Row]
) -> dict[str, object]:
    """A table of groups: a link to the cases of every number."""
    scope, sort = (
        read_scope(request),
        read_sort(request, (*SHOWN, *SHARES), "on_time" if page == "units" else "received"),
    )
    total = Row("", "Toàn thành phố", "", report.total)

    def address(figure: str, key: str) -> str:
        group = {of: key} if key else {}
        return cases_link(Counted(figure, scope, **group), period)

    return frame(request, page, period) | {
        "scope": scope,
        "sort": sort,
        "shown": [find_figure(key) for key in SHOWN],
        "shares": SHARES,
        "total": total,
        "rows": sorted(rows, key=lambda row: order(row, sort, scope)),
        "at_least": ranking().at_least,
        "address": address,
        "scopes": {Scope.PERIOD: "Trong kỳ", Scope.CUMULATIVE: "Lũy kế"},
    }


def order(row: Row, sort: str, scope: Scope) -> tuple[Any, ...]:
    """The most first; by share, who has too few judged cases for one comes after those who have enough."""
    numbers = row.numbers[scope]
    if sort in SHARES:
        return numbers.of("judged") < ranking().at_least, -numbers.share(sort), -numbers.of("judged")
    return (-numbers.of(sort),)
