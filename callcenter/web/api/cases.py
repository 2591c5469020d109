"""Cases over the API: reported, followed, withdrawn. What may be done, and what may be seen, stands in `crm`."""

import asyncio
import json
from hashlib import sha256
from typing import Final

from aiohttp import web
from multidict import MultiDict

from callcenter.web.api.answers import Case, Cases, CaseSummary
from callcenter.web.api.call import JSON, Call
from callcenter.web.api.kinds import ApiProblem
from callcenter.web.api.sent import CaseFilter, IfChanged, NewCase, OnceOnly, OnlyIf, Withdrawal
from callcenter.web.services import WebServices
from crm.api_cases import Idempotency, ReceiveReport, receive_report
from crm.api_queries import ApiCase, find_case, list_cases, written
from crm.case_code import parse
from crm.desk import withdraw_case
from crm.errors import StaleCase
from crm.messages import WithdrawCase

CHANGED: Final = "Phản ánh đã thay đổi kể từ bản mà If-Match nêu. Hãy đọc lại rồi hỏi lại người dân."


async def create(call: Call) -> web.Response:
    """A report becomes a case; the same request again gets the same answer."""
    body: NewCase = call.body
    headers: OnceOnly = call.headers
    token, services = call.caller.token, call.services
    assert token.channel is not None  # the scope needs one
    once = Idempotency(headers.idempotency_key, hash_of_request(call.request, body))
    command = ReceiveReport(body.as_fields(), token.name, token.channel, once)
    text = await asyncio.to_thread(receive_report, command, as_text, services.store, services.now())
    code = json.loads(text)["code"]
    tell_desks(services, call.caller.actor, code, 1)
    return whole(text, 201, {"Location": f"{call.request.path}/{code}"})


async def one(call: Call) -> web.Response:
    headers: IfChanged = call.headers
    case = await find(call, call.caller.reads_as, everybodys=call.caller.sees_all)
    text = as_text(case)
    if headers.if_none_match is not None and names(headers.if_none_match, text):
        return web.Response(status=304, headers={"ETag": tag_of(text)})
    return whole(text)


async def listed(call: Call) -> web.Response:
    query: CaseFilter = call.query
    question = query.as_question(call.caller.reads_as, sees_all=call.caller.sees_all)
    page = await asyncio.to_thread(list_cases, question, call.services.store, call.services.now())
    following = written(page.next) if page.next else None
    answer = Cases(cases=[CaseSummary.of(case) for case in page.cases], next=following)
    headers = {"Link": link_to(call.request, following)} if following else {}
    return web.Response(text=answer.model_dump_json(), content_type=JSON, headers=headers)


async def withdraw(call: Call) -> web.Response:
    """Người dân thu hồi. The case is as the citizen saw it, or nothing happens."""
    body: Withdrawal = call.body
    headers: OnlyIf = call.headers
    case = await find(call, call.caller.actor)
    if not names(headers.if_match, as_text(case)):
        raise ApiProblem("precondition_failed", CHANGED)
    command = WithdrawCase(case.code, case.version, body.why, call.caller.actor)
    try:
        withdrawn = await asyncio.to_thread(withdraw_case, command, call.services.store, call.services.now())
    except StaleCase:
        raise ApiProblem("precondition_failed", CHANGED) from None
    tell_desks(call.services, call.caller.actor, withdrawn.code, withdrawn.version)
    return whole(as_text(await find(call, call.caller.actor)))


async def find(call: Call, actor: str, *, everybodys: bool = False) -> ApiCase:
    """The case of the address, when this client may see it; without `everybodys` its own only. Raises `NotFound`."""
    services, code = call.services, parse(call.request.match_info["code"])
    return await asyncio.to_thread(
        lambda: find_case(code, actor, services.store, services.now(), everybodys=everybodys)
    )


def tell_desks(services: WebServices, actor: str, code: str, version: int) -> None:
    """Open pages show it in the same second, like a step somebody took at another desk."""
    services.bridge.push.to_all({"type": "case", "code": code, "version": version, "by": actor})


def whole(text: str, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    more = {"ETag": tag_of(text), **(headers or {})}
    return web.Response(text=text, status=status, content_type=JSON, headers=more)


def as_text(case: ApiCase) -> str:
    return Case.of(case).model_dump_json()


def tag_of(text: str) -> str:
    """The entity tag of an answer: another one for every other answer, also when only a term passed meanwhile."""
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def names(tags: str, text: str) -> bool:
    """Whether the tags of an If-Match or If-None-Match name this answer, by whatever proxy they came."""
    return tags == "*" or tag_of(text) in tags


def hash_of_request(request: web.Request, body: NewCase) -> str:
    """All that a request says, however its JSON is spaced and ordered."""
    return sha256(f"{request.method} {request.path}\n{body.model_dump_json()}".encode()).hexdigest()


def link_to(request: web.Request, cursor: str) -> str:
    """The address of the next page, with the same filters."""
    query = MultiDict(request.query)
    query["cursor"] = cursor
    return f'<{request.rel_url.with_query(query)}>; rel="next"'
