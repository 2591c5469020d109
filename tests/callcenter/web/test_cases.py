"""Cases and contacts over HTTP."""

from typing import Any

from sqlalchemy import select

from crm.account_tables import AuditRow
from crm.messages import ContactState
from crm.places import find_ward
from tests.callcenter.web.house import CALL, NAME, House, Person, a_ticket


async def open_case(person: Person, request_id: str = "r-1", contact: str | None = CALL, **fields: Any) -> Any:
    body = {"fields": a_ticket(**fields), "contact": contact, "request_id": request_id}
    response = await person.post("/operator/cases", body)
    assert response.status == 201, await response.text()
    return await response.json()


async def test_a_ticket_of_a_call_becomes_a_case_with_its_clock_and_every_diacritic(house: House, lan: Person) -> None:
    facts = house.call()
    assert facts.answered_at
    case = await open_case(lan)
    assert case["fields"]["reporter_name"] == NAME
    assert case["fields"]["reporter_phone"] == "+84912345678"
    assert case["received_at"] == facts.answered_at.isoformat()
    assert [clock["name"] for clock in case["clocks"]] == ["intake"]
    mine = await (await lan.get("/operator/cases")).json()
    assert [line["code"] for line in mine["cases"]] == [case["code"]]


async def test_the_same_save_sent_twice_opens_one_case(house: House, lan: Person) -> None:
    house.call()
    assert (await open_case(lan))["code"] == (await open_case(lan))["code"]


async def test_a_case_without_name_and_content_is_refused_field_by_field(house: House, lan: Person) -> None:
    body = {"fields": a_ticket(content=" ", reporter_name=""), "contact": None, "request_id": "r-1"}
    response = await lan.post("/operator/cases", body)
    answer = await response.json()
    assert response.status == 422
    assert set(answer["fields"]) == {"content", "reporter_name"}


async def test_a_field_we_do_not_know_is_refused_by_name(lan: Person) -> None:
    body = {"fields": a_ticket(kontent="x"), "contact": None, "request_id": "r-1"}
    response = await lan.post("/operator/cases", body)
    answer = await response.json()
    assert (response.status, answer["fields"]) == (400, {"kontent": "không có trường này"})


async def test_a_body_that_is_no_json_is_refused_in_words(lan: Person) -> None:
    headers = {"X-CSRF-Token": lan.csrf, "Content-Type": "application/json"}
    response = await lan.client.post("/operator/route", data=b"{", headers=headers)
    assert response.status == 400
    assert "không đúng" in (await response.json())["message"]


async def test_a_body_longer_than_any_report_is_refused_in_words(lan: Person) -> None:
    response = await lan.post("/operator/route", {"category": "infrastructure", "text": "x" * 300_000})
    assert response.status == 413
    assert "quá dài" in (await response.json())["message"]


async def test_a_stale_save_answers_with_the_case_as_it_is_now(lan: Person) -> None:
    case = await open_case(lan, contact=None)
    path = f"/operator/cases/{case['code']}"
    saved = await (await lan.put(path, {"version": 1, "fields": a_ticket(place="Ngõ 213")})).json()
    response = await lan.put(path, {"version": 1, "fields": a_ticket(place="Ngõ 312")})
    answer = await response.json()
    assert (response.status, answer["error"]) == (409, "stale_case")
    assert answer["current"] == saved
    assert answer["current"]["fields"]["place"] == "Ngõ 213"


async def test_a_case_is_forwarded_to_the_unit_the_rules_propose(lan: Person) -> None:
    case = await open_case(lan, contact=None)
    question = {"category": "infrastructure", "topic": "water_supply", "ward": find_ward("Lê Chân")[0].code}
    proposal = await (await lan.post("/operator/route", question)).json()
    body = {"version": case["version"], "unit": proposal["unit"]["code"], "why": proposal["reason"]}
    forwarded = await (await lan.post(f"/operator/cases/{case['code']}/forward", body)).json()
    assert (forwarded["state"], forwarded["unit"]["name"]) == ("forwarded", proposal["unit"]["name"])
    again = await lan.post(f"/operator/cases/{case['code']}/forward", body | {"version": forwarded["version"]})
    assert (again.status, (await again.json())["error"]) == (409, "impossible_step")


async def test_a_directive_goes_to_the_city_office_only(lan: Person) -> None:
    case = await open_case(lan, contact=None, category="directive", topic=None)
    body = {"version": 1, "unit": "cap_nuoc", "why": "thử"}
    response = await lan.post(f"/operator/cases/{case['code']}/forward", body)
    assert (response.status, (await response.json())["error"]) == (422, "wrong_unit")


async def test_a_refusal_needs_a_reason_and_words(lan: Person) -> None:
    case = await open_case(lan, contact=None)
    path = f"/operator/cases/{case['code']}/refuse"
    silent = await lan.post(path, {"version": 1, "reason": "outside_city", "text": ""})
    assert (silent.status, list((await silent.json())["fields"])) == (422, ["text"])
    done = await lan.post(path, {"version": 1, "reason": "outside_city", "text": "Việc ở Quảng Ninh"})
    assert (await done.json())["state"] == "refused"


async def test_a_citizen_may_take_a_report_back(lan: Person) -> None:
    case = await open_case(lan, contact=None)
    response = await lan.post(f"/operator/cases/{case['code']}/withdraw", {"version": 1, "why": "Đã có nước"})
    assert (await response.json())["state"] == "withdrawn"


async def test_a_misdialled_code_is_not_found(lan: Person) -> None:
    response = await lan.get("/operator/cases/260000010")
    assert response.status == 404
    assert "Mã phản ánh" in (await response.json())["message"]


async def test_a_call_without_a_case_is_closed_with_a_reason(house: House, lan: Person) -> None:
    house.call()
    waiting = await (await lan.get("/operator/contacts")).json()
    assert [contact["linkedid"] for contact in waiting["unfinished"]] == [CALL]
    closed = await lan.post(f"/operator/contacts/{CALL}/no-case", {"reason": "wrong_number", "note": ""})
    assert (await closed.json())["clock"]["stopped_by"] == "no_case"
    assert (await (await lan.get("/operator/contacts")).json())["unfinished"] == []


async def test_a_caller_who_gave_up_is_to_be_called_back(house: House, lan: Person) -> None:
    house.call(state=ContactState.ABANDONED, operator=None, connected_at=None)
    waiting = await (await lan.get("/operator/contacts")).json()
    assert [contact["phone"] for contact in waiting["to_return"]] == ["+84912345678"]


async def test_a_past_call_is_shown_like_a_living_one_and_the_look_is_written_down(house: House, lan: Person) -> None:
    house.call("1795400000.3")
    house.call()
    card = await (await lan.get(f"/operator/contacts/{CALL}")).json()
    assert (card["phone_shown"], card["menu_path"]) == ("0912 345 678", "Sự cố hạ tầng kỹ thuật › Cấp nước")
    assert [contact["linkedid"] for contact in card["caller"]["contacts"]] == ["1795400000.3"]
    with house.store.reading() as session:
        looks = session.execute(select(AuditRow.actor, AuditRow.what, AuditRow.subject)).all()
    assert ("lan", "reporter", CALL) in [tuple(look) for look in looks]
