"""Parent incidents over HTTP: everybody at the desk sees them and hangs cases on them; supervisors open and end them.

Each change is pushed to every page, so that the desk knows in the same second what callers are told.
"""

import asyncio

from aiohttp import web

from callcenter.web.bodies import CloseIncidentBody, HangBody, IncidentBody, NoticeBody, read
from callcenter.web.errors import NotThere
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.services import WebServices
from callcenter.web.to_json import answer
from crm import incident_queries, incidents
from crm.audit import audit
from crm.incident_messages import (
    ChangeNotice,
    CloseIncident,
    IncidentView,
    JoinIncident,
    LeaveIncident,
    NoticeToSay,
    OpenIncident,
)


async def going_on(request: web.Request) -> web.Response:
    services = request.app[SERVICES]
    return answer({"incidents": await asyncio.to_thread(incident_queries.open_incidents, services.store)})


async def one(request: web.Request) -> web.Response:
    """A whole incident. Its cases show who reported them: the look is written down (Điều 10)."""
    services, number = request.app[SERVICES], number_of(request)
    incident = await asyncio.to_thread(incident_queries.incident_by_id, services.store, number, services.now())
    await asyncio.to_thread(audit, services.store, request[WHO].username, "incident", str(number), services.now())
    return answer(incident)


async def open_one(request: web.Request) -> web.Response:
    body = await read(IncidentBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = OpenIncident(body.primary, body.title, body.notice, who.username, body.everyone, body.wards)
    incident = await asyncio.to_thread(incidents.open_incident, command, services.store, services.now())
    return await changed(services, incident, 201)


async def change_notice(request: web.Request) -> web.Response:
    body = await read(NoticeBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = ChangeNotice(number_of(request), body.version, body.notice, body.everyone, who.username)
    incident = await asyncio.to_thread(incidents.change_notice, command, services.store, services.now())
    return await changed(services, incident)


async def close(request: web.Request) -> web.Response:
    body = await read(CloseIncidentBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = CloseIncident(number_of(request), body.version, body.message, who.username)
    incident = await asyncio.to_thread(incidents.close_incident, command, services.store, services.now())
    return await changed(services, incident)


async def join(request: web.Request) -> web.Response:
    """The case hangs on the incident; answers with the case."""
    body = await read(HangBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = JoinIncident(number_of(request), body.code, body.version, who.username, body.why)
    return answer(await asyncio.to_thread(incidents.join_incident, command, services.store, services.now()))


async def leave(request: web.Request) -> web.Response:
    """The case goes on by itself; answers with the case."""
    body = await read(HangBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = LeaveIncident(number_of(request), body.code, body.version, who.username, body.why)
    return answer(await asyncio.to_thread(incidents.leave_incident, command, services.store, services.now()))


async def changed(services: WebServices, incident: IncidentView, status: int = 200) -> web.Response:
    """Tell every page, make the notice's sound, answer. `notice_problem` is why callers do not hear it (yet)."""
    services.bridge.push.to_all({"type": "incident", "incident": incident.incident})
    problem = await speak(services, incident)
    whole = {"incident": incident.incident, "cases": incident.cases, "history": incident.history}
    return answer({**whole, "notice_problem": problem}, status)


async def speak(services: WebServices, incident: IncidentView) -> str | None:
    """Have the notice spoken, so that the first caller need not wait for it; None when nothing is wrong with that."""
    line = incident.incident
    if line.closed_at or not line.notice:
        return None
    return await services.speak_notice(NoticeToSay(line.id, line.notice))


def number_of(request: web.Request) -> int:
    """The incident's number in the address. Raises `NotThere`."""
    text = request.match_info["number"]
    if len(text) > 9:
        raise NotThere("Không có sự cố chung này.")
    return int(text)
