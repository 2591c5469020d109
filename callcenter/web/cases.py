"""Cases over HTTP: listed, looked at, opened, saved; and the unit the rules propose. Their steps: `steps.py`."""

import asyncio

from aiohttp import web

from callcenter.web.bodies import OpenBody, RouteBody, SaveBody, read
from callcenter.web.case_news import answer_and_tell
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.to_json import answer
from crm import desk, queries
from crm.audit import audit
from crm.messages import OpenCase, SaveCase
from crm.shared_cases import LINES, shared_cases


async def mine(request: web.Request) -> web.Response:
    """The operator's own cases, and those of others that wait for whoever has a moment."""
    services, who = request.app[SERVICES], request[WHO]
    now = services.now()
    lines = await asyncio.to_thread(queries.my_open_cases, services.store, who.username, now)
    shared = await asyncio.to_thread(shared_cases, services.store, who.username, now)
    return answer({"cases": lines, "shared": shared, "more_shared": len(shared) == LINES})


async def one(request: web.Request) -> web.Response:
    """A whole case. Looking at a reporter's data is written down (Điều 10)."""
    services, who = request.app[SERVICES], request[WHO]
    code = request.match_info["code"]
    case = await asyncio.to_thread(queries.case_by_code, services.store, code, services.now())
    await asyncio.to_thread(audit, services.store, who.username, "case", case.code, services.now())
    return answer(case)


async def open_one(request: web.Request) -> web.Response:
    body = await read(OpenBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = OpenCase(body.fields.as_fields(), who.username, body.contact, body.request_id)
    case = await asyncio.to_thread(desk.open_case, command, services.store, services.now())
    return answer_and_tell(services, case, who.username, 201)


async def save(request: web.Request) -> web.Response:
    body = await read(SaveBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = SaveCase(request.match_info["code"], body.version, body.fields.as_fields(), who.username)
    case = await asyncio.to_thread(desk.save_case, command, services.store, services.now())
    return answer_and_tell(services, case, who.username)


async def route(request: web.Request) -> web.Response:
    """The unit the rules propose for what the form says so far. Changes nothing."""
    body = await read(RouteBody, request)
    services = request.app[SERVICES]
    question = body.as_question()
    return answer(await asyncio.to_thread(queries.propose_unit, services.store, question, services.now()))
