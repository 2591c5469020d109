"""The operator's page: its frame, and the boot data from which the scripts build the rest."""

import asyncio
from typing import Final

import aiohttp_jinja2
from aiohttp import web
from markupsafe import Markup

from callcenter.web.errors import NotAllowed
from callcenter.web.keys import SERVICES, WHO, Who
from callcenter.web.pausing import PAUSE_REASONS
from callcenter.web.services import WebServices
from callcenter.web.to_json import dumps_for_html
from crm.attachments.kinds import TAKEN, media_types
from crm.case import STATE_NAMES, STEP_NAMES
from crm.categories import CATEGORIES, SOCIAL_FIELD_NAMES
from crm.field_names import FIELD_NAMES
from crm.names import CHANNEL_NAMES, CLOCK_NAMES, COUNTING_NAMES, DOER_NAMES, HOLDER_NAMES
from crm.places import former_names, wards
from crm.queries import all_units, city_office_code
from crm.reasons import no_case_reasons, refusal_reasons
from crm.topics import topics

NAMES: Final = {  # the store's own words for its keys
    "states": dict(STATE_NAMES),
    "steps": dict(STEP_NAMES),
    "doers": dict(DOER_NAMES),
    "channels": dict(CHANNEL_NAMES),
    "clocks": dict(CLOCK_NAMES),
    "countings": dict(COUNTING_NAMES),
    "holders": dict(HOLDER_NAMES),
    "fields": dict(FIELD_NAMES),
}
PAGES: Final = {"operator": ("search", "reports"), "supervisor": ("search", "reports", "admin")}  # beside the desk
HOMES: Final = {"operator": "/operator", "supervisor": "/operator", "admin": "/admin/rules"}


async def home(request: web.Request) -> web.Response:
    """Each role to its own page."""
    where = HOMES.get(request[WHO].role)
    if where is None:
        raise NotAllowed("Tài khoản này không có bàn trực. Hãy đăng nhập bằng tài khoản tổng đài viên hoặc trưởng ca.")
    raise web.HTTPSeeOther(where)


@aiohttp_jinja2.template("operator.html")
async def operator_page(request: web.Request) -> dict[str, object]:
    services, who = request.app[SERVICES], request[WHO]
    boot = await asyncio.to_thread(choices, services) | _person(request, services, who) | _files(services)
    return {
        "user": who,
        "csrf": who.csrf,
        "categories": boot["categories"],
        "social_fields": boot["social_fields"],
        "boot_json": Markup(dumps_for_html(boot)),
        "pages": PAGES[who.role],
    }


def choices(services: WebServices) -> dict[str, object]:
    """The lists that the pages' scripts choose from and name things by."""
    return {
        "categories": CATEGORIES,
        "social_fields": [{"key": key, "name": name} for key, name in SOCIAL_FIELD_NAMES.items()],
        "topics": topics(),
        "wards": [
            {"code": ward.code, "name": ward.full_name, "former": former_names().get(ward.code, ())} for ward in wards()
        ],
        "units": all_units(services.store),
        "city_office": city_office_code(services.store),
        "refusal_reasons": refusal_reasons(),
        "no_case_reasons": no_case_reasons(),
        "pause_reasons": PAUSE_REASONS,
        "names": NAMES,
    }


def _files(services: WebServices) -> dict[str, object]:
    """What may be attached to a case, so that the page refuses the rest before it is sent."""
    kinds = {kind.media_type: kind.kind for kind in media_types().values()}
    return {"attachments": {"limits": services.attachment_limits, "kinds": kinds, "taken": TAKEN}}


def _person(request: web.Request, services: WebServices, who: Who) -> dict[str, object]:
    return {
        "now": services.now(),
        "user": {"username": who.username, "full_name": who.full_name, "role": who.role},
        "csrf": who.csrf,
        "sip": {
            "uri": f"sip:op-{who.username}@{request.url.host_subcomponent}",
            "ws_url": services.sip.url_for(request),
            "ha1": who.sip_ha1,
            "realm": services.sip.realm,
        },
    }
