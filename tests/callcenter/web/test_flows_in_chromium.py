"""The page of the caller's flow in a real Chromium: edited, checked, heard, walked, published, rolled back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from asterisk_conf.private_prefix import cache_root
from ivr_flows.parse import menu_file
from ivr_flows.versions import Publication
from tests.callcenter.web.desk_page import Site, chromium_at
from tests.callcenter.web.house import PASSWORD, House
from tests.chromium import chromium

pytestmark = pytest.mark.asyncio(loop_scope="module")
HOTLINE = menu_file("hotline").read_text()
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium_at(chromium(cache_root(), print)) as browser:
        yield browser


@asynccontextmanager
async def at_the_flow(house: House, browser: Browser, username: str = "quan") -> AsyncIterator[Page]:
    """Somebody at the page. A script error, or a style the policy forbids, fails the test."""
    site, faults = Site(house), list[str]()
    await site.start()
    context = await browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    page = await context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    await page.goto(f"http://127.0.0.1:{site.port}/login")
    await page.get_by_label("Tên đăng nhập").fill(username)
    await page.get_by_label("Mật khẩu").fill(PASSWORD)
    await page.get_by_role("button", name="Đăng nhập").click()
    await page.wait_for_url(lambda url: not url.endswith("/login"))
    await page.goto(f"http://127.0.0.1:{site.port}/admin/flows")
    await expect(page.get_by_test_id("flow-words")).to_contain_text("Đang dùng")
    try:
        yield page
        assert not faults
    finally:
        await context.close()
        await site.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def page(house: House, browser: Browser) -> AsyncIterator[Page]:
    """Administrator Vũ Quân at the flow."""
    async with at_the_flow(house, browser) as page:
        yield page


async def rewrite_greeting(page: Page, text: str) -> None:
    await page.get_by_test_id("place-incident-city_incident").click()
    await page.get_by_test_id("prompt-greeting").fill(text)


async def publish(page: Page, why: str) -> None:
    await page.get_by_test_id("publish").click()
    await page.get_by_test_id("ask-why").fill(why)
    await page.get_by_test_id("ask-yes").click()


async def test_a_place_is_edited_and_the_picture_follows(page: Page) -> None:
    await page.get_by_test_id("place-menu-emergency").click()
    await page.get_by_test_id("f-menu-emergency-title").fill("Khẩn cấp")
    await page.get_by_test_id("label-1").fill("Gọi công an")
    picture = page.get_by_test_id("picture")
    await expect(picture.get_by_text("Khẩn cấp", exact=True)).to_be_visible()
    await expect(picture.get_by_text("Gọi công an")).to_be_visible()
    await expect(page.get_by_test_id("flow-words")).to_contain_text("Bản nháp")


async def test_a_draft_outlives_a_reload_and_undoing_all_of_it_leaves_none(page: Page) -> None:
    await page.get_by_test_id("place-menu-emergency").click()
    await page.get_by_test_id("f-menu-emergency-title").fill("Khẩn cấp")
    await expect(page.get_by_test_id("picture").get_by_text("Khẩn cấp", exact=True)).to_be_attached()
    await page.reload()
    await expect(page.get_by_test_id("flow-words")).to_contain_text("Bản nháp")
    await expect(page.get_by_test_id("place-menu-emergency")).to_have_text("Khẩn cấp")
    await page.get_by_test_id("undo").click()
    await expect(page.get_by_test_id("flow-words")).to_contain_text("Đang dùng luồng có sẵn")
    await expect(page.get_by_test_id("publish")).to_be_hidden()


async def test_a_fault_is_shown_at_its_place_and_nothing_faulty_is_published(house: House, page: Page) -> None:
    await rewrite_greeting(page, "Tổng đài 1022 xin nghe.")
    fault = page.get_by_test_id("form").locator('[data-fault-of="prompts.greeting"]')
    await expect(fault).to_contain_text("có '1022', giọng máy dễ đọc sai")
    await expect(page.get_by_test_id("publish")).to_be_disabled()
    await page.get_by_test_id("place-flow").click()
    await page.get_by_test_id("faults").get_by_role("button", name="prompts.greeting").click()
    await expect(page.get_by_test_id("prompt-greeting")).to_be_focused()
    await page.keyboard.press("Control+A")
    await page.keyboard.type("Tổng đài một không hai hai xin nghe, cuộc gọi được ghi âm.")
    await expect(page.get_by_test_id("no-faults")).to_be_visible()
    await publish(page, "Gọn hơn")
    await expect(page.get_by_test_id("flow-words")).to_contain_text("Đang dùng bản 1 của quan")
    assert "hai hai xin nghe, cuộc gọi được ghi âm." in (await house.flows.in_force()).text
    assert house.led_through == [1]


async def test_a_way_that_is_missing_is_a_fault_at_the_condition(page: Page) -> None:
    await page.get_by_test_id("place-condition-hours").click()
    await page.get_by_test_id("f-condition-hours-ask").select_option("caller")
    fault = page.get_by_test_id("form").locator('[data-fault-of="condition.hours.ways"]')
    await expect(fault).to_contain_text("chưa có lối cho 'known'")
    await expect(page.get_by_test_id("picture").locator(".faulty")).to_contain_text("Giờ hành chính?")
    for answer in ("known", "stranger"):
        await page.get_by_test_id(f"f-condition-hours-ways-{answer}").select_option("city_incident")
    await expect(fault).not_to_contain_text("chưa có lối")


async def test_a_prompt_is_heard_as_it_is_written_now(house: House, page: Page) -> None:
    await rewrite_greeting(page, "Kính chào ông bà.")
    async with page.expect_response("**/admin/flows/sound*"):
        await page.get_by_test_id("hear-greeting").click()
    assert house.heard == [("hotline.greeting", "Kính chào ông bà.")]


async def test_a_draft_is_walked_with_a_key_pad_and_heard_on_the_way(house: House, page: Page) -> None:
    await page.get_by_test_id("tab-walk").click()
    steps = page.get_by_test_id("walk-steps")
    await expect(steps).to_contain_text("Báo sự cố điện")
    await page.get_by_test_id("walk-office").select_option("closed")
    await expect(steps).to_contain_text("Hiện ngoài giờ hành chính")
    await page.get_by_test_id("walk-aloud").check()
    await page.get_by_test_id("key-9").click()
    await expect(steps).to_contain_text("Gặp công an: phím một")
    await expect(page.get_by_test_id("picture").locator(".here")).to_contain_text("Việc khẩn cấp")
    await page.get_by_test_id("key-pad").focus()
    async with page.expect_response("**/admin/flows/sound*"):
        await page.keyboard.press("1")
    await expect(steps).to_contain_text("Chuyển tới 113")
    assert ("hotline.emergency_menu", "Gặp công an: phím một") in [(name, text[:21]) for name, text in house.heard]


async def test_after_a_change_the_same_keys_are_walked_again(page: Page) -> None:
    await page.get_by_test_id("tab-walk").click()
    await page.get_by_test_id("key-9").click()
    await expect(page.get_by_test_id("walk-steps")).to_contain_text("Gặp công an: phím một")
    await page.get_by_test_id("place-menu-emergency").click()
    await page.get_by_test_id("prompt-emergency_menu").fill("Gặp công an thành phố: phím một.")
    await expect(page.get_by_test_id("walk-steps")).to_contain_text("Gặp công an thành phố: phím một.")


async def test_the_survey_is_walked_by_its_own_way_in(page: Page) -> None:
    await page.get_by_test_id("tab-walk").click()
    await page.get_by_test_id("walk-entry").select_option("survey")
    await expect(page.get_by_test_id("walk-steps")).to_contain_text("Ông bà hài lòng")
    await page.get_by_test_id("key-4").click()
    await page.get_by_test_id("key-1").click()
    await expect(page.get_by_test_id("walk-steps")).to_contain_text("CC_SURVEY = 4")


async def test_a_faulty_draft_says_why_it_can_not_be_walked(page: Page) -> None:
    await rewrite_greeting(page, "Tổng đài 1022 xin nghe.")
    await expect(page.get_by_test_id("faults")).to_be_visible()
    await page.get_by_test_id("tab-walk").click()
    await expect(page.get_by_test_id("walk-fault")).to_contain_text("Bản nháp còn lỗi, chưa đi được")


async def test_an_earlier_version_is_used_again(house: House, page: Page) -> None:
    await rewrite_greeting(page, "Kính chào! Cuộc gọi được ghi âm.")
    await expect(page.get_by_test_id("publish")).to_be_enabled()
    await publish(page, "Gọn hơn")
    await expect(page.get_by_test_id("flow-words")).to_contain_text("bản 1 của quan")
    await page.get_by_test_id("tab-versions").click()
    await page.get_by_test_id("again-0").click()
    await page.get_by_test_id("ask-why").fill("Người gọi không quen")
    await page.get_by_test_id("ask-yes").click()
    await expect(page.get_by_test_id("flow-words")).to_contain_text("Đang dùng bản 2 của quan")
    await expect(page.get_by_test_id("versions")).to_contain_text("(dùng lại bản 0), đang dùng")
    await expect(page.get_by_test_id("versions")).to_contain_text("Người gọi không quen")
    assert (await house.flows.in_force()).text == HOTLINE


async def test_who_was_overtaken_is_told_and_keeps_the_draft(house: House, page: Page) -> None:
    await rewrite_greeting(page, "Kính chào! Cuộc gọi được ghi âm.")
    await house.flows.publish(Publication(HOTLINE, 0, "minh", "Thử"), NOW)
    await expect(page.get_by_test_id("publish")).to_be_enabled()
    await publish(page, "Gọn hơn")
    await expect(page.get_by_text("minh vừa công bố bản 1. Hãy xem bản đó rồi công bố lại.")).to_be_visible()
    await expect(page.get_by_test_id("flow-words")).to_contain_text("sửa từ bản 1 của minh")
    await page.reload()
    await expect(page.get_by_text("Bản nháp này sửa từ bản 0; nay đang dùng bản 1.")).to_be_visible()
    await expect(page.get_by_test_id("flow-words")).to_contain_text("Bản nháp")
    await page.get_by_test_id("place-incident-city_incident").click()
    await expect(page.get_by_test_id("prompt-greeting")).to_have_value("Kính chào! Cuộc gọi được ghi âm.")
    await publish(page, "Gọn hơn, đã xem bản 1")
    await expect(page.get_by_test_id("flow-words")).to_contain_text("Đang dùng bản 2 của quan")


async def test_a_new_menu_is_added_led_to_and_taken_away_again(page: Page) -> None:
    await page.get_by_test_id("add-section").select_option("menu")
    await page.get_by_test_id("add-name").fill("tourism")
    await page.get_by_test_id("add-yes").click()
    await page.get_by_test_id("f-menu-tourism-title").fill("Du lịch")
    await page.get_by_test_id("add-to-menu-tourism-say").select_option("+")
    await expect(page.get_by_test_id("prompt-tourism_say_1")).to_be_focused()
    await page.get_by_test_id("prompt-tourism_say_1").fill("Hỏi về du lịch: xin giữ máy.")
    await page.get_by_test_id("place-menu-main").click()
    await page.get_by_test_id("add-key").select_option("6")
    await expect(page.get_by_test_id("label-6")).to_be_focused()
    await page.get_by_test_id("label-6").fill("Du lịch")
    await page.get_by_label("Phím 6 tới").select_option("tourism")
    await expect(page.get_by_test_id("no-faults")).to_be_visible()
    await page.get_by_test_id("picture").get_by_text("Du lịch", exact=True).last.click()
    await expect(page.get_by_test_id("f-menu-tourism-title")).to_have_value("Du lịch")
    await page.get_by_test_id("remove-place").click()
    await expect(page.get_by_test_id("faults").get_by_role("listitem")).to_have_count(1)
    await expect(page.get_by_test_id("faults")).to_contain_text("dẫn tới 'tourism' là nơi không có")


async def test_a_flow_is_edited_as_text_too(page: Page) -> None:
    await page.get_by_test_id("tab-text").click()
    text = page.get_by_test_id("text")
    await text.fill(HOTLINE.replace('title = "Menu chính"', 'title = "Menu gốc"'))
    await page.get_by_test_id("use-text").click()
    await expect(page.get_by_test_id("place-menu-main")).to_have_text("Menu gốc")
    await text.fill("[flow")
    await page.get_by_test_id("use-text").click()
    await expect(page.get_by_test_id("fault-count")).to_have_text("1")
    await page.get_by_test_id("tab-faults").click()
    await expect(page.get_by_test_id("faults")).to_contain_text("sai cú pháp TOML")
    await expect(page.get_by_test_id("publish")).to_be_disabled()


async def test_a_place_is_found_by_what_is_said_there(page: Page) -> None:
    await page.keyboard.press("/")
    await page.keyboard.type("cap cuu y te phim ba")
    await expect(page.get_by_test_id("places").get_by_role("button")).to_have_count(0)
    await page.get_by_test_id("filter").fill("cap cuu y te: phim ba")
    await expect(page.get_by_test_id("places").get_by_role("button")).to_have_text(["Việc khẩn cấp"])


async def test_a_supervisor_looks_and_changes_nothing(house: House, browser: Browser) -> None:
    async with at_the_flow(house, browser, "minh") as page:
        await page.get_by_test_id("place-menu-main").click()
        await expect(page.get_by_test_id("f-menu-main-title")).to_be_disabled()
        await expect(page.get_by_test_id("remove-place")).to_have_count(0)
        await expect(page.get_by_test_id("add-place")).to_be_hidden()
        await page.get_by_test_id("tab-walk").click()
        await page.get_by_test_id("key-0").click()
        await expect(page.get_by_test_id("walk-steps")).to_contain_text("Gặp tổng đài viên")
