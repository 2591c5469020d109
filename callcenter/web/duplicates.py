"""Earlier reports of the same matter, proposed while the operator types (Điều 7.5). Changes nothing."""

import asyncio

from aiohttp import web

from callcenter.web.bodies import DuplicatesBody, read
from callcenter.web.keys import SERVICES
from callcenter.web.to_json import answer
from crm.duplicate_callers import reported_by
from crm.duplicate_search import duplicate_proposals


async def proposals(request: web.Request) -> web.Response:
    """The likeliest earlier cases; `same_phone` names those that the reporter's number reported."""
    body = await read(DuplicatesBody, request)
    services = request.app[SERVICES]
    found = await asyncio.to_thread(
        duplicate_proposals, services.store, body.as_matter(), services.now(), body.leave_out
    )
    codes = [proposal.case.code for proposal in found]
    same_phone = await asyncio.to_thread(reported_by, body.phone, codes, services.store)
    return answer({"proposals": found, "same_phone": same_phone})
