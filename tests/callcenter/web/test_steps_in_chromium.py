"""The steps of a case at the desk, in a real Chromium: each category's whole life by keyboard, refusals, conflicts."""

from datetime import timedelta
from typing import Final

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from callcenter.web.steps import STEPS
from crm.api_cases import ReceiveReport, receive_report
from crm.case import CaseState, CaseStep, Category
from crm.contacts import contact_by_linkedid
from crm.queries import case_by_code
from crm.views import CaseView
from crm.working_time import HAI_PHONG
from tests.callcenter.web.desk_page import Desk
from tests.callcenter.web.house import CALL
from tests.crm.attachments.samples import picture
from tests.crm.cases import WATER
from tests.crm.life import Life
from tests.crm.walks import accepted, given_back, in_work, later, on_site, referred, with_unit

pytestmark = pytest.mark.asyncio(loop_scope="module")
INFRA, SOCIAL, SUGGESTION, DIRECTIVE = Category
PICTURE: Final = FilePayload(name="Hiện trường.png", mimeType="image/png", buffer=picture("PNG"))
OF_THE_FORM: Final = {CaseStep.FORWARD}  # asked for at the foot of the ticket


def life_of(desk: Desk, category: Category, hours: float = 1) -> Life:
    """A new case of lan's, received so many hours ago."""
    return Life(desk.house.store, category, desk.house.moment - timedelta(hours=hours))


def now_is(desk: Desk, life: Life) -> CaseView:
    return case_by_code(desk.house.store, life.case.code, desk.house.moment)


def spoken(code: str) -> str:
    return f"{code[:2]} {code[2:5]} {code[5:8]} {code[8]}"


async def lay_on_desk(desk: Desk, life: Life, page: Page | None = None) -> None:
    """Open the case from the list, by the keyboard."""
    page = page or desk.page
    await page.reload()
    await page.get_by_test_id(f"line-{life.case.code}").press("Enter")
    await expect(page.get_by_test_id("ticket-title")).to_have_text(f"Phiếu {spoken(life.case.code)}")
    await expect(page.get_by_test_id("case-history")).to_be_visible()


async def usual(desk: Desk, title: str, page: Page | None = None, **said: str | bool) -> None:
    """The usual next step, which must be this one."""
    page = page or desk.page
    await page.keyboard.press("Control+Enter")
    await answered(page, title, **said)


async def other(desk: Desk, title: str, **said: str | bool) -> None:
    """Another step, found in the menu by the first letters of its name."""
    await desk.page.keyboard.press("Alt+b")
    await expect(desk.at("step-menu")).to_be_visible()
    await desk.page.keyboard.type(title[:12].lower())
    await expect(desk.page.locator("[role=menuitem]:focus")).to_contain_text(title)
    await desk.page.keyboard.press("Enter")
    await answered(desk.page, title, **said)


async def answered(page: Page, title: str, **said: str | bool) -> None:
    await filled(page, title, **said)
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_test_id("dialog-step")).to_be_hidden()


async def filled(page: Page, title: str, **said: str | bool) -> None:
    """Say what the dialog of this step asks for: a text, or a box to be ticked."""
    await expect(page.get_by_test_id("step-title")).to_have_text(title)
    for name, value in said.items():
        field = page.get_by_test_id(f"step-{name.replace('_', '-')}")
        if value is True:
            await field.press("Space")
        else:
            await field.fill(str(value))


async def chosen(page: Page, unit: str) -> None:
    """A unit by a part of its name, without marks."""
    await page.get_by_test_id("step-unit").fill(unit)
    await page.keyboard.press("Enter")


async def forwarded(desk: Desk, unit: str) -> None:
    """Forward to the unit that the rules propose, which is this one."""
    await expect(desk.at("routing-unit")).to_contain_text(unit)
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("forward-unit")).to_have_text(unit)
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("do-next")).to_be_visible()


async def forwarded_to(desk: Desk, typed: str, unit: str) -> None:
    """Forward to another unit than the rules propose."""
    await desk.at("unit").fill(typed)
    await desk.page.keyboard.press("Enter")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("forward-unit")).to_have_text(unit)
    await desk.page.keyboard.type("Gây mất trật tự")
    await desk.page.keyboard.press("Enter")
    await expect(desk.at("do-next")).to_be_visible()


