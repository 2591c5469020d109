"""Contacts over HTTP: those that wait for somebody, one with its caller, and closing one without a case."""

import asyncio

from aiohttp import web

from callcenter.web.bodies import NoCaseBody, read
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.to_json import answer
from crm import queries
from crm.audit import audit
from crm.categories import category_name
from crm.contacts import close_contact, contact_by_linkedid
from crm.messages import CloseContact
from crm.phone_numbers import show
from crm.topics import topic_name
from crm.views import CallerView, ContactView


async def waiting(request: web.Request) -> web.Response:
    """The operator's calls that have no ticket yet, and everybody's calls to return."""
    services, who = request.app[SERVICES], request[WHO]
    now = services.now()
    unfinished = await asyncio.to_thread(queries.unfinished_contacts, services.store, who.username, now)
    to_return = await asyncio.to_thread(queries.calls_to_return, services.store, now)
    return answer({"unfinished": unfinished, "to_return": to_return})


async def one(request: web.Request) -> web.Response:
    """A past call in the form of the screen pop's card, with all we know of its caller. The look is written down."""
    services, who = request.app[SERVICES], request[WHO]
    now = services.now()
    contact = await asyncio.to_thread(contact_by_linkedid, services.store, request.match_info["linkedid"], now)
    caller = await asyncio.to_thread(queries.caller, services.store, contact.phone, now, leave_out=contact.linkedid)
    await asyncio.to_thread(audit, services.store, who.username, "reporter", contact.linkedid, now)
    return answer(card_of(contact, caller))


async def no_case(request: web.Request) -> web.Response:
    """The call becomes no case, with a reason of the list."""
    body = await read(NoCaseBody, request)
    services, who = request.app[SERVICES], request[WHO]
    command = CloseContact(request.match_info["linkedid"], body.reason, who.username, body.note)
    return answer(await asyncio.to_thread(close_contact, command, services.store, services.now()))


def card_of(contact: ContactView, caller: CallerView) -> dict[str, object]:
    """The same fields as the card of a living call (`callcenter.screen_pop`): the page draws both alike."""
    names = [category_name(contact.category)] if contact.category else []
    names += [topic_name(contact.topic)] if contact.topic else []
    return {
        "linkedid": contact.linkedid,
        "phone": contact.phone,
        "phone_shown": show(contact.phone),
        "caller_name": contact.caller_name,
        "answered_at": contact.answered_at,
        "due_at": contact.clock.due_at if contact.clock else None,
        "keys": contact.keys,
        "category": contact.category,
        "topic": contact.topic,
        "menu_path": " › ".join(names),
        "state": contact.state,
        "fallback": contact.fallback,
        "joined_incident": contact.joined_incident,
        "queue": contact.queues[-1] if contact.queues else None,
        "is_callback": False,
        "caller": caller,
    }
