"""Open311 put together: an application of its own under `/open311/v2`, with its own errors and the API's tokens."""

from typing import Final

from aiohttp import web

from callcenter.web.api.allowance import Rates
from callcenter.web.api.guard import RATES, tell_allowance
from callcenter.web.keys import SERVICES
from callcenter.web.open311.call import guarded
from callcenter.web.open311.methods import METHODS
from callcenter.web.open311.problems import answers_problems
from callcenter.web.services import WebServices

PREFIX: Final = "/open311/v2"


def make_open311(services: WebServices, rates: Rates) -> web.Application:
    """Everything under `/open311/v2`; `rates` are counted together with `/api/v1`."""
    open311 = web.Application(middlewares=[answers_problems])
    open311[SERVICES] = services
    open311[RATES] = rates
    for method in METHODS:
        open311.router.add_route(method.method, method.path, guarded(method))
    open311.on_response_prepare.append(tell_allowance)
    return open311
