"""Rule sets over HTTP: which there are, a draft begun, checked, tried, published or dropped, an earlier set again."""

import asyncio

from aiohttp import web

from callcenter.web.admin_bodies import DryRunBody, ExplainBody, PublishBody, RollBackBody
from callcenter.web.bodies import read
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.to_json import answer
from crm import rules_admin
from crm.dry_run import dry_run
from crm.rules_admin import PublishRules, RollBack


async def sets(request: web.Request) -> web.Response:
    """Every set, the newest first, and which one is in force."""
    services = request.app[SERVICES]
    in_force = await asyncio.to_thread(rules_admin.number_in_force, services.store, services.now())
    return answer({"in_force": in_force, "sets": await asyncio.to_thread(rules_admin.list_sets, services.store)})


async def start(request: web.Request) -> web.Response:
    services, who = request.app[SERVICES], request[WHO]
    number = await asyncio.to_thread(rules_admin.start_draft, who.username, services.store, services.now())
    return answer({"number": number}, 201)


async def drop(request: web.Request) -> web.Response:
    services, who = request.app[SERVICES], request[WHO]
    await asyncio.to_thread(rules_admin.drop_draft, number_of(request), who.username, services.store, services.now())
    return answer({"ok": True})


async def publish(request: web.Request) -> web.Response:
    body = await read(PublishBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = PublishRules(number_of(request), body.over, body.version, body.why, who.username)
    await asyncio.to_thread(rules_admin.publish, command, services.store, services.now())
    return answer({"number": command.number})


async def roll_back(request: web.Request) -> web.Response:
    """A copy of this set in force again."""
    body = await read(RollBackBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = RollBack(number_of(request), body.over, body.why, who.username)
    return answer({"number": await asyncio.to_thread(rules_admin.roll_back, command, services.store, services.now())})


async def faults(request: web.Request) -> web.Response:
    services = request.app[SERVICES]
    found = await asyncio.to_thread(rules_admin.faults_of, number_of(request), services.store, services.now())
    return answer({"faults": found})


async def changes(request: web.Request) -> web.Response:
    """What the set has otherwise than the one in force."""
    services = request.app[SERVICES]
    in_force = await asyncio.to_thread(rules_admin.number_in_force, services.store, services.now())
    found = await asyncio.to_thread(rules_admin.compared, number_of(request), in_force, services.store)
    return answer({"over": in_force, "changes": found})


async def explain(request: web.Request) -> web.Response:
    """Where a typed-in matter would go, which rule won and why the others lost. Changes nothing."""
    body = await read(ExplainBody, request)
    services = request.app[SERVICES]
    question = body.as_question()
    found = await asyncio.to_thread(rules_admin.explain, number_of(request), question, services.store, services.now())
    return answer(found)


async def try_out(request: web.Request) -> web.Response:
    """The last cases routed by the set in force and by this one. Changes nothing."""
    body = await read(DryRunBody, request)
    services = request.app[SERVICES]
    at = body.at or services.now()
    return answer(await asyncio.to_thread(dry_run, number_of(request), body.last, services.store, at))


def number_of(request: web.Request) -> int:
    return int(request.match_info["number"])
