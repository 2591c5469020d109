"""The API put together: an application of its own under `/api/v1`, with its own errors and its own door."""

from typing import Final

import aiohttp_jinja2
import jinja2
from aiohttp import web

from callcenter.web.api.allowance import Rates
from callcenter.web.api.docs import docs_page
from callcenter.web.api.guard import RATES, tell_allowance
from callcenter.web.api.openapi import document
from callcenter.web.api.operation import guarded
from callcenter.web.api.operations import OPERATIONS
from callcenter.web.api.problems import answers_problems
from callcenter.web.keys import DOCUMENT, SERVICES
from callcenter.web.services import WebServices
from callcenter.web.to_json import answer

PREFIX: Final = "/api/v1"


def make_api(services: WebServices, rates: Rates, loader: jinja2.BaseLoader) -> web.Application:
    """Everything under `/api/v1`; `rates` are counted together with other doors a token opens."""
    api = web.Application(middlewares=[answers_problems])
    api[SERVICES] = services
    api[RATES] = rates
    api[DOCUMENT] = document(OPERATIONS)
    aiohttp_jinja2.setup(api, loader=loader, trim_blocks=True, lstrip_blocks=True)
    for operation in OPERATIONS:
        api.router.add_route(operation.method, operation.path, guarded(operation))
    api.router.add_route("GET", "/openapi.json", openapi_json)
    api.router.add_route("GET", "/docs", docs_page)
    api.on_response_prepare.append(tell_allowance)
    return api


async def openapi_json(request: web.Request) -> web.Response:
    return answer(request.app[DOCUMENT])
