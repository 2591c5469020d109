"""What an operator sees and does, in a real Chromium against a real store; only Asterisk and the phone are fakes."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from crm import desk as case_desk
from crm.messages import SaveCase, TicketFields
from crm.queries import case_by_code, my_open_cases
from tests.callcenter.web.desk_page import Desk
from tests.callcenter.web.house import CALL, NAME

pytestmark = pytest.mark.asyncio(loop_scope="module")
OTHER = "1795400099.4"


async def test_a_call_is_answered_written_down_and_forwarded_without_a_mouse(desk: Desk) -> None:
    desk.house.call("1795400000.3", keys=("5",))
    desk.house.call(ended_at=None)
    desk.pop()
    await desk.ring()
    await expect(desk.at("call-number")).to_have_text("0912 345 678")
    await expect(desk.at("call-name")).to_have_text(NAME)
    await expect(desk.at("call-path")).to_contain_text("Cấp nước")
    await expect(desk.at("call-history")).to_contain_text("1 lượt gọi trước")
    await expect(desk.at("pop-words")).to_contain_text(f"0912 345 678, {NAME}")
    await expect(desk.at("reporter-name")).to_have_value(NAME)
    await desk.page.keyboard.press("Alt+a")
    await expect(desk.at("call")).to_have_attribute("data-state", "talking")
    await expect(desk.at("content")).to_be_focused()
    await desk.page.keyboard.type("Mất nước cả ngõ từ tối qua")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.type("le chan")
    await expect(desk.page.get_by_role("option", name="Phường Lê Chân", exact=True)).to_be_visible()
    await desk.page.keyboard.press("Enter")
    await desk.page.keyboard.press("Control+s")
    await expect(desk.at("ticket-title")).to_contain_text("Phiếu 26 ")
    await expect(desk.at("countdown-words")).to_contain_text("Còn ")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("forward-unit")).to_have_text("Công ty Cấp nước Hải Phòng")
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("routing-done")).to_contain_text("Đã chuyển Công ty Cấp nước Hải Phòng")
    (line,) = my_open_cases(desk.house.store, "lan", desk.house.moment)
    case = case_by_code(desk.house.store, line.code, desk.house.moment)
    assert (case.state, case.fields.content) == ("forwarded", "Mất nước cả ngõ từ tối qua")
    assert [contact.linkedid for contact in case.contacts] == [CALL]


async def test_the_phone_may_ring_before_the_server_tells(desk: Desk) -> None:
    await desk.ring()
    await expect(desk.at("call-number")).to_have_text("0912 345 678")
    await expect(desk.at("answer")).to_be_enabled()
    desk.pop()
    await expect(desk.at("call-path")).to_contain_text("Cấp nước")
    await expect(desk.at("topic")).to_have_value("water_supply")


async def test_a_call_taken_while_the_server_is_away_is_saved_when_it_is_back(desk: Desk) -> None:
    await desk.site.stop()
    await expect(desk.at("banner-server")).to_contain_text("Mất kết nối máy chủ")
    await desk.ring()
    await desk.at("answer").click()
    await desk.at("category-infrastructure").check(force=True)
    await desk.at("content").fill("Cây đổ chắn đường")
    await desk.at("do-save").click()
    await expect(desk.at("kept")).to_contain_text("Chờ máy chủ")
    desk.house.call()  # what the catch-up reads from Asterisk's records
    await desk.site.start()
    await expect(desk.at("ticket-title")).to_contain_text("Phiếu 26 ", timeout=20_000)
    await expect(desk.at("banner-server")).to_have_count(0)
    (line,) = my_open_cases(desk.house.store, "lan", desk.house.moment)
    assert (line.content, line.reporter_phone) == ("Cây đổ chắn đường", "+84912345678")
    assert await desk.drafts() == 0


async def test_a_reload_loses_no_word(desk: Desk) -> None:
    desk.house.call()
    await desk.page.reload()
    await desk.at("tab-unfinished").click()
    await desk.at(f"line-{CALL}").click()
    await desk.at("content").fill("Ngập nửa mét trước cổng trường")
    await desk.page.reload()
    await desk.at("tab-unfinished").click()
    await desk.at(f"line-{CALL}").click()
    await expect(desk.at("content")).to_have_value("Ngập nửa mét trước cổng trường")


async def test_a_missed_call_is_told_and_leaves_no_ticket_behind(desk: Desk) -> None:
    desk.pop()
    await desk.ring()
    await expect(desk.at("ticket")).to_be_visible()
    await desk.page.evaluate("window.telephone.session.terminate()")
    desk.push(type="pop_gone", linkedid=CALL, why="missed")
    await expect(desk.at("notices")).to_contain_text("0912 345 678")
    await expect(desk.at("call")).to_have_attribute("data-state", "idle")
    await expect(desk.at("ticket")).to_be_hidden()
    assert await desk.drafts() == 0


async def test_a_second_call_does_not_take_the_words_of_the_first(desk: Desk) -> None:
    desk.house.call()
    desk.pop()
    await desk.ring()
    await desk.at("answer").click()
    await desk.at("content").fill("Đèn đường tắt")
    await desk.at("hang-up").click()
    await expect(desk.at("call")).to_have_attribute("data-state", "ended")
    desk.pop(OTHER, phone="+84988777666", phone_shown="0988 777 666", caller_name="", caller=None)
    await desk.ring(OTHER, "0988777666", "")
    await expect(desk.at("call-number")).to_have_text("0988 777 666")
    await expect(desk.at("content")).to_have_value("Đèn đường tắt")
    await desk.page.keyboard.press("Alt+a")
    await expect(desk.at("content")).to_have_value("")
    await expect(desk.at("reporter-phone")).to_have_value("0988 777 666")
    await desk.at("tab-unfinished").click()
    await desk.at(f"line-{CALL}").click()
    await expect(desk.at("content")).to_have_value("Đèn đường tắt")


async def test_what_a_colleague_changed_meanwhile_is_shown_and_nothing_typed_is_lost(desk: Desk) -> None:
    await desk.page.keyboard.press("Alt+n")
    await desk.page.keyboard.press("Alt+1")
    await desk.at("content").fill("Cống tràn")
    await desk.at("reporter-name").fill(NAME)
    await desk.at("do-save").click()
    await expect(desk.at("ticket-title")).to_contain_text("Phiếu 26 ")
    (line,) = my_open_cases(desk.house.store, "lan", desk.house.moment)
    case = case_by_code(desk.house.store, line.code, desk.house.moment)
    theirs = TicketFields(
        "Cống tràn ra đường", case.fields.category, reporter_name=NAME, place="Ngõ 213", reporter_phone="0912345678"
    )
    case_desk.save_case(SaveCase(line.code, case.version, theirs, "minh"), desk.house.store, desk.house.moment)
    await desk.at("content").fill("Cống tràn vào nhà")
    await desk.at("do-save").click()
    await expect(desk.at("conflict")).to_contain_text("Đỗ Quang Minh")
    await expect(desk.at("conflict")).to_contain_text("Cống tràn ra đường")
    await expect(desk.at("content")).to_have_value("Cống tràn vào nhà")
    await expect(desk.at("place")).to_have_value("Ngõ 213")
    await desk.at("do-save").click()
    await expect(desk.at("conflict")).to_be_hidden()
    case = case_by_code(desk.house.store, line.code, desk.house.moment)
    assert (case.fields.content, case.fields.place) == ("Cống tràn vào nhà", "Ngõ 213")


async def test_what_is_missing_is_said_beside_the_field(desk: Desk) -> None:
    await desk.page.keyboard.press("Alt+n")
    await desk.page.keyboard.press("Control+s")
    await expect(desk.page.locator("#category-fault")).to_contain_text("Chọn lĩnh vực")
    await expect(desk.page.locator("#content-fault")).to_contain_text("Điều 6")
    await expect(desk.at("reporter-name")).to_have_attribute("aria-invalid", "true")
    await expect(desk.at("category-infrastructure")).to_be_focused()


async def test_mute_and_hold_are_on_the_keyboard(desk: Desk) -> None:
    await desk.ring()
    await desk.page.keyboard.press("Alt+a")
    await desk.page.keyboard.press("Alt+m")
    await expect(desk.at("mute")).to_contain_text("Bật tiếng")
    await desk.page.keyboard.press("Alt+g")
    await expect(desk.at("call")).to_have_attribute("data-state", "held")
    await desk.page.keyboard.press("Alt+g")
    await expect(desk.at("call")).to_have_attribute("data-state", "talking")
    await desk.page.keyboard.press("Alt+h")
    await expect(desk.at("call")).to_have_attribute("data-state", "ended")


async def test_the_page_says_how_old_its_figures_are(desk: Desk) -> None:
    desk.push(type="link", stale_since="2026-11-24T07:05:00+00:00")
    await expect(desk.at("banner-figures")).to_contain_text("Số liệu cũ từ 14:05")
    desk.push(type="link", stale_since=None)
    await expect(desk.at("banner-figures")).to_have_count(0)


async def test_a_pause_has_a_reason_and_going_ready_ends_it(desk: Desk) -> None:
    await desk.at("go-ready").click()
    await expect(desk.at("agent-state")).to_have_text("Sẵn sàng")
    await desk.page.keyboard.press("Alt+p")
    await desk.page.get_by_role("menuitem", name="Ăn ca").press("Enter")
    await expect(desk.at("agent-state")).to_have_text("Tạm nghỉ: Ăn ca")
    await desk.page.keyboard.press("Alt+r")
    await expect(desk.at("agent-state")).to_have_text("Sẵn sàng")


async def test_a_refused_microphone_is_explained_before_anybody_is_rung(desk: Desk) -> None:
    refused = "throw new DOMException('no', 'NotAllowedError')"
    await desk.page.evaluate(f"() => {{ navigator.mediaDevices.getUserMedia = async () => {{ {refused} }} }}")
    await desk.at("go-ready").click()
    await expect(desk.at("tell-words")).to_contain_text("chưa được phép dùng micro")
    assert desk.house.bridge.agents.states == {}


async def test_another_unit_than_the_proposed_one_needs_a_reason_of_ones_own(desk: Desk) -> None:
    await desk.page.keyboard.press("Alt+n")
    await desk.page.keyboard.press("Alt+1")
    await desk.at("content").fill("Cống tràn")
    await desk.at("reporter-name").fill(NAME)
    await desk.at("unit").fill("so xay dung")
    await desk.page.keyboard.press("Enter")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("forward-why")).to_be_focused()
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("dialog-forward")).to_be_visible()
    await desk.page.keyboard.type("Đường do Sở quản lý")
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("routing-done")).to_contain_text("Đã chuyển Sở Xây dựng")
    await expect(desk.at("case-history")).to_contain_text("Đường do Sở quản lý")


async def test_a_session_that_ended_is_told_and_the_words_stay(desk: Desk) -> None:
    await desk.page.keyboard.press("Alt+n")
    await desk.page.keyboard.press("Alt+3")
    await desk.at("content").fill("Thêm ghế đá ở dải vườn hoa")
    await desk.at("reporter-name").fill(NAME)
    desk.house.moment += timedelta(hours=13)
    await desk.at("do-save").click()
    await expect(desk.at("banner-session")).to_contain_text("hết hạn")
    await expect(desk.at("content")).to_have_value("Thêm ghế đá ở dải vườn hoa")
    assert await desk.drafts() == 1


async def test_a_term_is_said_in_words_at_half_at_four_fifths_and_at_its_end(desk: Desk) -> None:
    script = """async (minutes) => {
      const { deadline } = await import("/static/js/deadline.js");
      const start = Date.parse("2026-11-24T07:00:00Z");
      const stand = deadline("2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z", start + minutes * 60000);
      return [stand.level, stand.words];
    }"""
    says = {minutes: await desk.page.evaluate(script, minutes) for minutes in (10, 30, 48, 60, 63)}
    assert says == {
        10: ["calm", "Còn 50:00"],
        30: ["half", "Quá nửa · còn 30:00"],
        48: ["soon", "Sắp hết · còn 12:00"],
        60: ["late", "Quá hạn 0:00"],
        63: ["late", "Quá hạn 3:00"],
    }


async def test_a_second_tab_leaves_the_telephone_to_the_first(desk: Desk) -> None:
    second = await desk.page.context.new_page()
    await second.goto(desk.page.url)
    await expect(second.get_by_test_id("banner-tabs")).to_contain_text("thẻ khác")
    assert await second.evaluate("window.telephone === undefined")
    await desk.page.goto("about:blank")
    await expect(second.get_by_test_id("banner-tabs")).to_have_count(0)
    await expect(second.get_by_test_id("line")).to_have_attribute("data-line", "up")
