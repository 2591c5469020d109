"""The operator's commands: open, save, forward, refuse, withdraw."""

from dataclasses import replace

import pytest

from crm.case import CaseState, CaseStep, Category, SocialField
from crm.contacts import close_contact, contact_by_linkedid
from crm.desk import forward_case, open_case, refuse_case, save_case, withdraw_case
from crm.errors import ImpossibleStep, IncompleteCase, NotFound, StaleCase, WrongUnit
from crm.messages import CloseContact, ForwardCase, OpenCase, RefuseCase, SaveCase, TicketFields, WithdrawCase
from crm.queries import case_by_code
from crm.store import Store
from crm.views import CaseView
from tests.crm.cases import ANSWERED, CALL, PHONE, WATER, called, clock, minutes, opened, running
from tests.crm.life import Life
from tests.crm.moments import local
from tests.crm.walks import verified

OFFICE = "city_office"
DIRECTIVE = replace(WATER, category=Category.DIRECTIVE, topic=None)
SUGGESTION = replace(WATER, category=Category.SUGGESTION, topic=None)
SOCIAL = replace(WATER, category=Category.SOCIAL, topic="noise")


def forwarded(store: Store, case: CaseView, unit: str = "cap_nuoc", at: float = 20) -> CaseView:
    return forward_case(ForwardCase(case.code, case.version, unit, "lan", "Quy tắc “cap-nuoc”"), store, minutes(at))


def saved(store: Store, case: CaseView, **changed: object) -> CaseView:
    fields = replace(case.fields, **changed)  # type: ignore[arg-type]
    return save_case(SaveCase(case.code, case.version, fields, "lan"), store, minutes(10))


def test_a_case_from_a_call_has_the_calls_phone_receipt_and_clock(store: Store) -> None:
    case = opened(store)
    assert (case.state, case.version, case.created_by) == (CaseState.NEW, 1, "lan")
    assert (case.received_at, case.created_at, case.fields.reporter_phone) == (ANSWERED, minutes(3), PHONE)
    assert running(case) == {"intake"}
    assert clock(case, "intake").due_at == minutes(60)
    assert [contact.linkedid for contact in case.contacts] == [CALL]


def test_its_call_shows_the_case_and_the_same_clock(store: Store) -> None:
    case = opened(store)
    contact = contact_by_linkedid(store, CALL, minutes(4))
    assert (contact.case_code, contact.clock) == (case.code, clock(case, "intake"))


def test_a_case_without_a_call_is_received_now(store: Store) -> None:
    case = opened(store, contact=None)
    assert case.received_at == minutes(3)
    assert clock(case, "intake").due_at == minutes(63)


def test_a_case_opened_before_the_queue_is_known_still_has_the_calls_clock(store: Store) -> None:
    called(store, queued_at=None)
    case = open_case(OpenCase(WATER, "lan", CALL), store, minutes(3))
    assert contact_by_linkedid(store, CALL, minutes(4)).clock == clock(case, "intake")


def test_what_dieu_6_requires_is_named_when_missing(store: Store) -> None:
    with pytest.raises(IncompleteCase) as error:
        opened(store, TicketFields(content="  "))
    assert error.value.fields == ("reporter_name", "content", "category")


def test_the_history_says_who_when_from_to_why_and_by_which_article(store: Store) -> None:
    (step,) = opened(store).history
    assert (step.at, step.actor, step.step) == (minutes(3), "lan", CaseStep.OPEN)
    assert (step.from_state, step.to_state, step.article) == (None, CaseState.NEW, "7.1a")


def test_the_same_request_again_opens_no_second_case(store: Store) -> None:
    called(store)
    command = OpenCase(WATER, "lan", CALL, request_id="r-1")
    first, again = (open_case(command, store, minutes(at)) for at in (3, 4))
    assert (again.code, again.history) == (first.code, first.history)


def test_a_request_name_is_its_actors_own(store: Store) -> None:
    codes = {open_case(OpenCase(WATER, actor, request_id="r-1"), store, ANSWERED).code for actor in ("lan", "nam")}
    assert len(codes) == 2


def test_one_call_may_report_two_matters_each_with_its_sixty_minutes(store: Store) -> None:
    first, second = opened(store), opened(store)
    assert first.code != second.code
    assert clock(second, "intake").due_at == minutes(60)
    assert contact_by_linkedid(store, CALL, minutes(4)).case_code == first.code
    assert running(forwarded(store, second)) == {"verify"}
    assert running(case_by_code(store, first.code, minutes(30))) == {"intake"}


