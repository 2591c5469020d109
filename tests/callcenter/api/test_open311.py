"""Open311 GeoReport v2: the same cases by the words of the specification, in JSON and XML."""

from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from crm.api_tokens import Scope
from crm.desk import forward_case, refuse_case, withdraw_case
from crm.messages import ForwardCase, RefuseCase, WithdrawCase
from crm.places import find_ward
from crm.queries import case_by_code
from crm.shared_cases import shared_cases
from tests.callcenter.api.clients import Client, a_client
from tests.callcenter.web.house import NAME, House

ROOT = "/open311/v2"
LE_CHAN = find_ward("Lê Chân")[0].code


def a_request(**fields: Any) -> dict[str, Any]:
    """A complete form, as an app sends it."""
    usual = {
        "jurisdiction_id": "haiphong.gov.vn",
        "service_code": "infrastructure-water_supply",
        "description": "Mất nước cả ngõ",
        "address_string": "Ngõ 213 Thiên Lôi",
        "last_name": "Nguyễn Thị Ngọc",
        "first_name": "Ước",
        "phone": "0912345678",
        "email": "uoc@example.vn",
    }
    return {**usual, **fields}


async def get(client: Client, path: str, **parameters: str) -> ClientResponse:
    return await client.http.get(ROOT + path, params={"api_key": client.token, **parameters})


async def send(client: Client, form: str = "json", **fields: Any) -> ClientResponse:
    body = {"api_key": client.token, **a_request(**fields)}
    return await client.http.post(f"{ROOT}/requests.{form}", data=body, headers=client.headers)


async def sent(client: Client, **fields: Any) -> str:
    response = await send(client, **fields)
    assert response.status == 201, await response.text()
    return str((await response.json())[0]["service_request_id"])


async def ids(client: Client, **parameters: str) -> list[str]:
    answer = await get(client, "/requests.json", **parameters)
    assert answer.status == 200, await answer.text()
    return [row["service_request_id"] for row in await answer.json()]


async def xml(answer: ClientResponse) -> Element:
    assert answer.content_type == "text/xml"
    body = await answer.read()
    assert body.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return fromstring(body)


async def test_discovery_and_services_are_open_to_anybody_in_both_forms(http: TestClient[Any, Any]) -> None:
    found = await (await http.get(f"{ROOT}/discovery.json")).json()
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert found["endpoints"][0]["url"].endswith(ROOT)
    services = await (await http.get(f"{ROOT}/services.json")).json()
    listed = await xml(await http.get(f"{ROOT}/services.xml"))
    assert [one.findtext("service_code") for one in listed] == [one["service_code"] for one in services]
    assert (listed.tag, listed[0].tag, listed.findtext("service/metadata")) == ("services", "service", "true")
    assert {"infrastructure-water_supply", "social-noise", "suggestion", "directive"} <= {
        service["service_code"] for service in services
    }


async def test_a_service_says_what_else_may_be_told(http: TestClient[Any, Any]) -> None:
    social = await (await http.get(f"{ROOT}/services/social.json")).json()
    assert [(one["code"], one["required"]) for one in social["attributes"]] == [
        ("ward", False),
        ("confidential", False),
        ("social_field", True),
    ]
    noise = await xml(await http.get(f"{ROOT}/services/social-noise.xml"))
    wards = noise.findall("attributes/attribute[1]/values/value")
    assert (noise.tag, len(wards)) == ("service_definition", 114)
    unknown = await http.get(f"{ROOT}/services/potholes.json")
    assert (unknown.status, [error["code"] for error in await unknown.json()]) == (404, [404])


async def test_a_request_becomes_a_case_of_the_desk(house: House, app: Client) -> None:
    code = await sent(app, **{"attribute[ward]": LE_CHAN, "lat": "20.8449", "long": "106.6881"})
    case = case_by_code(house.store, code, house.moment)
    assert (case.fields.reporter_name, case.fields.reporter_phone) == (NAME, "+84912345678")
    assert (case.fields.place, case.fields.ward) == ("Ngõ 213 Thiên Lôi (20.8449, 106.6881)", LE_CHAN)
    assert (case.contacts[0].channel, case.clocks[0].due_at) == ("app", house.moment + timedelta(minutes=60))
    assert [line.code for line in shared_cases(house.store, "lan", house.moment)] == [code]


