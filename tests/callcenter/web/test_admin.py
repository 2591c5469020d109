"""The administrator's pages over HTTP."""

import json
from typing import Any

import pytest

from crm.case import Category
from crm.messages import RoutingQuestion
from crm.queries import propose_unit
from tests.callcenter.web.house import House, Person

WATER = RoutingQuestion(Category.INFRASTRUCTURE, "water_supply")
PERSON = {"unit": "cap_nuoc", "place": "1", "name": "Lan", "role": "Trực", "phone": "0912345678"}


@pytest.fixture
async def quan(person: Person) -> Person:
    """Administrator Vũ Quân, logged in."""
    assert (await person.log_in("quan")).status == 303
    return person


async def send(person: Person, path: str, body: dict[str, Any] | None = None, status: int = 200) -> Any:
    response = await person.post(path, body or {})
    assert response.status == status, await response.text()
    return await response.json()


async def upload(person: Person, path: str, data: bytes, status: int = 200) -> Any:
    headers = {"X-CSRF-Token": person.csrf, "Content-Type": "text/csv"}
    response = await person.client.post(path, data=data, headers=headers)
    assert response.status == status, await response.text()
    return await response.json()


async def look(person: Person, path: str) -> Any:
    response = await person.get(path)
    assert response.status == 200, await response.text()
    return await response.json()


async def draft_with_other_water(quan: Person) -> None:
    """A draft in which water goes to the drains' unit."""
    assert await send(quan, "/admin/rule-sets", status=201) == {"number": 2}
    book = await look(quan, "/admin/books/rules-2")
    before = next(row["cells"] for row in book["rows"] if row["key"] == "cap-nuoc")
    change = {"key": "cap-nuoc", "before": before, "after": before | {"unit": "cong ty thoat nuoc hai phong"}}
    edit = (await send(quan, "/admin/books/rules-2/edits", {"changes": [change]}))["edit"]
    assert edit["changes"][0]["after"]["unit"] == "Công ty Thoát nước Hải Phòng"


@pytest.mark.parametrize("page", ["rules", "units", "days"])
async def test_each_page_opens_and_brings_what_its_scripts_need(quan: Person, page: str) -> None:
    response = await quan.client.get(f"/admin/{page}", headers={"Accept": "text/html"})
    text = await response.text()
    boot = json.loads(text.partition('id="boot">')[2].partition("</script>")[0])
    assert (response.status, boot["may_edit"], len(boot["wards"])) == (200, True, 114)
    assert f"/static/js/admin/{page}.js" in text


async def test_a_draft_is_edited_checked_tried_and_published(house: House, quan: Person) -> None:
    await draft_with_other_water(quan)
    assert await look(quan, "/admin/rule-sets/2/faults") == {"faults": []}
    changes = await look(quan, "/admin/rule-sets/2/changes")
    assert (changes["over"], [change["key"] for change in changes["changes"]]) == (1, ["cap-nuoc"])
    assert (await send(quan, "/admin/rule-sets/2/dry-run", {"last": 200}))["moved"] == []
    question = {"category": "infrastructure", "topic": "water_supply"}
    answer = await send(quan, "/admin/rule-sets/2/explain", question)
    assert (answer["unit"]["code"], answer["rule"]) == ("thoat_nuoc", "cap-nuoc")
    assert answer["losers"][0]["why"].startswith("chỉ dùng cho")
    body = {"over": 1, "version": 1, "why": "Bàn giao"}
    assert (await send(quan, "/admin/rule-sets/2/publish", {**body, "why": " "}, 409))["error"] == "book_refused"
    assert (await send(quan, "/admin/rule-sets/2/publish", {**body, "version": 0}, 409))["error"] == "stale_book"
    await send(quan, "/admin/rule-sets/2/publish", body)
    assert propose_unit(house.store, WATER, house.moment).unit.code == "thoat_nuoc"
    await send(quan, "/admin/rule-sets/1/roll-back", {"over": 2, "why": "Nhầm"})
    listed = await look(quan, "/admin/rule-sets")
    assert (listed["in_force"], [one["why"] for one in listed["sets"][:2]]) == (3, ["Dùng lại bộ 1: Nhầm", "Bàn giao"])
    assert listed["sets"][1]["published_by"] == "Vũ Quân"


async def test_a_change_is_taken_back_and_who_did_it_is_told(quan: Person) -> None:
    await draft_with_other_water(quan)
    await send(quan, "/admin/books/rules-2/undo")
    edits = (await look(quan, "/admin/books/rules-2/edits"))["edits"]
    assert [(edit["actor_name"], edit["how"], edit["undone"]) for edit in edits] == [
        ("Vũ Quân", "undo", False),
        ("Vũ Quân", "edit", True),
    ]
    assert (await send(quan, "/admin/books/rules-2/undo", status=409))["error"] == "book_refused"
    await send(quan, "/admin/rule-sets/2/drop")


