"""The reports in a real Chromium, by keyboard: from the form to the cases behind a number, and to the desk."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from crm.demo.fill import City, fill
from tests.callcenter.web.desk_page import Desk, desk_of
from tests.callcenter.web.house import House

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(house: House, browser: Browser) -> AsyncIterator[Desk]:
    """Lan logged in, in a house with a small city."""
    house.moment = NOW
    fill(City(cases=60, seed="chromium", until=NOW, days=30), house.store)
    async with desk_of(house, browser) as desk:
        yield desk


async def test_a_number_of_the_form_is_opened_by_keyboard_and_leads_to_a_case_at_the_desk(desk: Desk) -> None:
    refused: list[str] = []
    desk.page.on(
        "console", lambda message: refused.append(message.text) if "Content Security" in message.text else None
    )
    await desk.page.goto(f"http://127.0.0.1:{desk.site.port}/reports?until=2026-11-24")
    number = desk.at("paper").get_by_role("link").first
    await expect(number).to_have_text("60")
    await number.focus()
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("title")).to_have_text("Đã tiếp nhận: 60 phản ánh")
    await expect(desk.at("pager")).to_have_text("Trang 1 trên 2")
    case = desk.at("cases").get_by_role("link").first
    assert "#case=26" in str(await case.get_attribute("href"))
    assert refused == []


async def test_the_columns_of_the_units_are_sorted_by_their_heads(desk: Desk) -> None:
    await desk.page.goto(f"http://127.0.0.1:{desk.site.port}/reports/units?until=2026-11-24")
    await desk.page.get_by_role("link", name="Lũy kế").click()
    head = desk.page.get_by_role("columnheader", name="Đã tiếp nhận")
    await head.get_by_role("link").click()
    await expect(head).to_have_attribute("aria-sort", "descending")
    counts = await desk.at("numbers").locator("tbody tr td:first-of-type").all_inner_texts()
    assert [int(count) for count in counts] == sorted((int(count) for count in counts), reverse=True)


async def test_no_page_of_the_reports_is_wider_than_a_small_desk_screen(desk: Desk) -> None:
    for path in ("", "/units", "/wards", "/suggestions", "/cases?scope=cumulative"):
        await desk.page.goto(f"http://127.0.0.1:{desk.site.port}/reports{path}")
        assert await desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