async def test_a_request_in_xml_is_answered_in_xml(app: Client) -> None:
    answer = await send(app, "xml", media_url="https://example.vn/a.jpg")
    made = await xml(answer)
    code = made.findtext("request/service_request_id") or ""
    assert (answer.status, made.tag, len(code)) == (201, "service_requests", 9)
    (shown,) = await xml(await get(app, f"/requests/{code}.xml"))
    assert shown.findtext("description") == "Mất nước cả ngõ\n\nTệp kèm theo: https://example.vn/a.jpg"
    assert (shown.findtext("status"), shown.findtext("lat"), shown.findtext("address")) == (
        "open",
        "",
        "Ngõ 213 Thiên Lôi",
    )


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"address_string": "", "lat": "20.8449", "long": "106.6881"}, "address_string"),
        ({"description": ""}, "description"),
        ({"first_name": "", "last_name": ""}, "first_name, last_name"),
        ({"attribute[ward]": "00001"}, "attribute[ward]"),
        ({"attribute[confidential]": "có"}, "attribute[confidential]"),
        ({"service_code": "social"}, "attribute[social_field]"),
        ({"lat": "north", "long": "106"}, "lat"),
    ],
)
async def test_what_is_wrong_with_a_request_is_told_by_its_open311_name(
    app: Client, wrong: dict[str, str], named: str
) -> None:
    answer = await send(app, **wrong)
    (error,) = await answer.json()
    assert (answer.status, error["code"]) == (400, 400)
    assert error["description"].startswith(f"{named}: ")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded; charset=klingon", b"description=x"),
        ("application/x-www-form-urlencoded", b"description=\xff"),
    ],
)
async def test_a_body_that_is_no_form_of_utf_8_is_refused(app: Client, kind: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {app.token}", "Content-Type": kind}
    answer = await app.http.post(f"{ROOT}/requests.json", data=body, headers=headers)
    assert (answer.status, [error["code"] for error in await answer.json()]) == (400, [400])


async def test_a_service_or_a_city_we_do_not_have_is_not_found(app: Client) -> None:
    for wrong in ({"service_code": "potholes"}, {"jurisdiction_id": "hanoi.gov.vn"}):
        answer = await send(app, "xml", **wrong)
        errors = await xml(answer)
        assert (answer.status, errors.tag, errors.findtext("error/code")) == (404, "errors", "404")


async def test_a_key_that_opens_nothing_is_a_403(house: House, http: TestClient[Any, Any], reader: Client) -> None:
    stranger = Client(http, "t1022_" + "A" * 43)
    answers = [await send(stranger), await get(stranger, "/requests.json"), await send(reader)]
    assert [answer.status for answer in answers] == [403] * 3
    assert (await answers[0].json())[0]["description"].startswith("api_key: ")
    creator = a_client(house, http, (Scope.CREATE,))
    assert (await get(creator, "/requests.json")).status == 403


async def test_requests_are_found_by_what_the_specification_filters(house: House, app: Client, reader: Client) -> None:
    start = f"{house.moment - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    end = f"{house.moment + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    water, noise = await sent(app), await sent(app, service_code="social-noise")
    withdraw_case(WithdrawCase(noise, 1, "Hết ồn", "lan"), house.store, house.moment)
    for asked, found in (
        ({}, [noise, water]),
        ({"status": "open"}, [water]),
        ({"status": "closed"}, [noise]),
        ({"status": "open,closed"}, [noise, water]),
        ({"service_code": "social-noise,suggestion"}, [noise]),
        ({"service_code": "infrastructure"}, []),
        ({"start_date": start, "end_date": end}, [noise, water]),
        ({"start_date": end}, []),
        ({"end_date": start}, []),
        ({"service_request_id": f"{water},260000010", "status": "closed"}, [water]),
    ):
        assert (asked, await ids(app, **asked)) == (asked, found)
        assert (asked, await ids(reader, **asked)) == (asked, found)
    house.moment += timedelta(days=91)
    assert await ids(app) == []
    assert await ids(app, end_date=end) == [noise, water]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"start_date": "yesterday"}, 400),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
        ({"status": "lost"}, 400),
        ({"service_code": "potholes"}, 404),
    ],
)
async def test_a_filter_that_cannot_be_is_refused(app: Client, asked: dict[str, str], status: int) -> None:
    answer = await get(app, "/requests.json", **asked)
    assert (answer.status, [error["code"] for error in await answer.json()]) == (status, [status])


async def test_a_request_is_followed_to_its_end_and_others_read_nothing_personal(
    house: House, app: Client, reader: Client
) -> None:
    code = await sent(app)
    refuse_case(RefuseCase(code, 1, "outside_city", "Việc ở Quảng Ninh", "lan"), house.store, house.moment)
    (own,) = await (await get(app, f"/requests/{code}.json")).json()
    assert (own["status"], own["status_notes"].startswith("Đã từ chối: ")) == ("closed", True)
    assert "Việc ở Quảng Ninh" in own["status_notes"]
    (shown,) = await (await get(reader, f"/requests/{code}.json")).json()
    assert (shown["status"], shown["status_notes"]) == ("closed", "Đã từ chối")
    assert (shown["description"], shown["address"], shown["lat"]) == (None, None, None)
    assert datetime.fromisoformat(shown["requested_datetime"]) == house.moment
    hidden = await sent(app, **{"attribute[confidential]": "true"})
    assert (await get(reader, f"/requests/{hidden}.json")).status == 404
    assert await ids(reader) == [code]


async def test_steps_are_told_as_updates(house: House, app: Client) -> None:
    code = await sent(app)
    forward_case(ForwardCase(code, 1, "cap_nuoc", "lan", "Theo quy tắc"), house.store, house.moment)
    rows = await (await get(app, "/servicerequestupdates.json", service_request_id=code)).json()
    assert [(row["update_id"], row["status"], row["description"]) for row in rows] == [
        (f"{code}-1", "open", "tiếp nhận (Điều 7.1a)"),
        (f"{code}-2", "open", "chuyển xử lý (Điều 7.1b)"),
    ]
    written = await xml(await get(app, "/servicerequestupdates.xml", service_request_id=code))
    assert (written.tag, written[0].tag) == ("service_request_updates", "request_update")
    assert (await get(app, "/servicerequestupdates.json")).status == 400


async def test_a_token_is_the_code_itself(app: Client) -> None:
    code = await sent(app)
    assert await (await get(app, f"/tokens/{code}.json")).json() == [{"service_request_id": code, "token": code}]
    assert (await get(app, "/tokens/260000010.json")).status == 404


async def test_a_request_sent_again_with_its_key_opens_one_case(app: Client) -> None:
    app.headers["Idempotency-Key"] = "k-1"
    assert await sent(app) == await sent(app)
    assert (await send(app, description="Việc khác")).status == 400


async def test_letters_that_xml_cannot_say_are_left_out(app: Client) -> None:
    code = await sent(app, description="Mất\x0bnước <b>&")
    (shown,) = await xml(await get(app, f"/requests/{code}.xml"))
    assert shown.findtext("description") == "Mất nước <b>&"