def test_a_call_closed_by_mistake_can_still_become_a_case(store: Store) -> None:
    called(store)
    close_contact(CloseContact(CALL, "silent", "lan"), store, minutes(2))
    case = opened(store)
    assert clock(case, "intake").due_at == minutes(60)
    assert case.contacts[0].no_case_reason is None


def test_a_social_case_says_which_line_of_the_report_it_falls_under(store: Store) -> None:
    assert opened(store, SOCIAL).fields.social_field is SocialField.DEFENCE_SECURITY
    with pytest.raises(IncompleteCase) as error:
        opened(store, replace(SOCIAL, topic=None))
    assert error.value.fields == ("social_field",)


@pytest.mark.parametrize("wrong", [replace(WATER, topic="noise"), replace(WATER, ward="99999")])
def test_a_topic_of_another_category_and_a_ward_of_another_city_are_refused(store: Store, wrong: TicketFields) -> None:
    with pytest.raises(NotFound):
        opened(store, wrong)


def test_saving_keeps_what_changed_in_the_history(store: Store) -> None:
    case = saved(store, opened(store), content="Mất nước cả ngõ", confidential=True)
    assert (case.version, case.state) == (2, CaseState.NEW)
    assert case.history[-1].changes == {
        "content": ("Mất nước từ sáng", "Mất nước cả ngõ"),
        "confidential": ("false", "true"),
    }


def test_saving_what_did_not_change_writes_nothing(store: Store) -> None:
    case = opened(store)
    again = saved(store, case)
    assert (again.version, again.history) == (case.version, case.history)


def test_an_older_version_is_refused_with_the_case_as_it_is(store: Store) -> None:
    case = opened(store)
    current = saved(store, case, content="Bản của người khác")
    with pytest.raises(StaleCase) as error:
        saved(store, case, content="Bản cũ")
    assert error.value.current == current


def test_forwarding_ends_the_sixty_minutes_and_starts_the_units_verification(store: Store) -> None:
    case = forwarded(store, opened(store))
    assert (case.state, case.unit and case.unit.code) == (CaseState.FORWARDED, "cap_nuoc")
    assert (clock(case, "intake").stopped_by, clock(case, "intake").state) == ("forwarded", "met")
    assert (clock(case, "verify").started_at, clock(case, "verify").due_at) == (minutes(20), minutes(140))
    assert case.history[-1].article == "7.1b"


def test_forwarding_after_the_sixty_minutes_is_a_breach_that_stays(store: Store) -> None:
    assert clock(forwarded(store, opened(store), at=61), "intake").state == "breached"


def test_a_social_case_is_due_five_working_days_after_its_receipt(store: Store) -> None:
    case = forwarded(store, opened(store, SOCIAL), "cong_an")
    assert (clock(case, "resolve").started_at, clock(case, "resolve").source) == (ANSWERED, "8.2d")
    assert clock(case, "resolve").due_at == local("2026-12-03 00:00")  # Wednesday + 5 working days, until 24:00


def test_a_suggestion_has_a_working_day_in_place_of_the_sixty_minutes(store: Store) -> None:
    case = opened(store, SUGGESTION)
    assert running(case) == {"review"}
    assert (clock(case, "intake").stopped_by, clock(case, "review").source) == ("replaced", "8.3a")
    assert clock(case, "review").due_at == local("2026-11-27 00:00")
    case = forwarded(store, case, "so_xay_dung")
    assert running(case) == {"resolve"}
    assert (clock(case, "review").stopped_by, case.history[-1].article) == ("forwarded", "8.3a")


def test_a_case_classified_anew_gets_the_clocks_of_its_new_category(store: Store) -> None:
    case = saved(store, opened(store, SUGGESTION), category=Category.INFRASTRUCTURE)
    assert running(case) == {"intake"}
    assert clock(case, "intake").due_at == minutes(60)
    assert case.history[-1].why.startswith("Phân loại lại: Góp ý")


def test_a_forwarded_case_classified_anew_gets_the_new_term_of_the_same_clock(store: Store) -> None:
    case = saved(store, forwarded(store, opened(store, SOCIAL), "cong_an"), category=Category.SUGGESTION, topic=None)
    assert running(case) == {"resolve"}
    assert clock(case, "resolve").source == "8.3"


def test_what_a_unit_has_verified_is_not_classified_anew_but_its_fields_are_still_mended(store: Store) -> None:
    life = Life(store, Category.INFRASTRUCTURE, ANSWERED)
    verified(life)
    with pytest.raises(ImpossibleStep, match="phân loại lại"):
        life.save(minutes(200), category=Category.SUGGESTION, topic=None)
    assert life.save(minutes(200), place="Số 3 Lạch Tray").history[-1].step is CaseStep.EDIT


