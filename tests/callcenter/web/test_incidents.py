"""Parent incidents and proposed duplicates over HTTP."""

from typing import Any

import pytest

from callcenter.web.to_json import dumps
from tests.callcenter.web.house import House, Person, a_ticket
from tests.callcenter.web.test_cases import open_case

LE_CHAN = "11383"
NOTICE = "Sự cố mất nước ở phường Lê Chân đã được ghi nhận."


async def open_incident(minh: Person, code: str, **known: Any) -> Any:
    body = {"primary": code, "title": "sự cố mất nước ở phường Lê Chân", "notice": NOTICE} | known
    response = await minh.post("/operator/incidents", body)
    assert response.status == 201, await response.text()
    return await response.json()


async def hang(person: Person, number: int, case: Any, verb: str = "join") -> Any:
    body = {"code": case["code"], "version": case["version"], "why": "Cùng khu vực"}
    return await (await person.post(f"/operator/incidents/{number}/{verb}", body)).json()


async def test_an_earlier_report_of_the_matter_is_proposed_with_score_and_reasons(lan: Person) -> None:
    earlier = await open_case(lan, contact=None, ward=LE_CHAN, place="Số 12 Tô Hiệu")
    form = {"category": "infrastructure", "topic": "water_supply", "ward": LE_CHAN, "place": "16 Tô Hiệu"}
    answer = await (await lan.post("/operator/duplicates", form | {"content": "mat nuoc"})).json()
    (proposal,) = answer["proposals"]
    assert (proposal["case"]["code"], proposal["case"]["state"]) == (earlier["code"], "new")
    assert proposal["score"] > 90
    assert "Cùng chủ đề Cấp nước" in proposal["reasons"]
    assert "reporter" not in dumps(proposal)
    own = await (await lan.post("/operator/duplicates", form | {"leave_out": earlier["code"]})).json()
    assert own["proposals"] == []


async def test_the_same_telephone_asking_about_the_same_matter_is_told(lan: Person) -> None:
    earlier = await open_case(lan, contact=None, ward=LE_CHAN, reporter_phone="0912345678")
    form = {"category": "infrastructure", "topic": "water_supply", "ward": LE_CHAN, "content": "mất nước cả ngõ"}
    answer = await (await lan.post("/operator/duplicates", form | {"phone": "0912 345 678"})).json()
    assert answer["same_phone"] == [earlier["code"]]
    other = await (await lan.post("/operator/duplicates", form | {"phone": "0987 654 321"})).json()
    assert (len(other["proposals"]), other["same_phone"]) == (1, [])


async def test_a_form_without_a_category_is_too_early_to_ask(lan: Person) -> None:
    response = await lan.post("/operator/duplicates", {"content": "Mất nước"})
    assert (response.status, (await response.json())["fields"]) == (400, {"category": "thiếu"})


async def test_a_supervisor_opens_an_incident_which_is_spoken_and_pushed_to_the_desk(
    house: House, lan: Person, minh: Person
) -> None:
    case = await open_case(lan, contact=None, ward=LE_CHAN)
    async with house.bridge.push.subscribe("lan") as page:
        await anext(page)
        opened = await open_incident(minh, case["code"])
        pushed = await anext(page)
    assert (pushed["type"], dumps(pushed["incident"])) == ("incident", dumps(opened["incident"]))
    assert [(notice.incident, notice.text) for notice in house.spoken] == [(opened["incident"]["id"], NOTICE)]
    assert (opened["notice_problem"], opened["incident"]["wards"]) == (None, [LE_CHAN])
    listed = await (await lan.get("/operator/incidents")).json()
    assert listed["incidents"] == [opened["incident"]]


async def test_an_operator_may_hang_cases_on_an_incident_but_not_open_or_end_it(lan: Person, minh: Person) -> None:
    first, second = [await open_case(lan, f"r-{number}", None) for number in (1, 2)]
    refused = await lan.post("/operator/incidents", {"primary": first["code"], "title": "x"})
    assert (refused.status, (await refused.json())["error"]) == (403, "not_allowed")
    number = (await open_incident(minh, first["code"]))["incident"]["id"]
    joined = await hang(lan, number, second)
    assert (joined["incident_id"], joined["history"][-1]["article"]) == (number, "7.5")
    whole = await (await lan.get(f"/operator/incidents/{number}")).json()
    assert (whole["incident"]["case_count"], len(whole["cases"])) == (2, 2)
    left = await hang(lan, number, joined, "leave")
    assert left["incident_id"] is None
    ended = await lan.post(f"/operator/incidents/{number}/close", {"version": 1, "message": "Đã có nước."})
    assert ended.status == 403


async def test_a_notice_that_cannot_be_spoken_is_told_and_the_incident_stands(
    house: House, lan: Person, minh: Person
) -> None:
    house.mute = "Không tạo được lời thoại incident.1: không rõ lý do"
    opened = await open_incident(minh, (await open_case(lan, contact=None))["code"])
    assert opened["notice_problem"] == house.mute
    assert len((await (await lan.get("/operator/incidents")).json())["incidents"]) == 1


async def test_the_notice_is_changed_and_the_incident_closed_with_one_message(
    house: House, lan: Person, minh: Person
) -> None:
    number = (await open_incident(minh, (await open_case(lan, contact=None))["code"]))["incident"]["id"]
    path = f"/operator/incidents/{number}"
    body = {"version": 1, "notice": "Có nước lúc 17 giờ.", "everyone": True}
    changed = await (await minh.post(f"{path}/notice", body)).json()
    assert (changed["incident"]["everyone"], house.spoken[-1].text) == (True, "Có nước lúc 17 giờ.")
    stale = await minh.post(f"{path}/close", {"version": 1, "message": "Đã có nước."})
    answer = await stale.json()
    assert (stale.status, answer["error"], answer["current"]) == (409, "stale_incident", changed["incident"])
    closed = await (await minh.post(f"{path}/close", {"version": 2, "message": "Đã có nước."})).json()
    assert (closed["incident"]["state"], closed["notice_problem"]) == ("closed", None)
    assert (await (await lan.get("/operator/incidents")).json())["incidents"] == []


async def test_what_cannot_be_is_told_beside_its_field(lan: Person, minh: Person) -> None:
    case = await open_case(lan, contact=None)
    number = (await open_incident(minh, case["code"]))["incident"]["id"]
    twice = await minh.post("/operator/incidents", {"primary": case["code"], "title": "x"})
    answer = await twice.json()
    assert (twice.status, answer["error"], list(answer["fields"])) == (422, "wrong_value", ["code"])
    silent = await minh.post(f"/operator/incidents/{number}/close", {"version": 1, "message": " "})
    assert (silent.status, list((await silent.json())["fields"])) == (422, ["message"])


@pytest.mark.parametrize("number", ["99", "9" * 30])
async def test_an_incident_that_is_not_there_is_not_found(lan: Person, number: str) -> None:
    assert (await lan.get(f"/operator/incidents/{number}")).status == 404


async def test_a_form_that_is_half_filled_gets_an_answer_at_every_key(lan: Person) -> None:
    await open_case(lan, contact=None)
    forms = ({"category": "social"}, {"category": "suggestion", "content": "x"}, a_ticket() | {"ward": LE_CHAN})
    for form in forms:
        known = {name: form[name] for name in ("category", "topic", "ward", "content") if name in form}
        assert (await lan.post("/operator/duplicates", known)).status == 200
