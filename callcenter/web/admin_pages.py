"""The administrator's pages: rules, units, working days. A supervisor reads them; only an administrator changes."""

import asyncio
from typing import Final

import aiohttp_jinja2
from aiohttp import web
from markupsafe import Markup

from callcenter.web.errors import BadRequest
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.page import choices
from callcenter.web.to_json import answer, dumps_for_html
from crm.office_calendar import year_of

EDITOR: Final = "admin"  # the routes allow no other role to change anything
YEARS: Final = range(2020, 2100)


async def home(request: web.Request) -> web.Response:
    raise web.HTTPSeeOther("/admin/rules")


@aiohttp_jinja2.template("admin_rules.html")
async def rules_page(request: web.Request) -> dict[str, object]:
    return await page(request, "rules")


@aiohttp_jinja2.template("admin_units.html")
async def units_page(request: web.Request) -> dict[str, object]:
    return await page(request, "units")


@aiohttp_jinja2.template("admin_days.html")
async def days_page(request: web.Request) -> dict[str, object]:
    return await page(request, "days")


async def calendar(request: web.Request) -> web.Response:
    """A year's days off and weekends worked, national ones and those that were set."""
    text = request.match_info["year"]
    if int(text) not in YEARS:
        raise BadRequest(f"Năm phải từ {YEARS.start} đến {YEARS.stop - 1}.")
    return answer(await asyncio.to_thread(year_of, request.app[SERVICES].store, int(text)))


async def page(request: web.Request, name: str, **more: object) -> dict[str, object]:
    """What each page's template and scripts are given; `more` for the scripts of one."""
    services, who = request.app[SERVICES], request[WHO]
    boot = await asyncio.to_thread(choices, services) | {
        "now": services.now(),
        "csrf": who.csrf,
        "user": {"username": who.username, "full_name": who.full_name, "role": who.role},
        "may_edit": who.role == EDITOR,
        **more,
    }
    return {"user": who, "csrf": who.csrf, "page": name, "boot": boot, "boot_json": Markup(dumps_for_html(boot))}