async def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten(quan: Person) -> None:
    change = {"key": None, "before": None, "after": PERSON}
    await send(quan, "/admin/books/people/edits", {"changes": [change]})
    stale = {"key": "cap_nuoc/1", "before": PERSON | {"name": "Hoa"}, "after": PERSON}
    assert (await send(quan, "/admin/books/people/edits", {"changes": [stale]}, 409))["error"] == "stale_book"


async def test_a_faulty_cell_is_named(quan: Person) -> None:
    change = {"key": None, "before": None, "after": PERSON | {"phone": "gọi cô Lan", "role": "sếp"}}
    answer = await send(quan, "/admin/books/people/edits", {"changes": [change]}, 422)
    assert answer["error"] == "bad_sheet"
    assert [fault["column"] for fault in answer["faults"]] == ["Vai trò", "Điện thoại"]


async def test_a_file_is_previewed_and_taken_over_as_it_was_previewed(quan: Person) -> None:
    data = "Đơn vị;Thứ tự;Họ và tên;Vai trò;Điện thoại\nCty Cấp nước;1;Lan;Trực;0912345678\n"
    faults = (await upload(quan, "/admin/books/people/preview", data.encode(), 422))["faults"]
    assert faults[0]["line"] == 2
    good = data.replace("Cty Cấp nước", "cap nuoc").replace("cap nuoc", "cap_nuoc").encode()
    preview = await upload(quan, "/admin/books/people/preview?keep=0", good)
    assert (preview["version"], preview["rows"]) == (0, 1)
    assert (await upload(quan, "/admin/books/people/import", good, 400))["error"] == "bad_request"
    done = await upload(quan, "/admin/books/people/import?version=0", good)
    assert done["edit"]["how"] == "import"
    assert (await upload(quan, "/admin/books/people/import?version=0", good, 409))["error"] == "stale_book"


async def test_a_file_that_is_far_too_large_is_told_so(quan: Person) -> None:
    answer = await upload(quan, "/admin/books/people/preview", b"x" * 300_000, 400)
    assert "Tệp quá lớn" in answer["message"]


@pytest.mark.parametrize(("separator", "header"), [("semicolon", "Mã;Tên đơn vị"), ("comma", "Mã,Tên đơn vị")])
async def test_a_book_is_downloaded_as_a_file(quan: Person, separator: str, header: str) -> None:
    response = await quan.get(f"/admin/books/units/file?separator={separator}")
    assert response.content_type == "text/csv"
    assert 'filename="don-vi-2' in response.headers["Content-Disposition"]
    assert (await response.read()).decode("utf-8-sig").startswith(header)
    assert (await quan.get("/admin/books/units/file?separator=bar")).status == 400


async def test_a_year_is_shown_with_its_holidays_and_what_was_set(quan: Person) -> None:
    change = {"key": None, "before": None, "after": {"day": "24/12/2026", "kind": "Nghỉ", "why": "Bão"}}
    await send(quan, "/admin/books/days/edits", {"changes": [change]})
    year = await look(quan, "/admin/calendar/2026")
    assert year["holidays"]["2026-11-24"] == "Ngày Văn hóa Việt Nam"
    assert year["worked_weekends"] == ["2026-08-22"]
    assert year["extra_off"] == {"2026-12-24": "Bão"}
    assert year["office_hours"] == ["07:30–11:30", "13:30–17:00"]
    assert (await quan.get("/admin/calendar/1")).status == 400


@pytest.mark.parametrize("path", ["/admin/books/rules-99x", "/admin/books/khac", "/admin/books/khac/file"])
async def test_a_book_that_there_is_not_is_not_found(quan: Person, path: str) -> None:
    assert (await quan.get(path)).status == 404


async def test_a_supervisor_reads_and_changes_nothing(person: Person) -> None:
    await person.log_in("minh")
    page = await (await person.client.get("/admin/rules", headers={"Accept": "text/html"})).text()
    assert "chỉ xem" in page
    assert (await look(person, "/admin/books/units"))["rows"]
    assert (await send(person, "/admin/rule-sets/1/explain", {"category": "directive"}))["source"] == "7.2"
    for path in ("/admin/rule-sets", "/admin/books/units/edits", "/admin/books/days/undo", "/admin/books/days/import"):
        assert (await person.post(path, {})).status == 403


async def test_an_operator_has_no_business_here(lan: Person) -> None:
    for path in ("/admin/rules", "/admin/books/units", "/admin/rule-sets", "/admin/books/people/file"):
        assert (await lan.get(path)).status == 403
