"""The search page in a real Chromium against a real store, and the way from it to the desk."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from crm.case import Category
from crm.desk import open_case
from crm.messages import OpenCase, TicketFields
from crm.search.saved import saved_searches
from tests.callcenter.web.desk_page import Desk, desk_of
from tests.callcenter.web.house import NAME, House

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIGHT = TicketFields("Đèn đường Lạch Tray tắt", Category.INFRASTRUCTURE, "power_lighting", reporter_name="Bé")
WATER = TicketFields(
    "Mất nước cả ngõ từ tối qua",
    Category.INFRASTRUCTURE,
    "water_supply",
    ward="11383",
    place="Ngõ 213 Lạch Tray",
    reporter_name=NAME,
    reporter_phone="0912345678",
)


@dataclass
class Search:
    """Lan's search page, beside her desk."""

    desk: Desk
    page: Page

    @property
    def house(self) -> House:
        return self.desk.house

    def at(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    async def finds(self, *codes: str) -> None:
        """The page comes to show these cases, in this order; or says that there are none.

        A list that waits for its answer counts as nothing: what it shows is of the question before.
        """
        spoken = [f"{code[:2]} {code[2:5]} {code[5:8]} {code[8]}" for code in codes]
        await expect(self.page.locator(".hits:not(.old) .hit-head strong")).to_have_text(spoken)
        if not codes:
            await expect(self.at("empty")).to_be_visible()

    async def open(self, query: str = "") -> None:
        await self.page.goto(f"http://127.0.0.1:{self.desk.site.port}/search{query}")
        await expect(self.at("found").or_(self.at("empty")).first).to_be_attached()


def a_case(house: House, fields: TicketFields = WATER, minutes: int = 0, **changed: Any) -> str:
    now = house.moment - timedelta(minutes=minutes)
    return open_case(OpenCase(replace(fields, **changed), "lan"), house.store, now).code


@pytest_asyncio.fixture(loop_scope="module")
async def search(house: House, browser: Browser) -> AsyncIterator[Search]:
    async with desk_of(house, browser) as desk:
        page = await desk.page.context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: desk.faults.append(str(error)))
        yield Search(desk, page)


async def test_cases_are_found_while_typing_and_marked(search: Search) -> None:
    light, water = a_case(search.house, LIGHT, 9), a_case(search.house)
    await search.open()
    await search.finds(water, light)
    await expect(search.at("q")).to_be_focused()
    await search.page.keyboard.type("lach tra")
    await search.finds(water, light)
    await search.page.keyboard.type("y mat ")
    await search.finds(water)
    assert await search.at(f"hit-{water}").locator("mark").all_inner_texts() == ["Mất", "Lạch", "Tray"]
    await expect(search.at("found")).to_have_text("1 phiếu")


async def test_a_case_is_reached_by_the_keyboard_alone_and_opens_on_the_desk(search: Search) -> None:
    light, water = a_case(search.house, LIGHT, 9), a_case(search.house)
    await search.open()
    await search.finds(water, light)
    await search.page.keyboard.press("ArrowDown")
    await expect(search.at(f"hit-{water}")).to_be_focused()
    await search.page.keyboard.press("ArrowDown")
    await expect(search.at(f"hit-{light}")).to_be_focused()
    await search.page.keyboard.press("ArrowUp")
    await search.page.keyboard.press("ArrowUp")
    await expect(search.at("q")).to_be_focused()
    await search.page.keyboard.press("ArrowDown")
    await search.page.keyboard.press("/")
    await expect(search.at("q")).to_be_focused()
    await search.page.keyboard.type("nước")
    await search.finds(water)
    async with search.page.context.expect_page() as opened:
        await search.page.keyboard.press("Enter")
    desk = await opened.value
    await expect(desk.get_by_test_id("content")).to_have_value(WATER.content)
    await expect(desk.get_by_test_id("ticket-title")).to_contain_text("Phiếu 26 ")


async def test_the_desk_that_opened_the_search_gets_the_case(search: Search) -> None:
    water = a_case(search.house)
    async with search.desk.page.expect_popup() as opened:
        await search.desk.page.evaluate("window.open('/search', 'search') && undefined")
    page = await opened.value
    await page.get_by_test_id(f"hit-{water}").click()
    await expect(search.desk.at("content")).to_have_value(WATER.content)
    assert search.desk.page.url.endswith("/operator")


async def test_the_desks_bar_opens_a_code_here_and_asks_anything_else_on_the_search_page(search: Search) -> None:
    water = a_case(search.house)
    desk = search.desk
    await desk.page.keyboard.press("Control+k")
    await desk.page.keyboard.type(f"{water[:2]} {water[2:5]}.{water[5:8]} {water[8]}")
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("content")).to_have_value(WATER.content)
    await desk.page.keyboard.press("Control+k")
    await desk.page.keyboard.type("lạch tray & nước ")
    async with desk.page.expect_popup() as opened:
        await desk.page.keyboard.press("Enter")
    page = await opened.value
    await expect(page.get_by_test_id("q")).to_have_value("lạch tray & nước")
    await expect(page.get_by_test_id(f"hit-{water}")).to_be_visible()
    await page.get_by_test_id("to-desk").click()
    await expect(desk.at("content")).to_have_value(WATER.content)  # the desk was not loaded anew
    assert len(desk.page.context.pages) == 3