def test_an_edit_that_keeps_the_category_keeps_the_clocks(store: Store) -> None:
    case = opened(store)
    assert saved(store, case, place="Số 3 Lạch Tray").clocks == case.clocks


def test_a_directive_goes_to_the_city_office_and_starts_its_review(store: Store) -> None:
    case = forwarded(store, opened(store, DIRECTIVE), OFFICE)
    assert (case.state, case.history[-1].article) == (CaseState.FORWARDED, "7.2")
    assert running(case) == {"review", "resolve"}
    assert (clock(case, "review").started_at, clock(case, "resolve").started_at) == (minutes(20), ANSWERED)


def test_a_directive_goes_nowhere_else(store: Store) -> None:
    with pytest.raises(WrongUnit, match="Văn phòng UBND"):
        forwarded(store, opened(store, DIRECTIVE))


def test_a_case_already_with_another_unit_does_not_become_a_directive(store: Store) -> None:
    case = forwarded(store, opened(store))
    with pytest.raises(WrongUnit):
        saved(store, case, category=Category.DIRECTIVE, topic=None)


def test_a_referral_ends_the_sixty_minutes_and_starts_the_two_hours_of_guidance(store: Store) -> None:
    case = forwarded(store, opened(store), OFFICE)
    assert (case.state, case.unit) == (CaseState.AWAITING_GUIDANCE, None)
    assert clock(case, "intake").stopped_by == "referred"
    assert clock(case, "guidance").due_at == minutes(140)
    assert (case.history[-1].step, case.history[-1].article) == (CaseStep.REFER, "7.4")


def test_guidance_ends_when_the_case_goes_to_the_unit_that_was_named(store: Store) -> None:
    case = forwarded(store, forwarded(store, opened(store), OFFICE), at=50)
    assert (clock(case, "guidance").stopped_by, case.history[-1].article) == ("guided", "7.4")
    assert running(case) == {"verify"}


def test_a_case_is_not_forwarded_twice(store: Store) -> None:
    case = forwarded(store, opened(store))
    with pytest.raises(ImpossibleStep, match="đã chuyển đơn vị xử lý"):
        forwarded(store, case)


def test_an_unknown_unit_is_not_found_and_no_reason_is_not_enough(store: Store) -> None:
    case = opened(store)
    with pytest.raises(NotFound, match="nobody"):
        forwarded(store, case, "nobody")
    with pytest.raises(IncompleteCase, match="lý do"):
        forward_case(ForwardCase(case.code, 1, "cap_nuoc", "lan", " "), store, minutes(20))


def test_a_refusal_keeps_its_reason_and_words_and_ends_every_clock(store: Store) -> None:
    case = opened(store)
    command = RefuseCase(case.code, 1, "complaint_denunciation", "Đề nghị gửi đơn tới Thanh tra.", "lan")
    case = refuse_case(command, store, minutes(9))
    assert (case.state, running(case), case.possible_steps) == (CaseState.REFUSED, set(), ())
    assert (clock(case, "intake").stopped_by, case.history[-1].article) == ("refused", "1.2")
    assert case.history[-1].why.endswith("tố cáo: Đề nghị gửi đơn tới Thanh tra.")


def test_a_refusal_needs_a_reason_of_the_list_and_words_for_the_reporter(store: Store) -> None:
    case = opened(store)
    with pytest.raises(NotFound, match="too_late"):
        refuse_case(RefuseCase(case.code, 1, "too_late", "Muộn rồi", "lan"), store, minutes(9))
    with pytest.raises(IncompleteCase, match="lời giải thích"):
        refuse_case(RefuseCase(case.code, 1, "outside_city", "", "lan"), store, minutes(9))


def test_the_citizen_may_take_a_forwarded_case_back(store: Store) -> None:
    case = forwarded(store, opened(store))
    case = withdraw_case(WithdrawCase(case.code, case.version, "Đã có nước", "lan"), store, minutes(40))
    assert (case.state, running(case), clock(case, "verify").stopped_by) == (CaseState.WITHDRAWN, set(), "withdrawn")
    with pytest.raises(ImpossibleStep):
        saved(store, case, content="Thêm")


def test_a_case_that_does_not_exist_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="260000019"):
        withdraw_case(WithdrawCase("260000019", 1, "Thôi", "lan"), store, ANSWERED)
