"""The page of routing rules in a real Chromium: found, edited, tried and published without a mouse."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from crm.case import Category
from crm.messages import RoutingQuestion
from crm.queries import propose_unit
from tests.callcenter.web.desk_page import Site
from tests.callcenter.web.house import PASSWORD, House
from tests.crm.cases import WATER, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def page(house: House, browser: Browser) -> AsyncIterator[Page]:
    """Administrator Vũ Quân at the rules. A script error, or a style the policy forbids, fails the test."""
    site, faults = Site(house), list[str]()
    await site.start()
    context = await browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    page = await context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    await page.goto(f"http://127.0.0.1:{site.port}/login")
    await page.get_by_label("Tên đăng nhập").fill("quan")
    await page.get_by_label("Mật khẩu").fill(PASSWORD)
    await page.get_by_role("button", name="Đăng nhập").click()
    await expect(page.get_by_test_id("set-words")).to_contain_text("Đang dùng")
    try:
        yield page
        assert not faults
    finally:
        await context.close()
        await site.stop()


async def in_a_draft(page: Page) -> None:
    await page.get_by_test_id("start-draft").click()
    await expect(page.get_by_test_id("set-words")).to_contain_text("không có gì thay đổi")


async def water_elsewhere(page: Page) -> None:
    """The rule for water in the whole city sent to the drains' unit, by keys."""
    await page.keyboard.press("/")
    await page.keyboard.type("cap nuoc toan thanh pho")
    await expect(page.get_by_test_id("shown")).to_have_text("1 / 397 dòng")
    await page.keyboard.press("Alt+l")
    await page.keyboard.press("End")
    for _ in range(4):  # from the button at the end back to the unit
        await page.keyboard.press("ArrowLeft")
    await page.keyboard.type("thoat nuoc")
    await page.keyboard.press("Enter")
    await expect(page.locator("tr[data-key=cap-nuoc]")).to_contain_text("Công ty Thoát nước Hải Phòng")
    await expect(page.get_by_test_id("set-words")).to_contain_text("1 sửa")


async def test_a_rule_is_found_edited_tried_and_published_without_a_mouse(house: House, page: Page) -> None:
    for _ in range(3):
        opened(house.store, replace(WATER, ward="11383"), contact=None)
    await in_a_draft(page)
    await water_elsewhere(page)
    await page.get_by_test_id("tab-explain").focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await page.get_by_test_id("try-run").press("Enter")
    await expect(page.get_by_test_id("try-words")).to_have_text("3 / 3 trường hợp này sẽ đi nơi khác.")
    await expect(page.get_by_test_id("moved")).to_contain_text(
        "Công ty Cấp nước Hải Phòng → Công ty Thoát nước Hải Phòng"
    )
    await page.get_by_test_id("publish").press("Enter")
    await expect(page.get_by_test_id("publish-tried")).to_contain_text("3 / 3 trường hợp")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("dialog-ask")).to_contain_text("Ghi một câu")
    await page.keyboard.type("Bàn giao từ tháng 12")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("set-words")).to_contain_text("Đang dùng")
    answer = propose_unit(house.store, RoutingQuestion(Category.INFRASTRUCTURE, "water_supply"), house.moment)
    assert (answer.unit.code, answer.rule_set) == ("thoat_nuoc", 2)


async def test_a_change_is_undone_by_key(page: Page) -> None:
    await in_a_draft(page)
    await water_elsewhere(page)
    await page.keyboard.press("Control+z")
    await expect(page.locator("tr[data-key=cap-nuoc]")).to_contain_text("Công ty Cấp nước Hải Phòng")
    await expect(page.get_by_test_id("set-words")).to_contain_text("không có gì thay đổi")


async def test_a_cell_that_cannot_be_says_why_and_keeps_what_was_typed(page: Page) -> None:
    await in_a_draft(page)
    cell = page.locator("tr[data-key=cap-nuoc] td[data-column=priority]")
    await cell.dblclick()
    await page.keyboard.type("cao")
    await page.keyboard.press("Enter")
    await expect(cell).to_contain_text("không phải số nguyên")
    await expect(page.get_by_test_id("cell-editor")).to_have_value("cao")
    await page.keyboard.press("Escape")
    await expect(cell).to_have_text("0")
    await expect(cell).to_be_focused()


async def test_a_rule_for_a_ward_of_before_goes_to_the_ward_of_today(page: Page) -> None:
    await in_a_draft(page)
    await page.keyboard.press("Alt+n")
    await page.get_by_test_id("row-id").fill("Loa Phường")
    await page.get_by_test_id("row-category").fill("kt-xh")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("row-topic").fill("tieng on")
    await page.get_by_test_id("row-ward").fill("quan toan")
    await page.get_by_test_id("row-unit").fill("cong an thanh pho")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("row-yes").click()
    await expect(page.locator("#row-id-fault")).to_contain_text("không phải mã")
    await page.get_by_test_id("row-id").fill("loa-phuong")
    await page.get_by_test_id("row-yes").click()
    await expect(page.locator("tr[data-key=loa-phuong]")).to_contain_text("Phường Hồng An")
    await page.get_by_test_id("explain-category").select_option("social")
    await page.get_by_test_id("explain-topic").select_option("noise")
    await page.get_by_test_id("explain-ward").fill("quan toan")
    await page.keyboard.press("Tab")
    await page.get_by_test_id("explain-ask").click()
    await expect(page.get_by_test_id("explain-unit")).to_have_text("Công an thành phố")
    await expect(page.get_by_test_id("explain-losers")).to_contain_text("kém cụ thể hơn quy tắc “loa-phuong”")


async def test_a_file_is_shown_before_it_is_taken_over(page: Page) -> None:
    await in_a_draft(page)
    await page.get_by_test_id("import").click()
    header = "Mã;Lĩnh vực;Địa bàn;Đơn vị\n"
    files = {"sai.csv": f"{header}a;social;Hoàn Kiếm;cong_an\n", "dung.csv": f"{header}a;social;Quán Toan;cong_an\n"}
    chosen = {name: {"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in files.items()}
    await page.get_by_test_id("import-file").set_input_files(chosen["sai.csv"])  # type: ignore[arg-type]
    await expect(page.get_by_test_id("import-found")).to_contain_text("Dòng 2, cột Địa bàn: không có xã, phường")
    await expect(page.get_by_test_id("import-yes")).to_be_disabled()
    await page.get_by_test_id("import-keep").check()
    await page.get_by_test_id("import-file").set_input_files(chosen["dung.csv"])  # type: ignore[arg-type]
    await expect(page.get_by_test_id("import-words")).to_have_text("1 dòng trong tệp: 1 thêm.")
    await expect(page.get_by_test_id("import-found")).to_contain_text("“Quán Toan” được hiểu là “Phường Hồng An”")
    await page.get_by_test_id("import-yes").click()
    await expect(page.get_by_test_id("shown")).to_have_text("398 dòng")
    await expect(page.get_by_test_id("fault-count")).to_have_text("1")
    await page.get_by_test_id("tab-faults").click()
    await expect(page.get_by_test_id("faults")).to_contain_text("ngang mức với “viec-dia-ban-11602”")
