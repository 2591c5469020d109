"""Earlier reports of the same matter at the desk, in a real Chromium: proposed, looked at, attached, undone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from crm.case import Category
from crm.desk import open_case
from crm.messages import OpenCase, TicketFields
from crm.queries import case_by_code
from crm.views import CaseView
from tests.callcenter.web.desk_page import Desk
from tests.callcenter.web.house import NAME, House

pytestmark = pytest.mark.asyncio(loop_scope="module")
WATER = TicketFields(
    "Mất nước cả ngõ 213 từ tối qua",
    Category.INFRASTRUCTURE,
    "water_supply",
    ward="11383",
    place="12 phố Tô Hiệu",
    reporter_name="Bùi Văn Ước",
    reporter_phone="0987654321",
)


def an_earlier_case(house: House, minutes: int = 120, **changed: Any) -> str:
    now = house.moment - timedelta(minutes=minutes)
    return open_case(OpenCase(replace(WATER, **changed), "lan"), house.store, now).code


def spoken(code: str) -> str:
    return f"{code[:2]} {code[2:5]} {code[5:8]} {code[8]}"


def now_is(desk: Desk, code: str) -> CaseView:
    return case_by_code(desk.house.store, code, desk.house.moment)


async def write(desk: Desk, phone: str = "") -> None:
    """A ticket about the same matter, without a mouse."""
    await desk.page.keyboard.press("Alt+n")
    await desk.page.keyboard.press("Alt+1")
    await desk.at("topic").select_option("water_supply")
    await desk.at("reporter-name").fill(NAME)
    await desk.at("reporter-phone").fill(phone)
    await desk.at("ward").fill("le chan")
    await desk.page.keyboard.press("Enter")
    await desk.at("place").fill("16 Tô Hiệu")
    await desk.page.keyboard.press("Alt+t")
    await desk.page.keyboard.type("Mất nước cả ngõ")


async def own_code(desk: Desk) -> str:
    """The code of the case on the desk."""
    await expect(desk.at("ticket-title")).to_contain_text("Phiếu 26 ")
    return (await desk.at("ticket-title").inner_text()).removeprefix("Phiếu ").replace(" ", "")


async def test_earlier_reports_are_proposed_with_reasons_while_the_operator_types(desk: Desk) -> None:
    near, far = an_earlier_case(desk.house), an_earlier_case(desk.house, 3000)
    other = an_earlier_case(desk.house, topic="power_lighting")
    await write(desk)
    line = desk.at(f"match-{near}")
    for words in (spoken(near), "Rất giống", "Mất nước cả ngõ 213", "Cùng chủ đề Cấp nước", "Gửi 2 giờ trước"):
        await expect(line).to_contain_text(words)
    await expect(desk.at("match-words")).to_contain_text("2 phản ánh có thể trùng")
    await expect(desk.at(f"match-{other}")).to_have_count(0)
    await expect(line.locator(".same-phone")).to_have_count(0)
    await expect(desk.at("content")).to_be_focused()
    await desk.at("reporter-phone").fill("0987 654 321")
    await expect(line).to_contain_text("cùng số máy")
    await desk.page.keyboard.press("Alt+d")
    await expect(line).to_be_focused()
    await desk.page.keyboard.press("ArrowDown")
    await expect(desk.at(f"match-{far}")).to_be_focused()
    await expect(desk.at(f"match-{far}")).to_have_attribute("aria-expanded", "true")
    await desk.page.keyboard.press("Escape")
    await expect(desk.at("match-beside")).to_have_count(0)
    await expect(desk.at("content")).to_be_focused()
    await desk.at("topic").select_option("gas")
    await expect(line).to_have_count(0)
    await desk.page.keyboard.press("Alt+d")
    await expect(desk.at("notices")).to_contain_text("Chưa thấy phản ánh nào giống")


async def test_the_likeliest_is_looked_at_attached_and_undone_by_keys_alone(desk: Desk) -> None:
    first = an_earlier_case(desk.house)
    await write(desk)
    await expect(desk.at(f"match-{first}")).to_be_visible()
    await desk.page.keyboard.press("Alt+d")
    await expect(desk.at("match-beside")).to_contain_text("Bùi Văn Ước, 0987 654 321")
    await expect(desk.at("match-beside").locator(".same")).to_have_count(2)  # topic and ward
    await desk.page.keyboard.press("Alt+d")
    await expect(desk.at("attach-told")).to_contain_text(f"đã được ghi nhận ở phản ánh {spoken(first)}")
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("tie-primary")).to_contain_text(spoken(first))
    case = now_is(desk, await own_code(desk))
    assert (case.state, case.duplicate_of) == ("duplicate", first)
    assert [step.step for step in case.history] == ["open", "duplicate", "notify"]
    assert "Cùng chủ đề Cấp nước" in case.history[1].why
    await expect(desk.at("side-match").locator("button")).to_have_count(0)
    await desk.page.keyboard.press("Alt+z")
    await expect(desk.at("tie-primary")).to_have_count(0)
    await expect(desk.at("undo")).to_have_count(0)
    assert now_is(desk, case.code).state == "new"


async def test_whoever_is_told_later_is_still_to_be_told_and_another_ticket_stays_when_it_is_undone(desk: Desk) -> None:
    first = an_earlier_case(desk.house)
    await write(desk)
    await desk.at(f"match-{first}").click()
    await desk.at("match-attach").click()
    await expect(desk.at("dialog-attach")).to_be_visible()
    code = await own_code(desk)
    desk.pop()  # a call takes the desk while the question is open
    await desk.ring()
    await expect(desk.at("ticket-title")).to_have_text("Phiếu mới")
    await desk.at("attach-later").click()
    await expect(desk.at("notices")).to_contain_text(f"đã ghép vào phiếu {spoken(first)}")
    case = now_is(desk, code)
    assert (case.state, [clock.name for clock in case.clocks if clock.stopped_at is None]) == (
        "duplicate",
        ["duplicate_notice"],
    )
    await desk.at("content").fill("Chuyện khác")
    await desk.at("undo").click()
    await expect(desk.at("notices")).to_contain_text("đã bỏ ghép")
    await expect(desk.at("content")).to_have_value("Chuyện khác")
    assert now_is(desk, case.code).state == "new"


async def test_a_case_leads_to_its_first_report_and_back_and_says_why_it_is_taken_off(desk: Desk) -> None:
    first = an_earlier_case(desk.house)
    await write(desk)
    await desk.at(f"match-{first}").click()
    await desk.at("match-attach").click()
    await desk.at("attach-yes").click()
    await expect(desk.at("tie-primary")).to_be_visible()
    code = await own_code(desk)
    await desk.at(f"tie-{first}").click()
    await expect(desk.at("tie-duplicates")).to_contain_text("Phản ánh trùng đã ghép vào phiếu này (1)")
    await desk.at(f"tie-{code}").click()
    await desk.at("detach").click()
    await expect(desk.at("untie-why")).to_be_focused()
    await desk.at("untie-why").fill("")
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("dialog-untie")).to_be_visible()
    await desk.page.keyboard.type("Hai ngõ khác nhau")
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("case-history")).to_contain_text("Hai ngõ khác nhau")
    assert now_is(desk, code).duplicate_of is None
