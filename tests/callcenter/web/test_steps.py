"""Every step of a case over HTTP: what the case says is possible can be taken by that name."""

from typing import Any

import pytest

from callcenter.web.steps import STEPS
from crm.case import LIFE, CaseStep, Doer
from tests.callcenter.pages import waiting
from tests.callcenter.web.house import House, Person, a_ticket

BY_THEMSELVES = {CaseStep.OPEN, CaseStep.EDIT, CaseStep.RECLASSIFY, CaseStep.REFER}  # by their own routes, or forward
PICTURE = ["anh-hien-truong.jpg"]
NOISE = {"category": "social", "topic": "noise"}


async def opened(person: Person, request_id: str = "r-1", **fields: Any) -> Any:
    body = {"fields": a_ticket(**fields), "contact": None, "request_id": request_id}
    return await (await person.post("/operator/cases", body)).json()


async def take(person: Person, case: Any, step: str, **said: Any) -> Any:
    """One step, which must be possible, and succeed."""
    assert step in [possible["step"] for possible in case["steps"]]
    response = await person.post(f"/operator/cases/{case['code']}/{step}", {"version": case["version"], **said})
    assert response.status == 200, await response.text()
    return await response.json()


def test_whatever_an_operator_can_do_has_a_door() -> None:
    offered = {way.step for way in LIFE if way.doer in (Doer.DESK, Doer.UNIT, Doer.CITY_OFFICE)}
    assert set(STEPS) == offered - BY_THEMSELVES


def test_a_body_asks_for_what_its_command_takes() -> None:
    for door in STEPS.values():
        assert set(door.command.__dataclass_fields__) == {"code", "actor", *door.body.model_fields}  # type: ignore[attr-defined]


async def test_an_incident_goes_from_the_unit_to_the_site_to_its_end(house: House, lan: Person) -> None:
    case = await take(lan, await opened(lan), "forward", unit="cap_nuoc", why="Theo quy tắc")
    case = await take(lan, case, "accept")
    case = await take(lan, case, "verify", finding="Vỡ ống")
    case = await take(lan, case, "assign", sub_unit="Đội 1")
    expected = house.moment.replace(year=house.moment.year + 1).isoformat()
    case = await take(lan, case, "expect", expected_at=expected, why="Chờ vật tư")
    assert case["expected_at"] == expected
    case = await take(lan, case, "progress_note", progress="Đang đào đường", evidence=PICTURE)
    case = await take(lan, case, "resolve", result="Đã thay ống", evidence=PICTURE)
    case = await take(lan, case, "close", told="Nhắn tin SMS")
    assert (case["state"], case["steps"]) == ("closed", [])
    assert [held["kind"] for held in case["held"]] == ["1022", "unit", "sub_unit"]


async def test_a_matter_comes_back_and_goes_to_another_unit(lan: Person) -> None:
    case = await take(lan, await opened(lan, **NOISE), "forward", unit="cong_an", why="Theo quy tắc")
    case = await take(lan, case, "return", why="Không thuộc thẩm quyền", finding="Việc của phường", site_check=True)
    case = await take(lan, case, "forward", unit="city_office", why="Nhiều đơn vị")
    case = await take(lan, case, "guide", unit="so_y_te", why="Văn phòng xác định")
    case = await take(lan, case, "forward_on", unit="so_xay_dung", why="Đúng thẩm quyền")
    assert (case["state"], case["unit"]["code"]) == ("forwarded", "so_xay_dung")


async def test_a_duplicate_is_attached_and_taken_off_again(lan: Person) -> None:
    first, second = await opened(lan, "r-1"), await opened(lan, "r-2")
    attached = await take(lan, second, "duplicate", primary=first["code"], why="Cùng chỗ")
    attached = await take(lan, attached, "notify", told="Gọi điện")
    back = await take(lan, attached, "undo_duplicate", why="Hai chỗ")
    assert (attached["duplicate_of"], back["duplicate_of"], back["state"]) == (first["code"], None, "new")


async def test_a_first_report_with_duplicates_is_not_taken_back(lan: Person) -> None:
    first, second = await opened(lan, "r-1"), await opened(lan, "r-2")
    await take(lan, second, "duplicate", primary=first["code"], why="Cùng chỗ")
    response = await lan.post(f"/operator/cases/{first['code']}/withdraw", {"version": 1, "why": "Đã có nước"})
    assert (response.status, (await response.json())["error"]) == (409, "has_duplicates")


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({"progress": "", "evidence": PICTURE, "committed": "2100-01-01"}, 422, "progress"),
        ({"progress": "Đã làm", "evidence": PICTURE, "committed": "2100-01-01"}, 422, "committed"),
        ({"progress": "Đã làm", "evidence": PICTURE, "committed": "mai"}, 400, "committed"),
        ({"progress": "Đã làm", "evidence": PICTURE}, 400, "committed"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(lan: Person, said: dict[str, Any], status: int, field: str) -> None:
    case = await take(lan, await opened(lan, **NOISE), "forward", unit="cong_an", why="Theo quy tắc")
    case = await take(lan, await take(lan, case, "accept"), "assign")
    response = await lan.post(f"/operator/cases/{case['code']}/extend", {"version": case["version"], **said})
    assert (response.status, list((await response.json())["fields"])) == (status, [field])


async def test_an_impossible_step_is_refused_by_name(lan: Person) -> None:
    case = await opened(lan)
    response = await lan.post(f"/operator/cases/{case['code']}/close", {"version": 1, "told": "Nhắn tin"})
    answer = await response.json()
    assert (response.status, answer["error"]) == (409, "impossible_step")
    assert answer["message"].startswith("Không thể kết thúc khi phản ánh mới tiếp nhận.")


async def test_every_page_is_told_that_a_case_moved_and_nothing_of_what_is_in_it(house: House, lan: Person) -> None:
    async with house.bridge.push.subscribe("minh") as page:
        case = await opened(lan)
        await take(lan, case, "withdraw", why="Đã có nước")
        told = await waiting(house.bridge.push, "minh", page)
    code = {"type": "case", "code": case["code"], "by": "lan"}
    assert told == [{**code, "version": 1}, {**code, "version": 2}]


async def test_a_step_that_is_none_is_no_page(lan: Person) -> None:
    response = await lan.post("/operator/cases/260000010/fly", {"version": 1})
    assert response.status == 404
