"""Searching cases over HTTP, searches that somebody keeps, and the page for both. Each look is written down."""

import asyncio
from typing import Final

import aiohttp_jinja2
from aiohttp import web
from markupsafe import Markup

from callcenter.web.bodies import SavedSearchBody, read
from callcenter.web.errors import NotThere
from callcenter.web.keys import SERVICES, WHO, Who
from callcenter.web.page import choices
from callcenter.web.search_query import read_search, written
from callcenter.web.services import WebServices
from callcenter.web.to_json import answer, dumps_for_html
from crm.audit import audit
from crm.case import STATE_NAMES
from crm.names import CHANNEL_NAMES
from crm.search import saved
from crm.search.find import search_cases
from crm.search.messages import Viewer
from crm.search.tokens import NO_CALL
from crm.users import unit_of

UNIT: Final = "unit"
CHANNELS: Final = {**CHANNEL_NAMES, NO_CALL: "Khác"}


@aiohttp_jinja2.template("search.html")
async def search_page(request: web.Request) -> dict[str, object]:
    services, who = request.app[SERVICES], request[WHO]
    boot = await asyncio.to_thread(choices, services) | {
        "now": services.now(),
        "user": {"username": who.username, "full_name": who.full_name, "role": who.role},
        "csrf": who.csrf,
        "states": [{"key": key, "name": f"{name[0].upper()}{name[1:]}"} for key, name in STATE_NAMES.items()],
        "channels": [{"key": key, "name": name} for key, name in CHANNELS.items()],
    }
    return {"user": who, "boot_json": Markup(dumps_for_html(boot))}


async def cases(request: web.Request) -> web.Response:
    """A page of cases. Which ones somebody was shown is in the audit log, what was typed is not."""
    services, who = request.app[SERVICES], request[WHO]
    question = read_search(request).as_question()
    viewer, now = await viewer_of(services, who), services.now()
    found = await asyncio.to_thread(search_cases, question, viewer, services.store, now)
    if found.hits:
        shown = " ".join(hit.line.code for hit in found.hits)
        await asyncio.to_thread(audit, services.store, who.username, "search", shown, now)
    return answer({"hits": found.hits, "count": found.count, "next": written(found.next)})


async def kept(request: web.Request) -> web.Response:
    services, who = request.app[SERVICES], request[WHO]
    mine = await asyncio.to_thread(saved.saved_searches, services.store, who.username)
    return answer({"saved": mine})


async def keep(request: web.Request) -> web.Response:
    body = await read(SavedSearchBody, request)
    services, who = request.app[SERVICES], request[WHO]
    now = services.now()
    return answer(await asyncio.to_thread(saved.save_search, who.username, body.name, body.link, services.store, now))


async def drop(request: web.Request) -> web.Response:
    services, who = request.app[SERVICES], request[WHO]
    await asyncio.to_thread(saved.drop_search, who.username, int(request.match_info["id"]), services.store)
    return answer({"ok": True})


async def viewer_of(services: WebServices, who: Who) -> Viewer:
    """1022's own people see every case, a unit's people those of their unit."""
    if who.role != UNIT:
        return Viewer()
    unit = await asyncio.to_thread(unit_of, services.store, who.username)
    if unit is None:
        raise NotThere("Tài khoản này chưa thuộc đơn vị nào. Hãy báo quản trị gắn đơn vị cho tài khoản.")
    return Viewer(unit)
