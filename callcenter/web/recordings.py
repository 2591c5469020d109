"""Listening to a call: the mix or one side alone, by ranges, each time written down (Điều 10)."""

import asyncio
from pathlib import Path
from typing import Final

from aiohttp import web

from callcenter.web.errors import NotAllowed, NotThere
from callcenter.web.keys import SERVICES, WHO, Who
from crm.audit import audit
from crm.contacts import contact_by_linkedid
from crm.views import ContactView

LEGS: Final = {"mix": "", "caller": "-rx", "operator": "-tx"}  # what MixMonitor calls them: rx is what the caller says


def may_listen(who: Who, contact: ContactView) -> bool:
    """A supervisor to every call; an operator to his own, and to those a case rests on [decided]."""
    return who.role == "supervisor" or contact.operator == who.username or contact.case_code is not None


async def listen(request: web.Request) -> web.StreamResponse:
    services, who = request.app[SERVICES], request[WHO]
    linkedid = request.match_info["linkedid"]
    contact = await asyncio.to_thread(contact_by_linkedid, services.store, linkedid, services.now())
    if not may_listen(who, contact):
        raise NotAllowed("Bạn chỉ nghe lại được cuộc gọi của mình và cuộc gọi đã có phiếu. Hãy nhờ trưởng ca.")
    file = recording_file(services.recordings_dir, contact, request.match_info["leg"])
    if not await asyncio.to_thread(file.is_file):
        raise NotThere("Bản ghi âm của cuộc gọi này không còn trên máy chủ.")
    if request.http_range.start in (None, 0):  # a player asks for the rest in pieces: one look, one line
        await asyncio.to_thread(audit, services.store, who.username, "recording", linkedid, services.now())
    return web.FileResponse(file, headers={"Content-Type": "audio/wav"})


def recording_file(folder: Path, contact: ContactView, leg: str) -> Path:
    """Where a leg lies. The path came through a channel variable: it may not lead out of the folder."""
    if not contact.recording:
        raise NotThere("Cuộc gọi này không có bản ghi âm.")
    mix = (folder / contact.recording).resolve()
    if not mix.is_relative_to(folder.resolve()):
        raise NotThere("Cuộc gọi này không có bản ghi âm.")
    return mix.with_name(f"{mix.stem}{LEGS[leg]}{mix.suffix}")
