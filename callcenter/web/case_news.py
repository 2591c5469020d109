"""Somebody moved a case: told to every open page, so that lists and the case on a desk are right in the same second."""

from aiohttp import web

from callcenter.web.services import WebServices
from callcenter.web.to_json import answer
from crm.views import CaseView


def answer_and_tell(services: WebServices, case: CaseView, username: str, status: int = 200) -> web.Response:
    """The case for whoever asked; for all others its code and version. What it says they have to ask for themselves."""
    services.bridge.push.to_all({"type": "case", "code": case.code, "version": case.version, "by": username})
    return answer(case, status)
