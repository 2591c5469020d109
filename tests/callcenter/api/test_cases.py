"""Reports by portal and app: received, followed, taken back."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from crm.api_tables import ApiAnswerRow
from crm.case import CaseState
from crm.desk import forward_case, refuse_case
from crm.messages import ForwardCase, RefuseCase
from crm.places import find_ward
from crm.queries import case_by_code
from crm.search.find import search_cases
from crm.search.messages import Filters, SearchCases, Viewer
from crm.shared_cases import shared_cases
from crm.tables import CaseRow, ContactRow
from tests.callcenter.api.clients import Client, a_report
from tests.callcenter.web.house import House

LE_CHAN = find_ward("Lê Chân")[0].code


def cases_kept(house: House) -> int:
    with house.store.reading() as session:
        return session.scalar(select(func.count()).select_from(CaseRow)) or 0


async def test_a_report_becomes_a_case_whose_60_minutes_run_from_now(house: House, portal: Client) -> None:
    response = await portal.report(ward=LE_CHAN)
    case = await response.json()
    assert (response.status, response.headers["Location"]) == (201, f"/api/v1/cases/{case['code']}")
    assert (case["state"], case["state_name"], case["unit"]) == ("new", "mới tiếp nhận", None)
    (deadline,) = case["deadlines"]
    assert (deadline["name"], deadline["article"], deadline["state"]) == ("intake", "7.3", "open")
    assert datetime.fromisoformat(deadline["due_at"]) == house.moment + timedelta(minutes=60)
    assert [event["step"] for event in case["timeline"]] == ["open"]


async def test_a_report_stands_at_the_desk_as_new_and_nobodys(house: House, portal: Client) -> None:
    case = await portal.reported(confidential=True)
    (line,) = shared_cases(house.store, "lan", house.moment)
    assert (line.code, line.state, line.unit, line.desk_acts) == (case["code"], CaseState.NEW, None, True)
    whole = case_by_code(house.store, case["code"], house.moment)
    assert (whole.fields.reporter_phone, whole.fields.confidential) == ("+84912345678", True)
    assert (whole.created_by, whole.history[0].why) == ("api:cong-1022", "Tiếp nhận qua Cổng thông tin 1022")
    (contact,) = whole.contacts
    assert (contact.channel, contact.phone, contact.ended_at) == ("portal", "+84912345678", house.moment)
    by_portal = SearchCases(filters=Filters(channels=("portal",)))
    assert search_cases(by_portal, Viewer(), house.store, house.moment).count == 1


async def test_every_desk_hears_of_a_report_in_the_same_second(house: House, portal: Client) -> None:
    async with house.bridge.push.subscribe("lan") as messages:
        await anext(messages)  # hello
        case = await portal.reported()
        news = await anext(messages)
    assert (news["type"], news["code"], news["by"]) == ("case", case["code"], "api:cong-1022")


async def test_the_same_request_again_gets_the_same_answer_and_opens_nothing(house: House, portal: Client) -> None:
    first = await portal.report("k-1")
    house.moment += timedelta(hours=30)
    again = await portal.report("k-1")
    assert (again.status, again.headers["ETag"]) == (201, first.headers["ETag"])
    assert again.headers["Location"] == first.headers["Location"]
    assert await again.text() == await first.text()
    assert cases_kept(house) == 1


async def test_the_same_key_sent_ten_times_at_the_same_moment_opens_one_case(house: House, portal: Client) -> None:
    answers = await asyncio.gather(*(portal.report("k-1") for _ in range(10)))
    assert {answer.status for answer in answers} == {201}
    assert len({await answer.text() for answer in answers}) == 1
    with house.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ContactRow)) == 1
    assert cases_kept(house) == 1


async def test_the_same_key_with_another_report_is_refused(house: House, portal: Client, app: Client) -> None:
    await portal.report("k-1")
    other = await portal.report("k-1", content="Đèn đường hỏng")
    assert (other.status, (await other.json())["code"]) == (422, "key_reused")
    assert (await app.report("k-1", content="Cây đổ")).status == 201
    assert cases_kept(house) == 2


async def test_a_report_that_was_refused_leaves_its_key_free(house: House, portal: Client) -> None:
    refused = await portal.report("k-1", category="social", topic=None)
    assert (refused.status, (await refused.json())["errors"]) == (
        422,
        [{"field": "social_field", "detail": "chưa điền"}],
    )
    assert (await portal.report("k-1")).status == 201


async def test_answers_are_forgotten_after_two_days(house: House, portal: Client) -> None:
    await portal.report("k-1")
    house.moment += timedelta(hours=49)
    await portal.report("k-2")
    with house.store.reading() as session:
        assert session.scalars(select(ApiAnswerRow.key)).all() == ["k-2"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content": " "}, "content"),
        ({"reporter_name": ""}, "reporter_name"),
        ({"category": "complaint"}, "category"),
        ({"topic": "noise"}, "topic"),
        ({"ward": "00001"}, "ward"),
        ({"kontent": "x"}, "kontent"),
        ({"confidential": "yes"}, "confidential"),
        ({"place": "a\0b"}, "place"),
    ],
)
async def test_what_is_wrong_with_a_report_is_told_field_by_field(
    portal: Client, wrong: dict[str, Any], field: str
) -> None:
    response = await portal.report(**wrong)
    problem = await response.json()
    assert (response.status, response.content_type, problem["code"]) == (422, "application/problem+json", "invalid")
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert problem["type"] == "/api/v1/docs#invalid"
    assert problem["title"] == "Dữ liệu không đúng"


async def test_a_case_is_followed_with_unit_deadlines_and_articles(house: House, portal: Client) -> None:
    case = await portal.reported()
    forward_case(ForwardCase(case["code"], 1, "cap_nuoc", "lan", "Theo quy tắc cap-nuoc"), house.store, house.moment)
    followed = await (await portal.get(f"/cases/{case['code']}")).json()
    assert (followed["state"], followed["unit"]["code"]) == ("forwarded", "cap_nuoc")
    assert [(event["step"], event["article"], event["unit"], event["note"]) for event in followed["timeline"]] == [
        ("open", "7.1a", None, None),
        ("forward", "7.1b", "cap_nuoc", None),
    ]
    assert [(clock["name"], clock["state"]) for clock in followed["deadlines"]] == [
        ("intake", "met"),
        ("verify", "open"),
    ]


async def test_a_refusal_is_told_with_its_reason_to_who_reported(house: House, portal: Client, reader: Client) -> None:
    case = await portal.reported()
    refuse_case(RefuseCase(case["code"], 1, "outside_city", "Việc ở Quảng Ninh", "lan"), house.store, house.moment)
    told = await (await portal.get(f"/cases/{case['code']}")).json()
    assert told["timeline"][-1]["note"].endswith("Hải Phòng: Việc ở Quảng Ninh")
    others = await (await reader.get(f"/cases/{case['code']}")).json()
    assert (others["timeline"][-1]["step"], others["timeline"][-1]["note"]) == ("refuse", None)


async def test_what_did_not_change_is_not_sent_again(house: House, portal: Client) -> None:
    case = await portal.reported()
    path = f"/cases/{case['code']}"
    tag = (await portal.get(path)).headers["ETag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        assert (await portal.get(path, if_none_match=sent)).status == 304
    house.moment += timedelta(minutes=61)  # a term passed meanwhile
    assert (await portal.get(path, if_none_match=tag)).status == 200


async def test_the_citizen_takes_a_report_back_as_they_saw_it(house: House, portal: Client) -> None:
    case = await portal.reported()
    path = f"/cases/{case['code']}"
    seen = (await portal.get(path)).headers["ETag"]
    forward_case(ForwardCase(case["code"], 1, "cap_nuoc", "lan", "Theo quy tắc"), house.store, house.moment)
    stale = await portal.post(f"{path}/withdraw", {"why": "Đã có nước"}, if_match=seen)
    assert (stale.status, (await stale.json())["code"]) == (412, "precondition_failed")
    now = (await portal.get(path)).headers["ETag"]
    done = await portal.post(f"{path}/withdraw", {"why": "Đã có nước"}, if_match=now)
    withdrawn = await done.json()
    assert (withdrawn["state"], withdrawn["timeline"][-1]["note"]) == ("withdrawn", "Đã có nước")
    again = await portal.post(f"{path}/withdraw", {"why": "Đã có nước"}, if_match="*")
    assert (again.status, (await again.json())["code"]) == (409, "impossible_step")


async def test_taking_a_report_back_needs_if_match(portal: Client) -> None:
    case = await portal.reported()
    response = await portal.post(f"/cases/{case['code']}/withdraw", {"why": "Đã có nước"})
    assert (response.status, (await response.json())["code"]) == (428, "precondition_required")


async def test_bodies_that_are_no_json_are_refused_in_words(portal: Client) -> None:
    headers = {"Authorization": f"Bearer {portal.token}", "Idempotency-Key": "k", "Content-Type": "application/json"}
    broken = await portal.http.post("/api/v1/cases", data=b"{\xff", headers=headers)
    assert (broken.status, (await broken.json())["code"]) == (400, "malformed")
    form = await portal.http.post(
        "/api/v1/cases", data={"content": "x"}, headers=headers | {"Content-Type": "text/csv"}
    )
    assert (form.status, (await form.json())["code"]) == (415, "unsupported_type")
    long = await portal.post("/cases", a_report(content="x" * 300_000), idempotency_key="k")
    assert (long.status, (await long.json())["code"]) == (413, "too_large")
    keyless = await portal.post("/cases", a_report())
    assert [fault["field"] for fault in (await keyless.json())["errors"]] == ["Idempotency-Key"]
