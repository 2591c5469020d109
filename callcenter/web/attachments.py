"""Files of a case over HTTP: received as a stream, given out by ranges, never shown as a page of ours.

A file is the body of its request, its name a part of the address: no form has to be taken apart, and nothing is ever
held in memory as a whole.
"""

import asyncio
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aiohttp import web

from callcenter.web.bodies import RemovalBody, read
from callcenter.web.errors import NotThere
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.search import viewer_of
from callcenter.web.to_json import answer
from crm.attachments import commands
from crm.attachments.commands import AddAttachment, RemoveAttachment
from crm.attachments.kinds import HEAD, Limits, recognise, refuse_size
from crm.audit import audit
from crm.case_code import parse
from crm.queries import case_by_code

PIECE: Final = 1024 * 1024  # bytes written at a time
# Whatever a file is, it runs nothing and is embedded nowhere else: opened by itself it is saved, not shown.
SANDBOX: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"


async def add(request: web.Request) -> web.Response:
    """The request's body becomes a file of the case; the answer is the case as it is now."""
    services, who = request.app[SERVICES], request[WHO]
    code = parse(request.match_info["code"])
    await asyncio.to_thread(case_by_code, services.store, code, services.now())  # before a long body is taken for it
    received = await asyncio.to_thread(services.attachments.begin)
    try:
        await receive(request, received, services.attachment_limits)
        command = AddAttachment(code, received, request.query.get("name", ""), who.username)
        files, limits, store = services.attachments, services.attachment_limits, services.store
        case = await asyncio.to_thread(commands.add_attachment, command, files, limits, store, services.now())
    finally:
        received.unlink(missing_ok=True)
    return answer(case, 201)


async def receive(request: web.Request, file: Path, limits: Limits) -> None:
    """Write the body down. Raises `AttachmentRefused` as soon as it is known that it will not be taken."""
    head, size, kind = b"", 0, None
    with file.open("wb") as target:
        async for piece in request.content.iter_chunked(PIECE):
            await asyncio.to_thread(target.write, piece)
            head, size = head + piece[: HEAD - len(head)], size + len(piece)
            if kind is None and len(head) == HEAD:
                kind = recognise(head).kind
            if kind is not None:
                refuse_size(max(size, request.content_length or 0), kind, limits)


async def listed(request: web.Request) -> web.Response:
    services = request.app[SERVICES]
    case = await asyncio.to_thread(case_by_code, services.store, request.match_info["code"], services.now())
    return answer({"attachments": case.attachments})


async def show(request: web.Request) -> web.StreamResponse:
    """The file itself. A unit gets those of its own cases; each look is written down (Điều 10)."""
    services, who = request.app[SERVICES], request[WHO]
    viewer = await viewer_of(services, who)
    attachment, unit = await asyncio.to_thread(commands.find_attachment, int(request.match_info["id"]), services.store)
    if viewer.unit not in (None, unit):
        raise NotThere("Không có tệp này trong các phản ánh của đơn vị.")
    file = services.attachments.place_of(attachment.sha256)
    if not await asyncio.to_thread(file.is_file):
        raise NotThere("Tệp này không còn trên máy chủ. Hãy báo quản trị chạy “callcenter check”.")
    if request.http_range.start in (None, 0):  # a player asks for the rest in pieces: one look, one line
        subject = f"{attachment.case_code} {attachment.id}"
        await asyncio.to_thread(audit, services.store, who.username, "attachment", subject, services.now())
    headers = {
        "Content-Type": attachment.media_type,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}",
        "Content-Security-Policy": SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return web.FileResponse(file, headers=headers)


async def remove(request: web.Request) -> web.Response:
    """Take the file out of its case; the answer is the case as it is now."""
    body = await read(RemovalBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = RemoveAttachment(int(request.match_info["id"]), body.why, who.username)
    return answer(await asyncio.to_thread(commands.remove_attachment, command, services.store, services.now()))