def local(desk: Desk, **later: float) -> str:
    """A moment as its field takes it, in Hải Phòng."""
    return (desk.house.moment + timedelta(**later)).astimezone(HAI_PHONG).strftime("%Y-%m-%dT%H:%M")


async def test_every_step_has_a_form_that_asks_for_what_its_body_takes(desk: Desk) -> None:
    script = """async () => {
      const { FORMS } = await import("/static/js/steps/forms.js");
      const names = ({ fields }) => fields.map(({ name }) => name);
      return Object.fromEntries(Object.entries(FORMS).map(([step, form]) => [step, names(form)]));
    }"""
    forms = await desk.page.evaluate(script)
    bodies = {step: set(door.body.model_fields) - {"version"} for step, door in STEPS.items()}
    assert set(forms) == {*bodies, CaseStep.REFER} - OF_THE_FORM
    assert {step: set(names) for step, names in forms.items() if step in bodies} == {
        step: names for step, names in bodies.items() if step not in OF_THE_FORM
    }


async def test_a_case_offers_the_steps_that_its_state_allows_and_no_others(desk: Desk) -> None:
    walks = ((INFRA, on_site), (SOCIAL, in_work), (SUGGESTION, referred), (DIRECTIVE, with_unit), (INFRA, given_back))
    lives = [life_of(desk, category) for category, _ in walks]
    for life, (_, walk) in zip(lives, walks, strict=True):
        walk(life)
    await desk.page.reload()
    for life in lives:
        await desk.at(f"line-{life.case.code}").click()
        await expect(desk.at("ticket-title")).to_have_text(f"Phiếu {spoken(life.case.code)}")
        offered = [await entry.get_attribute("data-testid") or "" for entry in await menu_of(desk)]
        (usually,) = [step.step for step in life.case.steps if step.usual]
        expected = set(life.case.possible_steps) - {"edit", "reclassify", usually}
        assert {name.removeprefix("step-") for name in offered} == expected


async def menu_of(desk: Desk) -> list[Locator]:
    return await desk.page.locator("#step-menu [role=menuitem]").all()


async def test_a_case_attached_by_its_code_is_taken_off_again_by_one_key(desk: Desk) -> None:
    first, life = life_of(desk, SOCIAL, hours=3), life_of(desk, SOCIAL)
    await lay_on_desk(desk, life)
    await desk.page.keyboard.press("Alt+b")
    await desk.page.get_by_test_id("step-duplicate").press("Enter")
    await filled(desk.page, "Ghép trùng lặp", primary="26 000 000 0", why="Cùng một nhà")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("step-problem")).to_contain_text("Mã phản ánh gồm 9 chữ số")
    await answered(desk.page, "Ghép trùng lặp", primary=first.case.code)
    await expect(desk.at("ticket-origin")).to_contain_text("Đã ghép vào phản ánh trùng lặp")
    await expect(desk.at("do-next")).to_contain_text("Báo người phản ánh")
    await desk.page.keyboard.press("Alt+z")
    await expect(desk.at("ticket-origin")).to_contain_text("Mới tiếp nhận")
    assert now_is(desk, life).duplicate_of is None


async def test_an_incident_by_the_keyboard_from_the_call_to_its_end(desk: Desk) -> None:
    life = life_of(desk, INFRA)
    await lay_on_desk(desk, life)
    await forwarded(desk, "Công ty Cấp nước Hải Phòng")
    await usual(desk, "Đơn vị tiếp nhận")
    await usual(desk, "Xác minh có thật", finding="Vỡ ống tại số 3, anh Bình báo")
    await usual(desk, "Giao xử lý", sub_unit="Đội 1")
    await expect(desk.at("facts")).to_contain_text("Đội 1")
    await other(desk, "Báo thời gian dự kiến hoàn tất", expected_at=local(desk, hours=6), why="Chờ vật tư")
    await desk.page.keyboard.press("Control+Enter")
    await filled(desk.page, "Cập nhật kết quả", result="Đã thay ống")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("step-evidence-fault")).to_have_text("Cần điền mục này.")
    await desk.at("step-evidence-input").set_input_files([PICTURE])
    await expect(desk.page.get_by_role("checkbox", name="Hiện trường.png")).to_be_checked()
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("dialog-step")).to_be_hidden()
    await usual(desk, "Kết thúc", told="Gọi điện")
    await expect(desk.at("ticket-origin")).to_contain_text("Đã kết thúc")
    await expect(desk.at("do-next")).to_be_hidden()
    await expect(desk.at("do-other")).to_be_hidden()
    case = now_is(desk, life)
    assert (case.state, case.attachments[0].name) == (CaseState.CLOSED, "Hiện trường.png")
    resolved = next(step for step in case.history if step.step is CaseStep.RESOLVE)
    assert resolved.changes["evidence"] == ("", "Hiện trường.png")


