"""Files of a ticket at the desk, in a real Chromium: chosen, dropped, pasted, refused, looked at, taken out again."""

import pytest
from playwright.async_api import FilePayload, expect

from crm.queries import case_by_code, my_open_cases
from crm.views import CaseView
from tests.callcenter.web.desk_page import Desk
from tests.callcenter.web.house import NAME
from tests.crm.attachments.samples import PDF, film, picture

pytestmark = pytest.mark.asyncio(loop_scope="module")
PICTURE = FilePayload(name="Ổ gà.png", mimeType="image/png", buffer=picture("PNG", (320, 240)))


async def write(desk: Desk) -> None:
    await desk.page.keyboard.press("Alt+n")
    await desk.page.keyboard.press("Alt+1")
    await desk.at("content").fill("Ổ gà lớn trước cổng trường")
    await desk.at("reporter-name").fill(NAME)


def only_case(desk: Desk) -> CaseView:
    (line,) = my_open_cases(desk.house.store, "lan", desk.house.moment)
    return case_by_code(desk.house.store, line.code, desk.house.moment)


async def test_files_chosen_before_the_ticket_is_saved_are_sent_with_it_and_seen(desk: Desk) -> None:
    await write(desk)
    async with desk.page.expect_file_chooser() as chooser:
        await desk.page.keyboard.press("Alt+u")
    paper = FilePayload(name="thư.txt", mimeType="text/plain", buffer=b"x")
    await (await chooser.value).set_files([PICTURE, paper])
    await expect(desk.at("file-waiting").first).to_contain_text("Ổ gà.png")
    await expect(desk.at("file-waiting").last).to_contain_text("Loại tệp này không được nhận")
    await expect(desk.at("files-hint")).to_have_text("Gửi khi lưu phiếu.")
    await desk.page.get_by_role("button", name="Bỏ tệp thư.txt").click()
    await desk.page.keyboard.press("Alt+n")  # the ticket is put aside, its files wait with it
    await expect(desk.at("file-waiting")).to_have_count(0)
    await desk.at("tab-unfinished").click()
    await desk.at("list-unfinished").get_by_role("button").click()
    await expect(desk.at("file-waiting")).to_have_count(1)
    await desk.page.keyboard.press("Control+s")
    await expect(desk.at("files-list").get_by_role("button")).to_have_count(1)
    await expect(desk.at("file-waiting")).to_have_count(0)
    (kept,) = only_case(desk).attachments
    assert (kept.name, kept.width) == ("Ổ gà.png", 320)
    await desk.at(f"file-{kept.id}").click()
    shown = desk.at("viewer-picture")
    await expect(shown).to_have_attribute("alt", f"Ảnh đính kèm phiếu {spoken(kept.case_code)}: Ổ gà.png")
    assert await shown.evaluate("async (picture) => { await picture.decode(); return picture.naturalWidth; }") == 320


def spoken(code: str) -> str:
    return f"{code[:2]} {code[2:5]} {code[5:8]} {code[8]}"


async def test_what_the_server_refuses_is_told_and_what_it_takes_is_walked_through_and_removed(desk: Desk) -> None:
    await write(desk)
    await desk.page.keyboard.press("Control+s")
    await expect(desk.at("ticket-title")).to_contain_text("Phiếu 26 ")
    await desk.at("content").fill("Ổ gà lớn trước cổng trường, sâu nửa mét")
    wrong = FilePayload(name="trang.jpg", mimeType="image/jpeg", buffer=b"<!doctype html>")
    long = FilePayload(name="phim.mp4", mimeType="video/mp4", buffer=film() + bytes(1024 * 1024))
    right = FilePayload(name="quay.mp4", mimeType="video/mp4", buffer=film())
    note = FilePayload(name="đơn.pdf", mimeType="application/pdf", buffer=PDF)
    await desk.at("files-input").set_input_files([wrong, long, right, note])
    await expect(desk.at("files-list").get_by_role("button")).to_have_count(2)
    await expect(desk.at("file-waiting")).to_have_count(2)
    await expect(desk.at("file-waiting").first).to_contain_text("Loại tệp này không được nhận")
    await expect(desk.at("file-waiting").last).to_contain_text("Lớn hơn 1 MB")
    await expect(desk.at("content")).to_have_value("Ổ gà lớn trước cổng trường, sâu nửa mét")
    await desk.page.get_by_role("button", name="Mở Video “quay.mp4”").click()
    await desk.page.keyboard.press("ArrowRight")
    await expect(desk.at("viewer-title")).to_have_text("đơn.pdf")
    await desk.at("viewer-remove").click()
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("viewer-title")).to_have_text("quay.mp4")
    await desk.page.keyboard.press("Escape")
    await expect(desk.at("files-list").get_by_role("button")).to_have_count(1)
    case = only_case(desk)
    assert [file.name for file in case.attachments] == ["quay.mp4"]
    assert case.history[-1].why == "đơn.pdf: Gửi nhầm tệp"


async def test_a_file_is_dropped_on_the_ticket_or_pasted_and_sent_again_when_the_server_is_back(desk: Desk) -> None:
    await write(desk)
    await desk.page.keyboard.press("Control+s")
    await expect(desk.at("ticket-title")).to_contain_text("Phiếu 26 ")
    script = """([kind, content], node) => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(content)], `${kind}.png`, { type: "image/png" }));
      const carried = { bubbles: true, cancelable: true, dataTransfer: files, clipboardData: files };
      const event = kind === "drop" ? new DragEvent(kind, carried) : new ClipboardEvent(kind, carried);
      document.getElementById("content").dispatchEvent(event);
    }"""
    for number, (kind, size) in enumerate((("drop", (60, 40)), ("paste", (40, 60))), start=1):
        await desk.page.evaluate(script, [kind, list(picture("PNG", size))])
        await expect(desk.at("files-list").get_by_role("button")).to_have_count(number)
    assert [file.name for file in only_case(desk).attachments] == ["drop.png", "paste.png"]
    await desk.site.stop()
    await desk.at("files-input").set_input_files([PICTURE])
    await expect(desk.at("file-waiting")).to_contain_text("Máy chủ đang tắt, chưa gửi được.")
    await desk.site.start()
    await desk.page.get_by_role("button", name="Gửi lại").click()
    await expect(desk.at("files-list").get_by_role("button")).to_have_count(3)
    await desk.page.keyboard.press("Alt+n")
    await desk.at("files-input").set_input_files([PICTURE])
    await expect(desk.at("file-waiting")).to_have_count(1)
    await desk.at("close-ticket").click()
    await expect(desk.at("notices")).to_contain_text("Tệp đã chọn được bỏ cùng phiếu")