@pytest.mark.parametrize(("who", "pages"), [("lan", ["search", "reports"]), ("minh", ["search", "reports", "admin"])])
async def test_the_desks_bar_leads_where_ones_role_may_go(
    house: House, browser: Browser, who: str, pages: list[str]
) -> None:
    async with desk_of(house, browser, who) as desk:
        links = desk.page.get_by_role("navigation", name="Trang khác").get_by_role("link")
        assert [str(await link.get_attribute("target")) for link in await links.all()] == pages
        for page in pages:
            assert (await desk.page.request.get(f"http://127.0.0.1:{desk.site.port}/{page}")).ok


async def test_the_address_is_the_search(search: Search) -> None:
    water = a_case(search.house)
    a_case(search.house, LIGHT)
    a_case(search.house, confidential=True)
    await search.open()
    await search.at("q").fill("nước ")
    await search.at("add-ward").fill("le chan")
    await search.page.get_by_role("option", name="Phường Lê Chân", exact=True).click()
    await search.at("add-state").select_option("new")
    await search.at("add-state").select_option("forwarded")
    await search.at("confidential").select_option("false")
    await search.at("order").select_option("oldest")
    await search.finds(water)
    await search.page.reload()
    await search.finds(water)
    await expect(search.at("q")).to_have_value("nước ")
    await expect(search.at("chips").locator("li")).to_have_count(3)
    await expect(search.at("chip-ward-11383")).to_contain_text("Phường Lê Chân")
    await expect(search.at("order")).to_have_value("oldest")
    await search.at("chip-state-new").get_by_role("button").click()
    await search.finds()


async def test_nothing_found_says_what_to_do(search: Search) -> None:
    await search.open()
    await expect(search.at("empty")).to_contain_text("Chưa có phiếu nào")
    water = a_case(search.house)
    await search.open("?q=kh%C3%B4ng+c%C3%B3+g%C3%AC")
    await expect(search.at("empty")).to_contain_text("Không có phiếu nào khớp")
    await search.at("empty").get_by_role("button", name="Bỏ mọi điều kiện").click()
    await search.finds(water)


async def test_a_search_is_kept_opened_again_and_dropped(search: Search) -> None:
    water = a_case(search.house)
    a_case(search.house, LIGHT)
    await search.open("?q=n%C6%B0%E1%BB%9Bc")
    await search.at("save-name").fill("Chuyện nước")
    await search.page.keyboard.press("Enter")
    await expect(search.at("saved")).to_contain_text("Chuyện nước")
    await search.open()
    await search.at("saved").get_by_role("link", name="Chuyện nước").click()
    await search.finds(water)
    await expect(search.at("q")).to_have_value("nước")
    await search.at("saved").get_by_role("button").click()
    await expect(search.at("saved")).to_contain_text("Chưa lưu")
    assert saved_searches(search.house.store, "lan") == ()


async def test_more_are_fetched_by_the_arrow_at_the_end(search: Search) -> None:
    codes = [a_case(search.house, minutes=30 - number) for number in range(23)]
    await search.open()
    await expect(search.page.locator(".hit")).to_have_count(20)
    await expect(search.at("found")).to_have_text("Mới nhận: 23 phiếu")
    await search.page.locator(".hit").last.focus()
    await search.page.keyboard.press("ArrowDown")
    await search.finds(*reversed(codes))
    await expect(search.at(f"hit-{codes[2]}")).to_be_focused()
    await expect(search.at("more")).to_be_hidden()


async def test_what_a_citizen_said_is_never_markup(search: Search) -> None:
    case = a_case(search.house, content="<img src=x onerror=alert(1)> 😀 mất nước", place="<b>Lạch Tray</b>")
    await search.open("?q=m%E1%BA%A5t+")
    await search.finds(case)
    await expect(search.at(f"hit-{case}")).to_contain_text("<img src=x onerror=alert(1)>")
    assert await search.at(f"hit-{case}").locator("mark").all_inner_texts() == ["mất"]
    await expect(search.page.locator(".hit img, .hit b")).to_have_count(0)


async def test_a_server_that_is_away_is_said_and_comes_back(search: Search) -> None:
    water = a_case(search.house)
    await search.open()
    await search.finds(water)
    await search.desk.site.stop()
    await search.at("q").fill("nước")
    await expect(search.at("banner-server")).to_contain_text("chưa tìm được")
    await search.desk.site.start()
    await search.at("q").fill("mất nước")
    await search.finds(water)
    await expect(search.at("banner-server")).to_have_count(0)
