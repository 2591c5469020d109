"""The methods of GeoReport v2, and who may use each."""

import asyncio
from hashlib import sha256
from typing import Final

from aiohttp import web

from callcenter.web.api.call import read
from callcenter.web.api.cases import tell_desks
from callcenter.web.api.kinds import ApiProblem
from callcenter.web.api.sent import OnceOnly
from callcenter.web.open311.call import Call, Method
from callcenter.web.open311.catalogue import as_defined, as_listed, services
from callcenter.web.open311.forms import put
from callcenter.web.open311.reading import question_of, request_row, update_rows
from callcenter.web.open311.reports import fields_of
from crm.api_cases import Idempotency, ReceiveReport, receive_report
from crm.api_queries import ApiCase, find_case, list_cases
from crm.api_tokens import Scope
from crm.case_code import parse

CHANGED: Final = "2026-11-24T00:00:00+07:00"
SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
MOST_UPDATED: Final = 50  # cases whose updates are asked for at once
KEY: Final = "Idempotency-Key"  # not of the specification; the same as in /api/v1, and never needed

READERS: Final = frozenset({Scope.READ, Scope.READ_ALL})


async def discovery(call: Call) -> web.Response:
    """Where the API is and what it speaks (wiki.open311.org/Service_Discovery)."""
    here = call.request.url.origin() / "open311/v2"
    endpoint = {
        "specification": SPECIFICATION,
        "url": str(here),
        "changeset": CHANGED,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    content = {
        "changeset": CHANGED,
        "contact": "Tổng đài 1022 Hải Phòng, 0225.1022",
        "key_service": "Đơn vị vận hành Tổng đài 1022 cấp api_key.",
        "endpoints": [endpoint],
    }
    return put(call.form, "discovery", content)


async def service_list(call: Call) -> web.Response:
    return put(call.form, "services", [as_listed(service) for service in services().values()])


async def service_definition(call: Call) -> web.Response:
    service = services().get(call.request.match_info["code"])
    if service is None:
        raise ApiProblem("not_found", "service_code: không có dịch vụ này; xem /open311/v2/services.xml.")
    return put(call.form, "service_definition", as_defined(service))


async def create(call: Call) -> web.Response:
    """A report becomes a case; the answer has its code at once."""
    client, services = call.client, call.services
    assert client.token.channel is not None  # the scope needs one
    fields = fields_of(call)
    command = ReceiveReport(fields, client.token.name, client.token.channel, idempotency_of(call))
    code = await asyncio.to_thread(receive_report, command, code_of, services.store, services.now())
    tell_desks(services, client.actor, code, 1)
    row = {
        "service_request_id": code,
        "service_notice": "Phản ánh đã được Tổng đài 1022 tiếp nhận.",
        "account_id": None,
    }
    return put(call.form, "service_requests", [row], 201)


async def listed(call: Call) -> web.Response:
    services = call.services
    question = question_of(call, services.now())
    page = await asyncio.to_thread(list_cases, question, services.store, services.now())
    return put(call.form, "service_requests", [request_row(case) for case in page.cases])


async def one(call: Call) -> web.Response:
    return put(call.form, "service_requests", [request_row(await find(call, call.request.match_info["code"]))])


async def token(call: Call) -> web.Response:
    """Our reports have their code at once, so that a token is the code itself."""
    case = await find(call, call.request.match_info["code"])
    return put(call.form, "service_requests", [{"service_request_id": case.code, "token": case.code}])


async def updates(call: Call) -> web.Response:
    """The steps of the cases named (an extension of the specification)."""
    codes = call.parts("service_request_id")
    if not 0 < len(codes) <= MOST_UPDATED:
        raise ApiProblem("invalid", f"service_request_id: nêu từ 1 đến {MOST_UPDATED} mã, cách nhau bằng dấu phẩy.")
    rows = [row for code in codes for row in update_rows(await find(call, code))]
    return put(call.form, "service_request_updates", rows)


async def find(call: Call, code: str) -> ApiCase:
    """A case that this client may see. Raises `NotFound`, `BadCaseCode`."""
    services, client = call.services, call.client
    return await asyncio.to_thread(
        lambda: find_case(parse(code), client.reads_as, services.store, services.now(), everybodys=client.sees_all)
    )


def code_of(case: ApiCase) -> str:
    """What is kept as the answer to a key."""
    return case.code


def idempotency_of(call: Call) -> Idempotency | None:
    if KEY not in call.request.headers:
        return None
    key = read(OnceOnly, {KEY: call.request.headers[KEY]}).idempotency_key
    said = sorted((name, value) for name, value in call.parameters.items() if name != "api_key")
    return Idempotency(key, sha256(f"open311\n{said}".encode()).hexdigest())


METHODS: Final = (
    Method("GET", "/discovery.{form:json|xml}", discovery, None),
    Method("GET", "/services.{form:json|xml}", service_list, None),
    Method("GET", "/services/{code:[a-z_-]+}.{form:json|xml}", service_definition, None),
    Method("GET", "/requests.{form:json|xml}", listed, READERS),
    Method("POST", "/requests.{form:json|xml}", create, frozenset({Scope.CREATE})),
    Method("GET", r"/requests/{code:[^/.]+}.{form:json|xml}", one, READERS),
    Method("GET", r"/tokens/{code:[^/.]+}.{form:json|xml}", token, READERS),
    Method("GET", "/servicerequestupdates.{form:json|xml}", updates, READERS),
)
