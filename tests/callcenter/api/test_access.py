"""Who may do what with the API: tokens, scopes, allowances; and what nobody is shown of others' cases."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select

from callcenter.web.api.operation import Operation
from callcenter.web.api.operations import OPERATIONS
from crm.account_tables import AuditRow
from crm.api_tokens import Scope, list_tokens, revoke_token
from crm.desk import forward_case
from crm.life_messages import AcceptCase
from crm.messages import ForwardCase
from crm.unit_desk import accept_case
from tests.callcenter.api.clients import PORTAL, Client, a_client
from tests.callcenter.web.house import NAME, PASSWORD, House, Person

EVERY = frozenset(Scope)
MAY = {
    "createCase": {Scope.CREATE},
    "listCases": {Scope.READ, Scope.READ_ALL},
    "getCase": {Scope.READ, Scope.READ_ALL},
    "addAttachment": {Scope.CREATE},
    "withdrawCase": {Scope.WITHDRAW},
    "listCategories": EVERY,
    "listTopics": EVERY,
    "listWards": EVERY,
    "listUnits": EVERY,
}


def where(operation: Operation) -> str:
    return "/api/v1" + operation.path.format(code="260000019")


def test_every_operation_stands_in_the_matrix() -> None:
    assert {operation.name for operation in OPERATIONS} == set(MAY)


@pytest.mark.parametrize("scope", Scope)
async def test_a_scope_opens_what_the_matrix_says_and_nothing_else(
    house: House, http: TestClient[Any, Any], scope: Scope
) -> None:
    client = a_client(house, http, (scope,))
    headers = {"Authorization": f"Bearer {client.token}"}
    for operation in OPERATIONS:
        answer = await http.request(operation.method, where(operation), headers=headers)
        refused = answer.status == 403
        assert refused == (scope not in MAY[operation.name]), operation.name
        if refused:
            assert (await answer.json())["code"] == "missing_scope"
            assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "sent", [{}, {"Authorization": "Bearer t1022_" + "A" * 43}, {"Authorization": "Basic bGFuOng="}]
)
async def test_without_a_living_token_everything_is_closed(http: TestClient[Any, Any], sent: dict[str, str]) -> None:
    for operation in OPERATIONS:
        answer = await http.request(operation.method, where(operation), headers=sent)
        assert (answer.status, (await answer.json())["code"]) == (401, "no_token"), operation.name
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="1022"')


async def test_a_session_of_the_desk_opens_nothing_here_and_no_cookie_is_given(http: TestClient[Any, Any]) -> None:
    await Person(http).log_in("lan", PASSWORD)
    answer = await http.get("/api/v1/categories")
    assert (answer.status, "Set-Cookie" in answer.headers) == (401, False)


async def test_a_revoked_token_opens_nothing_and_a_new_one_of_the_name_sees_the_same_cases(
    house: House, http: TestClient[Any, Any], portal: Client
) -> None:
    case = await portal.reported()
    (token,) = list_tokens(house.store)
    revoke_token(token.id, "quan", house.store, house.moment)
    assert (await portal.get("/cases")).status == 401
    successor = a_client(house, http)
    (followed,) = (await (await successor.get("/cases")).json())["cases"]
    assert (followed["code"], followed["own"]) == (case["code"], True)
    with house.store.reading() as session:
        written = session.execute(select(AuditRow.actor, AuditRow.what).where(AuditRow.what.like("token%"))).all()
    assert [tuple(row) for row in written] == [("quan", what) for what in ("token_add", "token_revoke", "token_add")]


async def test_when_a_token_was_last_used_is_known_to_the_minute(house: House, portal: Client) -> None:
    assert list_tokens(house.store)[0].used_at is None
    await portal.get("/topics")
    first = house.moment
    house.moment += timedelta(seconds=59)
    await portal.get("/topics")
    assert list_tokens(house.store)[0].used_at == first
    house.moment += timedelta(seconds=1)
    await portal.get("/topics")
    assert list_tokens(house.store)[0].used_at == house.moment


async def test_too_many_requests_are_told_when_to_come_again(house: House, http: TestClient[Any, Any]) -> None:
    hasty = a_client(house, http, PORTAL, per_minute=2)
    first = await hasty.get("/units")
    assert (first.headers["RateLimit-Policy"], first.headers["RateLimit"]) == ('"minute";q=2;w=60', '"minute";r=1;t=60')
    house.moment += timedelta(seconds=20)
    assert (await hasty.get("/units")).status == 200
    refused = await hasty.get("/units")
    assert (refused.status, (await refused.json())["code"]) == (429, "too_many_requests")
    assert refused.headers["Retry-After"] == "40"
    house.moment += timedelta(seconds=40)
    assert (await hasty.get("/units")).status == 200


async def test_others_cases_show_nothing_that_anybody_wrote(house: House, portal: Client, reader: Client) -> None:
    case = await portal.reported()
    path = f"/cases/{case['code']}"
    forward_case(ForwardCase(case["code"], 1, "cap_nuoc", "lan", f"{NAME} chờ ở nhà"), house.store, house.moment)
    accept_case(AcceptCase(case["code"], 2, "cap_nuoc_1"), house.store, house.moment)
    for answer in (await reader.get(path), await reader.get("/cases")):
        text = await answer.text()
        assert answer.status == 200
        for personal in (NAME, "912345678", "uoc@", "Thiên Lôi", "Mất nước", "lan", "cap_nuoc_1", "chờ ở nhà"):
            assert personal not in text
    shown = await (await reader.get(path)).json()
    assert (shown["own"], shown["content"], shown["place"], shown["attachments"]) == (False, None, None, [])
    assert [event["step"] for event in shown["timeline"]] == ["open", "forward", "accept"]


async def test_a_token_for_open_data_reads_as_others_do_whatever_its_name(
    house: House, http: TestClient[Any, Any], portal: Client
) -> None:
    open_data = a_client(house, http, (Scope.READ_ALL,))
    code = (await portal.reported())["code"]
    hidden = (await portal.reported(confidential=True))["code"]
    shown = await (await open_data.get(f"/cases/{code}")).json()
    assert (shown["own"], shown["content"]) == (False, None)
    assert (await open_data.get(f"/cases/{hidden}")).status == 404
    assert [case["code"] for case in (await (await open_data.get("/cases")).json())["cases"]] == [code]
    (request,) = await (await http.get(f"/open311/v2/requests.json?api_key={open_data.token}")).json()
    assert (request["service_request_id"], request["description"]) == (code, None)


async def test_not_even_its_own_client_is_given_the_reporters_data(portal: Client) -> None:
    case = await portal.reported()
    text = await (await portal.get(f"/cases/{case['code']}")).text()
    assert "reporter" not in text
    assert NAME not in text
    assert "uoc@" not in text


async def test_a_confidential_case_is_not_there_for_others(portal: Client, reader: Client, app: Client) -> None:
    case = await portal.reported(confidential=True)
    path = f"/cases/{case['code']}"
    assert [(await client.get(path)).status for client in (portal, reader, app)] == [200, 404, 404]
    assert (await (await reader.get("/cases")).json())["cases"] == []


async def test_a_client_neither_reads_nor_changes_anothers_case(portal: Client, app: Client) -> None:
    case = await portal.reported()
    path = f"/cases/{case['code']}"
    answers = (
        await app.get(path),
        await app.post(f"{path}/withdraw", {"why": "x"}, if_match="*"),
        await app.http.post(f"/api/v1{path}/attachments", data=b"x", headers={"Authorization": f"Bearer {app.token}"}),
    )
    assert [(answer.status, (await answer.json())["code"]) for answer in answers] == [(404, "not_found")] * 3
    assert (await (await app.get("/cases")).json())["cases"] == []


async def test_no_foreign_page_is_let_in(portal: Client) -> None:
    preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    asked = await portal.http.options("/api/v1/cases", headers=preflight)
    assert (asked.status, asked.headers["Allow"]) == (405, "GET,POST")
    answer = await portal.get("/cases", origin="https://evil.example")
    assert not [name for name in (*asked.headers, *answer.headers) if name.startswith("Access-Control")]


async def test_an_unknown_address_is_a_problem_like_any_other(portal: Client) -> None:
    answer = await portal.get("/khong-co")
    assert (answer.status, answer.content_type, (await answer.json())["code"]) == (
        *(404, "application/problem+json", "not_found"),
    )
