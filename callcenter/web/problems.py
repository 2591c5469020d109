"""Every error a request can end in, as one table: HTTP status, the word for programs, the message for the operator."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp_jinja2
from aiohttp import web

from callcenter.errors import AmiError, NotTalking, PhoneNotReachable
from callcenter.flow_desk import CannotSpeak
from callcenter.web.errors import NotLoggedIn, WebError
from callcenter.web.keys import WHO
from callcenter.web.to_json import answer
from crm.admin_errors import BadSheet, BookRefused, FaultyRules, StaleBook
from crm.errors import (
    AttachmentRefused,
    BadCaseCode,
    BadPeriod,
    ContactSettled,
    CrmError,
    HasDuplicates,
    ImpossibleStep,
    IncompleteCase,
    NotFound,
    StaleCase,
    StaleIncident,
    StoreUnavailable,
    WrongUnit,
    WrongValue,
)
from crm.recordings.errors import SealBroken, UnknownKey
from ivr_flows.errors import FlowError, FlowTaken, MenuError

log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# The first class that fits wins. A `CrmError` of no row is our own mistake: 500.
_ANSWERS: Final[tuple[tuple[type[Exception], int, str], ...]] = (
    (NotFound, 404, "not_found"),
    (BadCaseCode, 404, "not_found"),
    (StaleCase, 409, "stale_case"),
    (StaleIncident, 409, "stale_incident"),
    (ImpossibleStep, 409, "impossible_step"),
    (ContactSettled, 409, "contact_settled"),
    (IncompleteCase, 422, "incomplete_case"),
    (HasDuplicates, 409, "has_duplicates"),
    (WrongUnit, 422, "wrong_unit"),
    (WrongValue, 422, "wrong_value"),
    (BadPeriod, 422, "bad_period"),
    (AttachmentRefused, 422, "attachment_refused"),
    (StaleBook, 409, "stale_book"),
    (BookRefused, 409, "book_refused"),
    (BadSheet, 422, "bad_sheet"),
    (FaultyRules, 422, "faulty_rules"),
    (PhoneNotReachable, 409, "phone_not_reachable"),
    (NotTalking, 409, "not_talking"),
    (FlowTaken, 409, "flow_taken"),
    (FlowError, 422, "faulty_flow"),
    (CannotSpeak, 422, "cannot_speak"),
    (AmiError, 503, "telephone_away"),
    (SealBroken, 409, "recording_broken"),
    (UnknownKey, 409, "recording_locked"),
    (StoreUnavailable, 503, "store_away"),
)
_HTTP: Final = {
    404: ("not_found", "Không có trang này."),
    405: ("bad_request", "Trang này không nhận kiểu yêu cầu đó."),
    413: ("too_long", "Nội dung gửi lên quá dài."),
}
_OURS: Final = (
    "Máy chủ gặp lỗi khi làm việc này. Chữ bạn viết vẫn giữ trên máy; thử lại, nếu vẫn lỗi hãy báo trưởng ca."
)


@web.middleware
async def answers_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Outermost: whatever goes wrong becomes one honest answer, a page for people and JSON for programs."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:  # a redirect
            raise
        word, message = _HTTP.get(error.status, ("bad_request", "Yêu cầu không dùng được."))
        return _say(request, error.status, word, message)
    except NotLoggedIn as error:
        if _wants_page(request):
            raise web.HTTPSeeOther("/login") from None
        return _say(request, error.status, error.word, error.message)
    except WebError as error:
        return _say(request, error.status, error.word, error.message, fields=error.fields)
    except Exception as error:
        status, word = _known(error)
        if status >= 500:
            log.exception("%s %s failed", request.method, request.path)
        return _say(request, status, word, _OURS if status == 500 else str(error), **_more(error))


def _known(error: Exception) -> tuple[int, str]:
    return next(((status, word) for kind, status, word in _ANSWERS if isinstance(error, kind)), (500, "internal"))


def _more(error: Exception) -> dict[str, object]:
    """What the page needs to go on: the case as it is now, the fields that are missing."""
    match error:
        case StaleCase() | StaleIncident():
            return {"current": error.current}
        case AttachmentRefused():
            return {"why": error.why}
        case WrongValue():
            return {"fields": {error.field: str(error)}}
        case IncompleteCase():
            return {"fields": dict.fromkeys(error.fields, "Cần điền mục này.")}
        case MenuError():
            return {"faults": error.lines}
        case BadSheet() | FaultyRules():
            return {"faults": error.faults}
        case CrmError() | _:
            return {}


def _say(request: web.Request, status: int, word: str, message: str, **more: object) -> web.Response:
    if not _wants_page(request):
        return answer({"error": word, "message": message, **more}, status)
    who = request.get(WHO)
    context = {"heading": "Không mở được trang", "message": message, "csrf": who.csrf if who else None}
    return aiohttp_jinja2.render_template("message.html", request, context, status=status)


def _wants_page(request: web.Request) -> bool:
    return "text/html" in request.headers.get("Accept", "")
