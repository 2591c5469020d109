"""Files of a case over the API (Điều 6.4): the body of a request is one file, received as a stream."""

import asyncio

from aiohttp import web

from callcenter.web.api.call import Call
from callcenter.web.api.cases import as_text, find, tell_desks, whole
from callcenter.web.api.sent import FileName
from callcenter.web.attachments import receive
from crm.attachments.commands import AddAttachment, add_attachment


async def add(call: Call) -> web.Response:
    """Keep a file with a case of this client; sent twice, it is there once. The answer is the case as it is now."""
    query: FileName = call.query
    services = call.services
    case = await find(call, call.caller.actor)  # before a long body is taken for it
    received = await asyncio.to_thread(services.attachments.begin)
    try:
        await receive(call.request, received, services.attachment_limits)
        command = AddAttachment(case.code, received, query.name, call.caller.actor)
        files, limits, store = services.attachments, services.attachment_limits, services.store
        added = await asyncio.to_thread(add_attachment, command, files, limits, store, services.now())
    finally:
        received.unlink(missing_ok=True)
    tell_desks(services, call.caller.actor, added.code, added.version)
    return whole(as_text(await find(call, call.caller.actor)), 201)
