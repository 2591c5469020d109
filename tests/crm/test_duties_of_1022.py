"""Điều 7 and 8.5: what 1022 and the city office must do, a test for each sentence that sets a duty."""

import pytest

from crm.case import CaseState, CaseStep, Category
from crm.desk import refuse_case, withdraw_case
from crm.errors import HasDuplicates, ImpossibleStep, WrongUnit, WrongValue
from crm.messages import RefuseCase, WithdrawCase
from crm.queries import case_by_code
from crm.store import Store
from tests.crm.cases import clock, running
from tests.crm.life import OFFICE, Life
from tests.crm.moments import local
from tests.crm.walks import DIRECTIVE, INFRA, RECEIVED, SOCIAL, in_work, later, on_site, referred


def test_7_1a_a_report_is_taken_in_and_has_a_code(store: Store) -> None:
    case = Life(store, SOCIAL, RECEIVED).case
    assert (case.state, case.history[0].article, len(case.code)) == (CaseState.NEW, "7.1a", 9)


def test_7_1b_it_is_classified_and_forwarded_to_the_unit(store: Store) -> None:
    case = Life(store, INFRA, RECEIVED).forward(local("2026-08-19 09:30"))
    assert (case.state, case.unit and case.unit.code) == (CaseState.FORWARDED, "cap_nuoc")
    assert (case.history[-1].article, case.history[-1].changes) == ("7.1b", {"unit_code": ("", "cap_nuoc")})


def test_7_2_a_directive_goes_to_the_city_office(store: Store) -> None:
    life = Life(store, DIRECTIVE, RECEIVED)
    with pytest.raises(WrongUnit):
        life.forward(later(life, 5), "so_xay_dung")
    assert life.forward(later(life, 5)).history[-1].article == "7.2"


def test_7_4_guidance_names_a_unit_and_not_the_city_office(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    referred(life)
    with pytest.raises(WrongValue):
        life.guide(later(life, 10), OFFICE)
    case = life.guide(later(life, 10), "so_y_te")
    assert (case.unit and case.unit.code, case.history[-1].article) == ("so_y_te", "7.4")


def test_7_5_the_first_report_is_the_one_that_is_forwarded(store: Store) -> None:
    first, second = Life(store, SOCIAL, RECEIVED), Life(store, SOCIAL, local("2026-08-19 09:20"))
    with pytest.raises(WrongValue, match="đến sau"):
        first.attach(local("2026-08-19 09:30"), second.case.code)
    second.attach(local("2026-08-19 09:30"), first.case.code)
    assert running(second.case) == {"duplicate_notice"}
    assert first.forward(local("2026-08-19 09:40")).duplicates == (second.case.code,)


def test_7_5_who_is_told_in_the_call_needs_no_notice_later(store: Store) -> None:
    first, second = Life(store, SOCIAL, RECEIVED), Life(store, SOCIAL, RECEIVED)
    case = second.attach(local("2026-08-19 09:30"), first.case.code, told="Nói ngay trong cuộc gọi")
    assert running(case) == set()
    assert (clock(case, "duplicate_notice").stopped_by, case.history[-1].step) == ("reporter_told", CaseStep.NOTIFY)


def test_7_5_whoever_reported_the_same_is_told_the_result_as_well(store: Store) -> None:
    first, second = Life(store, SOCIAL, RECEIVED), Life(store, SOCIAL, RECEIVED)
    second.attach(local("2026-08-19 09:30"), first.case.code)
    in_work(first)
    first.resolve(later(first, 60))
    first.close(later(first, 10))
    told = case_by_code(store, second.case.code, first.now)
    assert (told.state, told.history[-1].article, running(told)) == (CaseState.CLOSED, "8.5a", set())


def test_7_5_a_first_report_does_not_end_while_others_hang_on_it(store: Store) -> None:
    oldest, first, second = (Life(store, SOCIAL, RECEIVED) for _ in range(3))
    second.attach(later(second, 5), first.case.code)
    code = first.case.code
    with pytest.raises(HasDuplicates, match=second.case.code):
        refuse_case(RefuseCase(code, 1, "outside_city", "Ở tỉnh khác", "lan"), store, later(first, 9))
    with pytest.raises(HasDuplicates):
        withdraw_case(WithdrawCase(code, 1, "Đã yên", "lan"), store, later(first, 9))
    with pytest.raises(HasDuplicates):
        first.attach(later(first, 9), oldest.case.code)


def test_7_5_a_report_is_attached_to_one_that_is_processed(store: Store) -> None:
    first, second, third = (Life(store, SOCIAL, RECEIVED) for _ in range(3))
    second.attach(later(second, 5), first.case.code)
    with pytest.raises(WrongValue, match="đã ghép"):
        third.attach(later(third, 6), second.case.code)
    with pytest.raises(WrongValue, match="phản ánh khác"):
        third.attach(later(third, 6), third.case.code)


@pytest.mark.parametrize("category", Category)
def test_8_5a_a_case_is_closed_when_the_reporter_was_told(store: Store, category: Category) -> None:
    life = Life(store, category, RECEIVED)
    on_site(life) if category is INFRA else in_work(life)
    with pytest.raises(ImpossibleStep, match="kết thúc"):
        life.close(later(life, 10))
    life.resolve(later(life, 60))
    case = life.close(later(life, 10))
    assert (case.state, case.closed_at, case.possible_steps) == (CaseState.CLOSED, life.now, ())
    assert (case.history[-1].article, case.history[-1].why) == ("8.5a", "Nhắn tin SMS")