async def test_a_social_matter_that_comes_back_and_takes_longer(desk: Desk) -> None:
    life = life_of(desk, SOCIAL, hours=30)
    await lay_on_desk(desk, life)
    await forwarded_to(desk, "cong an", "Công an thành phố")
    await usual(desk, "Đơn vị tiếp nhận", site_check=True)
    await other(desk, "Chuyển trả", why="Không thuộc thẩm quyền", finding="Việc của phường")
    await expect(desk.at("ticket-origin")).to_contain_text("Bị đơn vị chuyển trả")
    await forwarded_to(desk, "cong an", "Công an thành phố")
    await usual(desk, "Đơn vị tiếp nhận")
    await usual(desk, "Giao xử lý")
    committed = (desk.house.moment + timedelta(days=3)).astimezone(HAI_PHONG).strftime("%Y-%m-%d")
    await desk.page.keyboard.press("Alt+b")
    await desk.page.get_by_test_id("step-extend").press("Enter")
    await desk.at("step-evidence-input").set_input_files([PICTURE])
    await expect(desk.page.get_by_role("checkbox", name="Hiện trường.png")).to_be_checked()
    await answered(desk.page, "Gia hạn", committed=committed, progress="Đã lập biên bản")
    await expect(desk.at("clock-extension")).to_contain_text("Điều 8.2e")
    await usual(desk, "Cập nhật kết quả", result="Đã xử phạt", handled_at=local(desk, hours=-2))
    await usual(desk, "Kết thúc", told="Nhắn tin SMS")
    await expect(desk.at("ticket-origin")).to_contain_text("Đã kết thúc")
    assert now_is(desk, life).state is CaseState.CLOSED


async def test_a_suggestion_on_which_guidance_and_others_are_asked(desk: Desk) -> None:
    life = life_of(desk, SUGGESTION)
    await lay_on_desk(desk, life)
    await other(desk, "Xin hướng dẫn", why="Liên quan nhiều sở")
    await expect(desk.at("ticket-origin")).to_contain_text("Chờ Văn phòng UBND")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("step-whose")).to_contain_text("Văn phòng UBND thành phố")
    await chosen(desk.page, "so xay dung")
    await answered(desk.page, "Hướng dẫn đơn vị xử lý", why="Văn phòng xác định, chị Hoa báo")
    await usual(desk, "Đơn vị tiếp nhận")
    await usual(desk, "Giao xử lý")
    await other(desk, "Lấy ý kiến cơ quan liên quan", agencies="Sở Tài chính", why="Cần kinh phí", told="Gọi điện")
    await other(desk, "Cập nhật tiến độ", progress="Đã họp")
    await usual(desk, "Cập nhật kết quả", result="Sẽ làm trong quý 1")
    await usual(desk, "Kết thúc", told="Nhắn Zalo")
    await expect(desk.at("ticket-origin")).to_contain_text("Đã kết thúc")
    steps = [step.step for step in now_is(desk, life).history]
    assert steps == ["open", "refer", "guide", "accept", "assign", "consult", "progress_note", "resolve", "close"]


async def test_a_directive_goes_by_the_city_office(desk: Desk) -> None:
    life = life_of(desk, DIRECTIVE)
    await lay_on_desk(desk, life)
    await forwarded(desk, "Văn phòng Ủy ban nhân dân thành phố")
    await desk.page.keyboard.press("Control+Enter")
    await chosen(desk.page, "so xay dung")
    await answered(desk.page, "Chuyển cơ quan có thẩm quyền", why="Đúng chức năng")
    await usual(desk, "Đơn vị tiếp nhận")
    await usual(desk, "Giao xử lý")
    await usual(desk, "Cập nhật kết quả", result="Đã làm xong")
    await usual(desk, "Kết thúc", told="Thư điện tử")
    await expect(desk.at("ticket-origin")).to_contain_text("Đã kết thúc")
    assert [held.kind for held in now_is(desk, life).held] == ["1022", "city_office", "unit"]


