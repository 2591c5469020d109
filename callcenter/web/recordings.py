"""Listening to a call: the mix or one side alone, by ranges, each time written down (Điều 10); and leaving out of it
what must not be recorded."""

import asyncio
from hashlib import sha256
from typing import Final

from aiohttp import web

from callcenter.web.errors import NotAllowed, NotThere
from callcenter.web.keys import SERVICES, WHO, Who
from callcenter.web.ranges import Part, asked_part, give, not_there
from callcenter.web.to_json import answer
from crm.audit import audit
from crm.case_code import parse
from crm.contacts import contact_by_linkedid
from crm.queries import case_by_code
from crm.recordings.files import WavFile, leg_path, look_at
from crm.recordings.listing import recordings_of
from crm.recordings.tables import Leg
from crm.views import ContactView

WAV: Final = "audio/wav"
NO_RECORDING: Final = "Cuộc gọi này không có bản ghi âm."
GONE: Final = "Bản ghi âm của cuộc gọi này không còn trên máy chủ."
NOT_YOURS: Final = "Bạn chỉ nghe lại được cuộc gọi của mình và cuộc gọi đã có phiếu. Hãy nhờ trưởng ca."


def may_listen(who: Who, contact: ContactView) -> bool:
    """A supervisor to every call; an operator to his own, and to those a case rests on [decided]."""
    return who.role == "supervisor" or contact.operator == who.username or contact.case_code is not None


async def listen(request: web.Request) -> web.StreamResponse:
    """A part of the sound; who heard which part of which leg is in the audit log before it is sent."""
    services, who = request.app[SERVICES], request[WHO]
    contact, leg = await asked_contact(request), Leg(request.match_info["leg"])
    path = await asked_path(request, contact, leg)
    sound = await asyncio.to_thread(services.recordings.sound, path)
    wav = await asyncio.to_thread(look_at, sound) if sound else None
    if sound is None or wav is None:
        raise NotThere(GONE if contact.recording or contact.voicemail else NO_RECORDING)
    tag = f'"{sha256(path.encode()).hexdigest()[:16]}-{wav.size}"'
    part = asked_part(request, wav.size, tag)
    if part is None:
        return not_there(wav.size)
    heard = f"{path} {seconds_of(part, wav)}"
    await asyncio.to_thread(
        audit, services.store, who.username, "recording", contact.linkedid, services.now(), detail=heard
    )
    return await give(request, sound, part, tag, WAV)


async def story(request: web.Request) -> web.Response:
    """Every recording of the call and of those it is one story with: transfers, consultations, conferences."""
    services = request.app[SERVICES]
    contact = await asked_contact(request)
    return answer({"recordings": await asyncio.to_thread(recordings_of, services.store, [contact.linkedid])})


async def of_case(request: web.Request) -> web.Response:
    """Every recording of the calls a case rests on, with their transfers, as one story in the order of time."""
    services = request.app[SERVICES]
    code = parse(request.match_info["code"])
    case = await asyncio.to_thread(case_by_code, services.store, code, services.now())
    calls = [contact.linkedid for contact in case.contacts]
    return answer({"recordings": await asyncio.to_thread(recordings_of, services.store, calls)})


async def asked_path(request: web.Request, contact: ContactView, leg: Leg) -> str:
    """The call's own recording, else its message, or `path`: one of its story, as `story` lists them.

    Raises `NotThere`.
    """
    own = leg_path(contact.recording, leg) if contact.recording else contact.voicemail or ""
    path = request.query.get("path")
    if path is None or path == own:
        return own
    known = await asyncio.to_thread(recordings_of, request.app[SERVICES].store, [contact.linkedid])
    if path not in {recording.path for recording in known if recording.leg is leg}:
        raise NotThere(NO_RECORDING)
    return path


async def asked_contact(request: web.Request) -> ContactView:
    services, who = request.app[SERVICES], request[WHO]
    linkedid = request.match_info["linkedid"]
    contact = await asyncio.to_thread(contact_by_linkedid, services.store, linkedid, services.now())
    if not may_listen(who, contact):
        raise NotAllowed(NOT_YOURS)
    return contact


def seconds_of(part: Part, wav: WavFile) -> str:
    """Which part that is for people: "0.0-12.5 s"."""
    begins, ends = (wav.seconds * place / part.size for place in (part.start, part.stop))
    return f"{begins:.1f}-{ends:.1f} s"


async def pause(request: web.Request) -> web.Response:
    """From now on silence is recorded: personal data is being said."""
    return await _switch(request, paused=True)


async def resume(request: web.Request) -> web.Response:
    return await _switch(request, paused=False)


async def _switch(request: web.Request, *, paused: bool) -> web.Response:
    """An operator in his own talk, a supervisor in any."""
    services, who = request.app[SERVICES], request[WHO]
    linkedid, recording = request.match_info["linkedid"], services.bridge.recording
    act = recording.pause if paused else recording.resume
    await act(linkedid, None if who.role == "supervisor" else who.username)
    what = "recording_pause" if paused else "recording_resume"
    await asyncio.to_thread(audit, services.store, who.username, what, linkedid, services.now())
    return answer({"paused": paused})
