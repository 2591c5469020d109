"""Điều 8.1 - 8.4: what units and the city office must do, a test for each sentence that sets a duty."""

from datetime import date, timedelta

import pytest

from crm.case import CaseState, Category
from crm.errors import ImpossibleStep, IncompleteCase, WrongValue
from crm.store import Store
from tests.crm.cases import clock, running
from tests.crm.life import OFFICE, PICTURE, Life
from tests.crm.moments import local
from tests.crm.walks import (
    DIRECTIVE,
    INFRA,
    RECEIVED,
    SOCIAL,
    SUGGESTION,
    accepted,
    expected,
    given_back,
    in_work,
    later,
    on_site,
    open_clock,
    passed_on,
    verified,
    with_unit,
)


def test_8_1a_a_false_report_has_its_result_and_the_process_is_over(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    accepted(life)
    case = life.report_false(later(life, 30))
    assert (case.state, running(case), clock(case, "verify").stopped_by) == (
        *(CaseState.RESOLVED, set()),
        "verdict_not_real",
    )
    with pytest.raises(ImpossibleStep):
        life.assign(later(life, 5))


def test_8_1a_a_return_says_why_and_what_was_verified(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    with_unit(life)
    with pytest.raises(IncompleteCase) as error:
        life.give_back(later(life, 10), why=" ", finding="")
    assert error.value.fields == ("why", "finding")
    case = life.give_back(later(life, 10), evidence=PICTURE)
    assert case.history[-1].changes["finding"] == ("", "Ống của đơn vị khác")
    assert case.history[-1].changes["evidence"] == ("", "anh-hien-truong.jpg")


def test_8_1a_1022_forwards_it_to_the_right_unit_whose_clock_starts_anew(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    given_back(life)
    assert (life.case.state, life.case.unit) == (CaseState.RETURNED, None)
    assert clock(life.case, "verify").stopped_by == "verdict_not_ours"
    case = life.forward(later(life, 20), "thoat_nuoc")
    assert (case.received_at, clock(case, "verify").started_at) == (RECEIVED, life.now)
    assert case.history[-1].article == "8.1a"


def test_8_1a_what_is_real_goes_to_the_next_step(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    verified(life)
    assert (life.case.state, running(life.case)) == (CaseState.VERIFIED, {"assign"})


def test_8_1b_an_incident_is_given_to_those_who_go_to_the_site(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    verified(life)
    with pytest.raises(IncompleteCase, match="đơn vị trực tiếp"):
        life.assign(later(life, 5), " ")
    assert life.assign(later(life, 5)).sub_unit == "Đội 1"


def test_8_1c_given_on_to_another_team_the_four_hours_go_on(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    on_site(life)
    before = open_clock(life.case, "fix")
    case = life.assign(later(life, 60), "Đội 2")
    assert (case.sub_unit, open_clock(case, "fix"), case.history[-1].article) == ("Đội 2", before, "12.2")


def test_8_1c_the_expected_completion_is_the_deadline_and_the_four_hours_stay_known(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    expected(life)
    four_hours, promised = (one for one in life.case.clocks if one.name == "fix")
    assert (four_hours.stopped_by, four_hours.state) == ("completion_expected", "met")
    assert promised.due_at == life.case.expected_at == local("2026-08-20 18:00")


def test_8_1c_a_completion_expected_too_late_leaves_the_four_hours_breached(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    on_site(life)
    case = life.expect(local("2026-08-19 14:31"), local("2026-08-20 18:00"))
    assert [one.state for one in case.clocks if one.name == "fix"] == ["breached", "open"]


def test_8_1c_a_completion_is_expected_in_the_future(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    on_site(life)
    with pytest.raises(WrongValue, match="sau thời điểm hiện tại"):
        life.expect(later(life, 60), later(life, 60))


def test_8_1c_the_result_has_a_picture_of_the_site(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    on_site(life)
    with pytest.raises(IncompleteCase) as error:
        life.resolve(later(life, 60), evidence=())
    assert error.value.fields == ("evidence",)
    case = life.resolve(later(life, 60))
    assert (clock(case, "fix").stopped_by, case.history[-1].article) == ("fixed", "8.1c")


def test_8_2a_a_unit_takes_it_up_and_passes_it_to_its_own(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    assert (life.case.state, life.case.sub_unit) == (CaseState.IN_PROGRESS, "Đội 1")
    assert clock(life.case, "forward_on").stopped_by == "sub_unit_assigned"
    assert [step.article for step in life.case.history[-2:]] == ["8.2a", "8.2a"]


def test_8_2b_what_the_sub_unit_verifies_is_in_the_history(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    before = life.case
    case = life.note(later(life, 60))
    assert (case.state, case.clocks, case.history[-1].why) == (before.state, before.clocks, "Đang đào đường")


@pytest.mark.parametrize("missing", ["result", "handled_at"])
def test_8_2c_the_result_says_when_it_was_processed_and_what_came_of_it(store: Store, missing: str) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    with pytest.raises(IncompleteCase) as error:
        life.resolve(later(life, 60), **{missing: None if missing == "handled_at" else ""})
    assert error.value.fields == (missing,)


def test_8_2c_whoever_worked_on_the_site_sends_a_picture_or_minutes(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    with pytest.raises(IncompleteCase, match="biên bản"):
        life.resolve(later(life, 60), on_site=True, evidence=())
    assert life.resolve(later(life, 60), evidence=()).state is CaseState.RESOLVED


def test_8_2c_it_was_processed_after_it_was_received_and_not_in_the_future(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    for moment in (RECEIVED - timedelta(minutes=1), later(life, 61)):
        with pytest.raises(WrongValue, match="Thời điểm xử lý"):
            life.resolve(later(life, 60), handled_at=moment)


@pytest.mark.parametrize("missing", ["progress", "evidence"])
def test_8_2e_an_extension_says_how_far_it_got_and_proves_it(store: Store, missing: str) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    with pytest.raises(IncompleteCase) as error:
        life.extend(later(life, 60), date(2026, 8, 28), **{missing: ""})
    assert error.value.fields == (missing,)


def test_8_2e_the_day_committed_to_is_at_most_the_fifteenth(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    with pytest.raises(WrongValue, match="hết ngày 03/09/2026"):
        life.extend(local("2026-08-25 16:00"), date(2026, 9, 4))
    with pytest.raises(WrongValue):
        life.extend(local("2026-08-25 16:00"), date(2026, 8, 24))
    case = life.extend(local("2026-08-25 16:00"), date(2026, 9, 3))
    assert (case.state, case.committed_at, running(case)) == (
        *(CaseState.EXTENDED, local("2026-09-04 00:00")),
        {"extension"},
    )
    assert (clock(case, "resolve").stopped_by, clock(case, "resolve").state) == ("extended", "met")


def test_8_2e_extended_after_the_five_days_the_breach_stays(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    case = life.extend(local("2026-08-26 00:01"), date(2026, 9, 1))
    assert (clock(case, "resolve").state, clock(case, "extension").state) == ("breached", "open")


@pytest.mark.parametrize("category", [INFRA, SUGGESTION, DIRECTIVE])
def test_8_2e_only_a_social_matter_is_extended(store: Store, category: Category) -> None:
    life = Life(store, category, RECEIVED)
    accepted(life)
    with pytest.raises(ImpossibleStep, match="gia hạn"):
        life.extend(later(life, 60), date(2026, 8, 28))


def test_8_2f_it_goes_to_the_competent_unit_and_1022_sees_it(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    with pytest.raises(WrongValue, match="chuyển trả 1022"):
        life.forward_on(later(life, 60), OFFICE)
    with pytest.raises(WrongValue):
        life.forward_on(later(life, 60), "cong_an")
    case = life.forward_on(later(life, 60), "so_y_te")
    assert (case.state, case.unit and case.unit.code, case.sub_unit) == (CaseState.FORWARDED, "so_y_te", None)
    assert case.history[-1].changes["unit_code"] == ("cong_an", "so_y_te")


def test_8_2f_what_a_unit_kept_and_passes_on_after_all_is_judged_by_its_one_day(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    case = life.forward_on(local("2026-08-21 08:00"), "so_y_te")
    kept, anew = (one for one in case.clocks if one.name == "forward_on")
    assert (kept.stopped_by, kept.state, anew.state) == ("passed_on", "breached", "open")


def test_8_2f_a_check_on_site_told_of_with_the_return_gives_two_days(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    case = life.give_back(local("2026-08-21 08:00"), site_check=True)
    assert (clock(case, "forward_on").stopped_by, clock(case, "forward_on").state) == ("returned", "met")


def test_8_2g_a_returned_matter_keeps_its_term_and_is_forwarded_again(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    given_back(life)
    before = open_clock(life.case, "resolve")
    assert running(life.case) == {"intake", "resolve"}
    case = life.forward(later(life, 20), "so_y_te")
    assert (open_clock(case, "resolve"), case.history[-1].article) == (before, "8.2g")


def test_8_3_the_reporter_is_told_why_others_are_asked(store: Store) -> None:
    life = Life(store, SUGGESTION, RECEIVED)
    in_work(life)
    with pytest.raises(IncompleteCase) as error:
        life.consult(later(life, 60), agencies="", why="", told="")
    assert error.value.fields == ("agencies", "why", "told")
    case = life.consult(later(life, 60))
    ten, fifteen = (one for one in case.clocks if one.name == "resolve")
    assert (ten.stopped_by, fifteen.started_at, case.history[-1].article) == ("consulted", RECEIVED, "8.3")


@pytest.mark.parametrize("category", [INFRA, SOCIAL, DIRECTIVE])
def test_8_3_only_a_suggestion_has_its_term_lengthened_by_asking_others(store: Store, category: Category) -> None:
    life = Life(store, category, RECEIVED)
    accepted(life)
    with pytest.raises(ImpossibleStep, match="lấy ý kiến"):
        life.consult(later(life, 60))


@pytest.mark.parametrize(("category", "article"), [(SUGGESTION, "8.3c"), (DIRECTIVE, "8.4c")])
def test_8_3c_and_8_4c_the_result_is_given_to_1022(store: Store, category: Category, article: str) -> None:
    life = Life(store, category, RECEIVED)
    in_work(life)
    case = life.resolve(later(life, 60), evidence=(), handled_at=None)
    assert (case.state, case.history[-1].article, running(case)) == (CaseState.RESOLVED, article, set())


def test_8_4a_the_city_office_passes_a_directive_to_the_unit(store: Store) -> None:
    life = Life(store, DIRECTIVE, RECEIVED)
    passed_on(life)
    assert (clock(life.case, "review").stopped_by, life.case.history[-1].article) == ("forwarded", "8.4a")
    assert (life.case.unit and life.case.unit.code, running(life.case)) == ("so_xay_dung", {"resolve"})
    with pytest.raises(ImpossibleStep, match="chuyển cơ quan"):
        life.forward_on(later(life, 10), "so_y_te")


def test_8_4a_a_directive_that_its_unit_gives_back_goes_to_the_city_office_again(store: Store) -> None:
    life = Life(store, DIRECTIVE, RECEIVED)
    passed_on(life)
    life.give_back(later(life, 10))
    case = life.forward(later(life, 10))
    assert running(case) == {"review", "resolve"}
    assert open_clock(case, "review").started_at == life.now