async def test_a_new_ticket_is_refused_with_a_reason_of_the_list(desk: Desk) -> None:
    life = life_of(desk, SOCIAL)
    await lay_on_desk(desk, life)
    await desk.page.keyboard.press("Alt+b")
    await desk.page.get_by_test_id("step-refuse").press("Enter")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("step-reason-fault")).to_have_text("Cần điền mục này.")
    await expect(desk.at("step-reason")).to_be_focused()
    await desk.page.keyboard.type("Khiếu nại")
    await desk.at("step-text").fill("Mời ông gửi đơn khiếu nại theo luật")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("ticket-origin")).to_contain_text("Đã từ chối")
    assert now_is(desk, life).history[-1].article == "1.2"


async def test_a_call_that_becomes_no_case_is_closed_with_a_reason(desk: Desk) -> None:
    desk.house.call()
    await desk.page.reload()
    await desk.at("tab-unfinished").click()
    await desk.at(f"line-{CALL}").press("Enter")
    await expect(desk.at("ticket-title")).to_have_text("Phiếu mới")
    await desk.at("do-no-case").press("Enter")
    await expect(desk.at("step-title")).to_have_text("Không lập phiếu")
    await desk.page.keyboard.type("Gọi nhầm")
    await desk.at("step-note").fill("Hỏi số taxi")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("ticket")).to_be_hidden()
    contact = contact_by_linkedid(desk.house.store, CALL, desk.house.moment)
    assert (contact.no_case_reason, contact.clock and contact.clock.stopped_by) == ("wrong_number", "no_case")


async def test_what_the_server_refuses_stands_at_its_field_and_the_words_stay(desk: Desk) -> None:
    life = life_of(desk, SOCIAL, hours=30)
    in_work(life)
    await lay_on_desk(desk, life)
    await other(desk, "Cập nhật tiến độ", progress="Đã đo tiếng ồn")
    await desk.page.keyboard.press("Control+Enter")
    await filled(desk.page, "Cập nhật kết quả", result="Đã nhắc nhở", handled_at=local(desk, days=2))
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("step-handled-at-fault")).to_contain_text("không sau thời điểm hiện tại")
    await expect(desk.at("step-handled-at")).to_be_focused()
    await expect(desk.at("step-result")).to_have_value("Đã nhắc nhở")
    await desk.page.keyboard.press("Escape")
    await expect(desk.at("dialog-step")).to_be_hidden()
    assert now_is(desk, life).state is CaseState.IN_PROGRESS


async def test_a_colleague_who_was_first_is_told_of_and_the_step_is_done_after_all(desk: Desk) -> None:
    life = life_of(desk, INFRA)
    accepted(life)
    await lay_on_desk(desk, life)
    await desk.page.keyboard.press("Control+Enter")
    await filled(desk.page, "Xác minh có thật", finding="Vỡ ống tại số 3")
    second = await desk.page.context.new_page()
    await second.goto(desk.page.url)
    await lay_on_desk(desk, life, second)
    await second.keyboard.press("Alt+b")
    await second.get_by_test_id("step-progress_note").press("Enter")
    await answered(second, "Cập nhật tiến độ", progress="Đang đến nơi")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("step-news")).to_contain_text("Trần Thị Lan · Cập nhật tiến độ: Đang đến nơi")
    await expect(desk.at("step-finding")).to_have_value("Vỡ ống tại số 3")
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("dialog-step")).to_be_hidden()
    await expect(desk.at("ticket-origin")).to_contain_text("Đã xác minh là có thật")
    await second.close()
    assert [step.why for step in now_is(desk, life).history[-2:]] == ["Đang đến nơi", "Vỡ ống tại số 3"]


async def test_a_step_that_a_colleague_made_impossible_says_so_and_is_not_offered_again(desk: Desk) -> None:
    life = life_of(desk, INFRA)
    with_unit(life)
    await lay_on_desk(desk, life)
    await desk.page.keyboard.press("Control+Enter")
    await expect(desk.at("step-title")).to_have_text("Đơn vị tiếp nhận")
    life.accept(later(life, 1))
    await desk.at("step-yes").press("Enter")
    await expect(desk.at("step-news")).to_contain_text("không làm được nữa")
    await expect(desk.at("step-yes")).to_be_disabled()
    await desk.page.keyboard.press("Escape")
    await expect(desk.at("do-next")).to_contain_text("Xác minh có thật")
    await expect(desk.at("conflict")).to_contain_text("Đơn vị tiếp nhận")


