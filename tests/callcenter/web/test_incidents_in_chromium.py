"""Parent incidents at the desk, in a real Chromium: the shift's lead opens and ends one, operators hang cases on it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from crm import incident_queries, incidents
from crm.desk import open_case
from crm.incident_messages import IncidentLine, OpenIncident
from crm.messages import OpenCase
from crm.queries import case_by_code, my_open_cases
from tests.callcenter.web.desk_page import Desk, desk_of
from tests.callcenter.web.house import CALL, House
from tests.callcenter.web.test_duplicates_in_chromium import WATER, write

pytestmark = pytest.mark.asyncio(loop_scope="module")
TITLE = "sự cố mất nước ở phường Lê Chân"


@pytest_asyncio.fixture(loop_scope="module")
async def lead(house: House, browser: Browser) -> AsyncIterator[Desk]:
    """The desk of the shift's lead."""
    async with desk_of(house, browser, "minh") as desk:
        yield desk


def an_incident(house: House) -> IncidentLine:
    first = open_case(OpenCase(WATER, "minh"), house.store, house.moment).code
    return incidents.open_incident(
        OpenIncident(first, TITLE, "Đã ghi nhận.", "minh"), house.store, house.moment
    ).incident


async def test_the_shifts_lead_opens_an_incident_every_desk_sees_it_and_its_end(
    house: House, desk: Desk, lead: Desk
) -> None:
    code = open_case(OpenCase(WATER, "lan"), house.store, house.moment).code
    for one in (desk, lead):
        await one.page.evaluate(f"location.hash = 'case={code}'")
        await expect(one.at("ticket-title")).to_contain_text("Phiếu 26 ")
    await expect(desk.at("open-incident")).to_have_count(0)
    await lead.at("open-incident").click()
    await expect(lead.at("new-incident-title")).to_have_value("sự cố cấp nước ở phường Lê Chân")
    await lead.at("new-incident-title").fill(" ")
    await lead.page.keyboard.press("Enter")
    await expect(lead.at("dialog-open-incident").get_by_role("alert")).to_contain_text("còn thiếu")
    await lead.at("new-incident-title").fill(TITLE)
    await lead.at("new-incident-wards-add").fill("an bien")
    await lead.page.keyboard.press("Enter")
    await expect(lead.at("new-incident-wards").locator("li")).to_have_count(2)
    await lead.at("new-incident-yes").click()
    await expect(lead.at("tie-incident")).to_contain_text("Sự cố mất nước ở phường Lê Chân")
    await expect(desk.at("tie-incident")).to_contain_text("Phiếu đầu tiên của sự cố chung")
    (incident,) = incident_queries.open_incidents(house.store)
    assert (incident.title, incident.primary, len(incident.wards)) == (TITLE, code, 2)
    assert incident.notice == "Sự cố mất nước ở phường Lê Chân đã được ghi nhận và chuyển xử lý."
    await desk.at(f"incident-{incident.id}").click()
    await expect(desk.at("incident-facts")).to_contain_text("Phường Lê Chân, Phường An Biên")
    await expect(desk.at("incident-end")).to_be_hidden()

    await lead.at(f"incident-{incident.id}").click()
    await lead.at("incident-change").click()
    await lead.at("change-notice-notice").fill("Có nước lúc 17 giờ.")
    house.mute = "máy đọc đang tắt"
    await lead.at("change-notice-yes").click()
    await expect(lead.at("notices")).to_contain_text("máy đọc đang tắt")
    await expect(lead.at("incident-facts")).to_contain_text("“Có nước lúc 17 giờ.”")
    await lead.at("incident-end").click()
    await lead.at("end-incident-message").fill("Đã có nước trở lại.")
    await lead.at("end-incident-yes").click()
    await expect(lead.at("incidents")).to_be_hidden()
    whole = incident_queries.incident_by_id(house.store, incident.id, house.moment).incident
    assert (whole.notice, whole.closing_message) == ("Có nước lúc 17 giờ.", "Đã có nước trở lại.")
    await expect(desk.at("incidents")).to_be_hidden()


async def test_a_ticket_joins_the_incident_that_fits_by_one_key_and_leaves_it_again(house: House, desk: Desk) -> None:
    water = an_incident(house)
    desk.push(type="incident", incident=water)
    await expect(desk.at(f"incident-{water.id}")).to_contain_text("1 phiếu · 0 cuộc gọi")
    await desk.page.keyboard.press("Alt+j")
    await expect(desk.at("notices")).to_contain_text("Mở một phiếu")
    await write(desk)
    await expect(desk.at(f"join-{water.id}")).to_be_visible()
    await desk.page.keyboard.press("Alt+j")
    await expect(desk.at("tie-incident")).to_contain_text("Sự cố mất nước ở phường Lê Chân")
    await expect(desk.at(f"incident-{water.id}")).to_contain_text("2 phiếu")
    (line,) = my_open_cases(house.store, "lan", house.moment)
    case = case_by_code(house.store, line.code, house.moment)
    assert (case.incident_id, case.history[-1].why) == (water.id, "Cùng Cấp nước, Phường Lê Chân")
    await desk.page.keyboard.press("Alt+z")
    await expect(desk.at("tie-incident")).to_have_count(0)
    await expect(desk.at(f"incident-{water.id}")).to_contain_text("1 phiếu")
    assert case_by_code(house.store, line.code, house.moment).incident_id is None
    await desk.at("topic").select_option("gas")
    await expect(desk.at(f"join-{water.id}")).to_have_count(0)


async def test_a_caller_who_joined_by_key_is_shown_as_such(house: House, desk: Desk) -> None:
    water = an_incident(house)
    house.call(joined_incident=water.id)
    desk.push(type="incident", incident=water)
    await expect(desk.at(f"incident-{water.id}")).to_be_visible()
    desk.pop(joined_incident=water.id)
    await expect(desk.at("call-joined")).to_contain_text("Đã nhấn phím 1 cùng báo: sự cố mất nước ở phường Lê Chân")
    desk.push(type="pop_gone", linkedid=CALL, why="missed")
    desk.pop("1795400099.4")
    await expect(desk.at("earlier-contacts")).to_contain_text("cùng báo sự cố mất nước")
    await desk.page.evaluate(f"location.hash = 'case={water.primary}'")
    await expect(desk.at("case-contacts")).to_contain_text("Nhấn phím 1 cùng báo sự cố mất nước")
