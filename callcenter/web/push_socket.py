"""The websocket that carries the bridge's messages to one operator's page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from aiohttp import WSCloseCode, web

from callcenter.web.auth import who_asks
from callcenter.web.keys import SERVICES, SOCKETS, WHO
from callcenter.web.services import Message
from callcenter.web.to_json import dumps

HEARTBEAT: Final = 15.0  # s; a page that does not answer a ping this long is gone
TICK: Final = 10.0  # s; the page takes a longer silence as "server away", whatever TCP says
TICKS_PER_CHECK: Final = 6  # the session is asked about once a minute, which also keeps it from going idle


async def push(request: web.Request) -> web.WebSocketResponse:
    """`hello` first, then whatever happens, until the page leaves, falls behind, or its session ends."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT)
    try:
        await socket.prepare(request)
    except ConnectionResetError:  # the page left before we came to it
        return socket
    token = request[WHO].token
    pages = request.app[SOCKETS].setdefault(token, set())
    pages.add(socket)
    try:
        await _serve(request, socket)
    finally:
        pages.discard(socket)
        if not pages:
            request.app[SOCKETS].pop(token, None)
    return socket


async def _serve(request: web.Request, socket: web.WebSocketResponse) -> None:
    bridge = request.app[SERVICES].bridge
    async with bridge.push.subscribe(request[WHO].username) as messages:
        tasks = [asyncio.create_task(_pump(socket, messages)), asyncio.create_task(_tick(request, socket))]
        for task in tasks:
            task.add_done_callback(lambda _: asyncio.ensure_future(socket.close()))
        try:
            async for _ in socket:  # the page says nothing; reading is how its leaving is noticed
                pass
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _pump(socket: web.WebSocketResponse, messages: AsyncIterator[Message]) -> None:
    with suppress(ConnectionResetError):
        async for message in messages:
            await socket.send_str(dumps(message))


async def _tick(request: web.Request, socket: web.WebSocketResponse) -> None:
    """Sign of life for the page, with the server's clock; ends when the session has."""
    ticks = 0
    with suppress(ConnectionResetError):
        while ticks % TICKS_PER_CHECK or await who_asks(request) is not None:
            await socket.send_str(dumps({"type": "tick", "now": request.app[SERVICES].now()}))
            await asyncio.sleep(TICK)
            ticks += 1


async def say_goodbye(app: web.Application) -> None:
    """At shutdown: pages reconnect by themselves when the service is back."""
    for pages in list(app[SOCKETS].values()):
        for socket in list(pages):
            await socket.close(code=WSCloseCode.GOING_AWAY)
