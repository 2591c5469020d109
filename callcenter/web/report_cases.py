"""The cases behind a number of a report: the list that one click leads to. Nothing of the reporter is in it."""

import asyncio
from typing import Final

import aiohttp_jinja2
from aiohttp import web

from callcenter.web.keys import SERVICES
from callcenter.web.report_query import cases_link, read_counted, read_month, read_page
from callcenter.web.reports import frame
from crm.case_code import spoken
from crm.errors import NotFound
from crm.places import ward_name
from crm.reports.conditions import Counted
from crm.reports.figures import Outcome, Scope, find_figure, find_line, line_of, outcome_name
from crm.reports.listing import PAGE, cases_of, count_of
from crm.reports.monthly import place_name, unit_names
from crm.store import Store
from crm.topics import topic_name
from crm.working_time import HAI_PHONG

SCOPES: Final = {Scope.PERIOD: "trong kỳ", Scope.CUMULATIVE: "lũy kế"}
LEVELS: Final = {  # colours of the outcomes; the others have none
    Outcome.COMPLETED_ON_TIME: "good",
    Outcome.COMPLETED_LATE: "late",
    Outcome.IN_PROGRESS_OVERDUE: "late",
}


@aiohttp_jinja2.template("report_cases.html")
async def cases_page(request: web.Request) -> dict[str, object]:
    """One page of the list, newest first."""
    services = request.app[SERVICES]
    period, counted, page = read_month(request, services.now()), read_counted(request), read_page(request)
    units = await asyncio.to_thread(names_of_units, services.store)
    count = await asyncio.to_thread(count_of, services.store, counted, period)
    found = await asyncio.to_thread(cases_of, services.store, counted, period, page=page)
    return frame(request, "cases", period) | {
        "title": find_figure(counted.figure).name,
        "source": find_figure(counted.figure).source,
        "groups": groups_of(counted, units),
        "scope": SCOPES[counted.scope],
        "count": count,
        "cases": found,
        "page_number": page,
        "pages": -(-count // PAGE),
        "page_link": lambda to: cases_link(counted, period, to),
        "units": units,
        "levels": LEVELS,
        "line_of": line_of,
        "topic_name": topic_name,
        "ward_name": ward_name,
        "outcome_name": outcome_name,
        "spoken": spoken,
        "local": lambda moment: f"{moment.astimezone(HAI_PHONG):%H:%M %d/%m/%Y}" if moment else "",
    }


def groups_of(counted: Counted, units: dict[str, str]) -> list[str]:
    """Which line, unit and place the number is of, in words. Raises `NotFound`."""
    if counted.unit and counted.unit not in units:
        raise NotFound("đơn vị", counted.unit)
    groups = [find_line(counted.line).name] if counted.line else []
    groups += [units[counted.unit]] if counted.unit else []
    return groups + ([place_name(counted.ward)] if counted.ward else [])


def names_of_units(store: Store) -> dict[str, str]:
    """By code; `NONE` is having no unit yet."""
    with store.reading() as session:
        return {code: name for code, (name, _) in unit_names(session).items()}
