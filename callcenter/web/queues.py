"""The queues over HTTP: how they stand, the supervisor's switches, and the list of whom to call."""

import asyncio

from aiohttp import web

from callcenter.web.bodies import Body, Sentence, read
from callcenter.web.errors import NotThere
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.to_json import answer
from crm.callbacks import take_over
from crm.queue_switches import EVERYTHING, Position, TurnSwitch
from crm.to_call import to_call


class StormBody(Body):
    on: bool
    why: Sentence = ""


class SwitchBody(Body):
    position: Position | None = None  # null: by the hours again
    why: Sentence = ""


async def pictured(request: web.Request) -> web.Response:
    """Each queue: open or not, who waits; and the storm."""
    return answer(request.app[SERVICES].bridge.queues.picture())


async def storm(request: web.Request) -> web.Response:
    """One press: a short notice instead of the menu, the queue and the call-back offer at once. Undone by the next."""
    body = await read(StormBody, request)
    return await turn(request, EVERYTHING, Position.STORM if body.on else None, body.why)


async def switch(request: web.Request) -> web.Response:
    """Open or close a queue in spite of its hours, or leave it to them again."""
    body = await read(SwitchBody, request)
    name = request.match_info["name"]
    if name not in request.app[SERVICES].bridge.queues.names or body.position is Position.STORM:
        raise NotThere("Không có hàng chờ này.")
    return await turn(request, name, body.position, body.why)


async def turn(request: web.Request, name: str, position: Position | None, why: str) -> web.Response:
    """`told`: whether the telephone goes by it already; else it will as soon as it is back."""
    bridge = request.app[SERVICES].bridge
    told = await bridge.queues.turn(TurnSwitch(name, position, request[WHO].username, why))
    return answer({"told": told, **bridge.queues.picture()})


async def to_be_called(request: web.Request) -> web.Response:
    services = request.app[SERVICES]
    return answer({"to_call": await asyncio.to_thread(to_call, services.store, services.now())})


async def take(request: web.Request) -> web.Response:
    """The operator calls by hand: the machine does not any more. Every page sees it."""
    services, linkedid = request.app[SERVICES], request.match_info["linkedid"]
    state = await asyncio.to_thread(take_over, services.store, linkedid)
    services.bridge.push.to_all({"type": "to_call", "linkedid": linkedid})
    return answer({"linkedid": linkedid, "state": state})