async def test_what_a_colleague_did_is_shown_at_once_with_the_steps_that_are_open_now(desk: Desk) -> None:
    life = life_of(desk, INFRA)
    with_unit(life)
    await lay_on_desk(desk, life)
    await expect(desk.at("do-next")).to_contain_text("Đơn vị tiếp nhận")
    case = life.accept(later(life, 1))
    desk.push(type="case", code=case.code, version=case.version, by="minh")
    await expect(desk.at("do-next")).to_contain_text("Xác minh có thật")
    await expect(desk.at("notices")).to_contain_text("Trần Thị Lan vừa ghi “Đơn vị tiếp nhận”")
    await expect(desk.at(f"line-{case.code}")).to_contain_text("Đã được đơn vị tiếp nhận")


async def test_a_late_case_says_whose_time_it_was_and_who_has_it(desk: Desk) -> None:
    life = life_of(desk, INFRA, hours=8)
    on_site(life)
    await lay_on_desk(desk, life)
    await expect(desk.at("clock-fix")).to_contain_text("Quá hạn")
    await expect(desk.at("clock-fix")).to_contain_text("tính liên tục, cả đêm và ngày nghỉ")
    await expect(desk.at("ended-verify")).to_contain_text("đúng hạn")
    await expect(desk.at("held-late")).to_contain_text("Đang giữ: Đội 1 (Công ty Cấp nước Hải Phòng)")
    await expect(desk.at("held").locator(".holder.now")).to_contain_text("81 %")


async def test_moments_are_said_as_people_say_them(desk: Desk) -> None:
    script = """async () => {
      const { due, lasted, learn, moment, weekday } = await import("/static/js/time.js");
      learn("2026-11-24T07:00:00+07:00");
      const moments = ["2026-11-24T14:05:00+07:00", "2026-11-25T14:05:00+07:00", "2025-11-25T14:05:00+07:00"];
      const ends = ["2026-11-25T00:00:00+07:00", "2027-01-01T00:00:00+07:00", "2026-11-24T18:00:00+07:00"];
      return [moments.map(moment), ends.map(due), [59, 3600, 7500, 100000].map(lasted), weekday("2026-08-22")];
    }"""
    assert await desk.page.evaluate(script) == [
        ["14:05", "14:05 25/11", "14:05 25/11/2025"],
        ["hết ngày 24/11", "hết ngày 31/12", "18:00"],
        ["dưới 1 phút", "1 giờ", "2 giờ 5 phút", "1 ngày 3 giờ"],
        "Thứ Bảy, 22/08/2026",
    ]


async def test_the_list_says_what_1022_has_to_do_and_what_units_have(desk: Desk) -> None:
    done, back, away = (life_of(desk, category) for category in (SUGGESTION, INFRA, SOCIAL))
    in_work(done)
    done.resolve(later(done, 1))
    given_back(back)
    with_unit(away)
    await desk.page.reload()
    titles = desk.page.locator("#list-cases .list-title")
    await expect(titles).to_have_text(["Bạn cần làm (2)", "Đơn vị đang xử lý (1)"])
    await expect(desk.at(f"line-{done.case.code}")).to_contain_text("Đã có kết quả xử lý")
    await expect(desk.at(f"line-{back.case.code}")).to_contain_text("Bị đơn vị chuyển trả")
    await desk.page.keyboard.press("Alt+l")
    await expect(desk.at(f"line-{done.case.code}")).to_be_focused()
    await desk.page.keyboard.press("ArrowDown")
    await expect(desk.at(f"line-{back.case.code}")).to_be_focused()


async def test_a_report_by_portal_says_which_way_it_came_and_misses_no_recording(desk: Desk) -> None:
    report = ReceiveReport(WATER, "cong-1022", "portal")
    code = receive_report(report, lambda case: case.code, desk.house.store, desk.house.moment)
    await desk.page.reload()
    await desk.at(f"line-{code}").press("Enter")
    await expect(desk.at("case-contacts")).to_contain_text("Gửi qua Cổng thông tin 1022.")
    await expect(desk.at("case-contacts")).not_to_contain_text("Không có bản ghi âm")
