"""Whatever goes wrong in a request to the API becomes one honest answer (RFC 9457, `application/problem+json`)."""

import logging
from typing import Final

from aiohttp import web

from callcenter.web.api.answers import FieldFault, Problem
from callcenter.web.api.kinds import KINDS, ApiProblem
from callcenter.web.problems import Handler
from crm.api_errors import KeyReused
from crm.errors import (
    AttachmentRefused,
    BadCaseCode,
    HasDuplicates,
    ImpossibleStep,
    IncompleteCase,
    NotFound,
    StaleCase,
    StoreUnavailable,
    WrongValue,
)

log = logging.getLogger(__name__)

PROBLEM_JSON: Final = "application/problem+json"
EXPLAINED: Final = "/api/v1/docs#"  # the `type` of a problem is where it is explained

# The first class that fits wins. An error of no row is our own mistake: 500.
_KINDS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (NotFound, "not_found"),
    (BadCaseCode, "not_found"),
    (StaleCase, "precondition_failed"),
    (ImpossibleStep, "impossible_step"),
    (HasDuplicates, "has_duplicates"),
    (IncompleteCase, "invalid"),
    (WrongValue, "invalid"),
    (KeyReused, "key_reused"),
    (StoreUnavailable, "unavailable"),
)
_FILES: Final = {"unknown_type": "unsupported_type", "too_large": "too_large", "too_many": "too_many_files"}
_HTTP: Final = {
    404: ("not_found", "Không có địa chỉ này. Xem /api/v1/docs."),
    405: ("wrong_method", "Xem tiêu đề Allow để biết kiểu yêu cầu được nhận."),
    413: ("too_large", "Nội dung gửi lên quá dài."),
}
_OURS: Final = "Lỗi này đã được ghi lại. Hãy thử lại sau; nếu vẫn lỗi, báo đơn vị vận hành Tổng đài 1022."


@web.middleware
async def answers_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost of the API's own."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        kind, detail = _HTTP.get(error.status, ("malformed", "Yêu cầu không dùng được."))
        allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        return _say(request, ApiProblem(kind, detail, headers=allow))
    except ApiProblem as known:
        return _say(request, known)
    except Exception as error:
        problem = problem_of(error)
        if problem.status >= 500:
            log.exception("%s %s failed", request.method, request.path)
        return _say(request, problem)


def problem_of(error: Exception) -> ApiProblem:
    """What went wrong inside, as the client is told it."""
    if isinstance(error, AttachmentRefused):
        return ApiProblem(_FILES.get(error.why, "file_refused"), str(error))
    kind = next((kind for known, kind in _KINDS if isinstance(error, known)), "internal")
    return ApiProblem(kind, _OURS if kind == "internal" else str(error), _fields(error))


def _fields(error: Exception) -> dict[str, str]:
    match error:
        case IncompleteCase():
            return dict.fromkeys(error.fields, "chưa điền")
        case WrongValue():
            return {error.field: str(error)}
        case _:
            return {}


def _say(request: web.Request, problem: ApiProblem) -> web.Response:
    kind = KINDS[problem.kind]
    body = Problem(
        type=f"{EXPLAINED}{problem.kind}",
        title=kind.title,
        status=kind.status,
        detail=problem.detail,
        instance=request.path,
        code=problem.kind,
        errors=[FieldFault(field=name, detail=fault) for name, fault in problem.fields.items()],
    )
    return web.Response(
        text=body.model_dump_json(), status=kind.status, content_type=PROBLEM_JSON, headers=problem.headers
    )
