"""Earlier reports of the same matter, proposed while the operator types (Điều 7.5). Changes nothing."""

import asyncio

from aiohttp import web

from callcenter.web.bodies import DuplicatesBody, read
from callcenter.web.keys import SERVICES
from callcenter.web.to_json import answer
from crm.duplicate_search import duplicate_proposals


async def proposals(request: web.Request) -> web.Response:
    body = await read(DuplicatesBody, request)
    services = request.app[SERVICES]
    found = await asyncio.to_thread(
        duplicate_proposals, services.store, body.as_matter(), services.now(), body.leave_out
    )
    return answer({"proposals": found})
