"""Errors as GeoReport v2 has them: a list of codes and descriptions, in the form the address asks for."""

import logging
from typing import Final

from aiohttp import web

from callcenter.web.api.kinds import ApiProblem
from callcenter.web.api.problems import problem_of
from callcenter.web.open311.forms import XML, put
from callcenter.web.problems import Handler

log = logging.getLogger(__name__)

# The specification knows 400, 403 and 404: what is wrong with a request is a 400, a key that opens nothing a 403.
_STATUS: Final = {409: 400, 413: 400, 415: 400, 422: 400}
_HTTP: Final = {
    404: "Không có địa chỉ này; xem /open311/v2/discovery.xml.",
    405: "Địa chỉ này không nhận kiểu yêu cầu đó.",
    413: "Nội dung gửi lên quá dài.",
}

# The report's fields as Open311 calls them, where the names differ.
NAMES: Final = {
    "content": "description",
    "place": "address_string",
    "reporter_name": "first_name, last_name",
    "reporter_phone": "phone",
    "reporter_email": "email",
    "ward": "attribute[ward]",
    "social_field": "attribute[social_field]",
    "confidential": "attribute[confidential]",
}


@web.middleware
async def answers_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost of Open311's own."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        status = _STATUS.get(error.status, error.status)
        return say(request, status, [_HTTP.get(error.status, "Yêu cầu không dùng được.")])
    except ApiProblem as known:
        return told(request, known)
    except Exception as error:
        problem = problem_of(error)
        if problem.status >= 500:
            log.exception("%s %s failed", request.method, request.path)
        return told(request, problem)


def told(request: web.Request, problem: ApiProblem) -> web.Response:
    """One description for each field that is wrong, else one for all."""
    if problem.kind == "no_token":
        return say(
            request, 403, ["api_key: thiếu, hoặc không còn dùng được. Đơn vị vận hành Tổng đài 1022 cấp api_key."]
        )
    lines = [f"{NAMES.get(name, name)}: {fault}" for name, fault in problem.fields.items()] or [problem.detail]
    kept = {name: value for name, value in problem.headers.items() if name == "Retry-After"}
    return say(request, _STATUS.get(problem.status, problem.status), lines, kept)


def say(request: web.Request, status: int, lines: list[str], headers: dict[str, str] | None = None) -> web.Response:
    form = XML if request.path.endswith(f".{XML}") else "json"
    errors = [{"code": status, "description": line} for line in lines]
    return put(form, "errors", errors, status, **(headers or {}))
