"""Whose time it was: 1022, the city office, each unit, each sub-unit."""

from datetime import timedelta

import pytest

from crm.case import Category
from crm.holders import counting_of
from crm.queries import case_by_code
from crm.store import Store
from crm.terms import Counting
from crm.views import CaseView
from tests.crm.life import Life
from tests.crm.moments import local
from tests.crm.walks import DIRECTIVE, INFRA, RECEIVED, SOCIAL, SUGGESTION, in_work, later, on_site, referred

HOUR = 60
MINUTE = 60


def held(case: CaseView) -> list[tuple[str, int]]:
    """Who held it for how many minutes."""
    return [(one.sub_unit or one.unit or one.kind, one.seconds // MINUTE) for one in case.held]


def test_1022_has_a_new_case_since_its_receipt(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    (desk,) = case_by_code(store, life.case.code, later(life, 25)).held
    assert (desk.kind, desk.seconds, desk.has_it) == ("1022", 25 * MINUTE, True)


def test_an_incident_is_1022s_the_units_its_teams_and_1022s_again(store: Store) -> None:
    life = Life(store, INFRA, RECEIVED)
    on_site(life)
    life.assign(later(life, 50), "Đội 2")
    life.resolve(later(life, 100))
    case = life.close(later(life, 15))
    assert held(case) == [("1022", 30 + 15), ("cap_nuoc", 10 + 30 + 20), ("Đội 1", 50), ("Đội 2", 100)]
    assert not any(one.has_it for one in case.held)


def test_a_referral_is_the_city_offices_time(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    referred(life)
    case = life.guide(later(life, 70))
    assert held(case) == [("1022", 30), ("city_office", 70), ("cong_an", 0)]
    assert case.held[1].unit_name == "Văn phòng Ủy ban nhân dân thành phố"


def test_a_directive_is_the_city_offices_until_it_is_passed_on(store: Store) -> None:
    life = Life(store, DIRECTIVE, RECEIVED)
    life.forward(later(life, 30))
    life.forward_on(later(life, 90), "so_xay_dung")
    case = case_by_code(store, life.case.code, later(life, 60))
    assert [(one.kind, one.seconds // MINUTE) for one in case.held] == [("1022", 30), ("city_office", 90), ("unit", 60)]


def test_each_units_time_is_its_own_and_the_way_back_is_1022s(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    life.forward(later(life, 30))
    life.give_back(later(life, 40))
    life.forward(later(life, 20), "so_y_te")
    case = life.forward_on(later(life, 60), "so_xay_dung")
    assert held(case) == [("1022", 50), ("cong_an", 40), ("so_y_te", 60), ("so_xay_dung", 0)]


def test_without_a_sub_unit_the_work_is_the_units_own_time(store: Store) -> None:
    life = Life(store, SUGGESTION, RECEIVED)
    life.forward(later(life, 30))
    life.accept(later(life, 10))
    life.assign(later(life, 10), "")
    case = life.resolve(later(life, 100))
    assert held(case) == [("1022", 30), ("so_xay_dung", 120)]


def test_a_late_case_shows_in_working_days_whose_time_it_was(store: Store) -> None:
    """Received on Wednesday 19/8; 29/8 to 2/9 are no working days; late since the end of Tuesday 25/8."""
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    life.give_back(local("2026-08-27 00:00"))
    case = life.forward(local("2026-09-04 00:00"), "so_y_te")
    days = {one.unit or one.sub_unit or one.kind: one.counted_seconds / 86_400 for one in case.held if not one.sub_unit}
    team = next(one.counted_seconds / 86_400 for one in case.held if one.sub_unit)
    assert case.counting == "working_days"
    assert (team, days) == (
        6.0,
        {"1022": 3.0, "cong_an": 0.0, "so_y_te": 0.0},
    )  # 20-26/8 without a Sunday; 27, 28/8, 3/9


def test_a_calendar_term_counts_every_day_but_the_first(store: Store) -> None:
    life = Life(store, SUGGESTION, RECEIVED)
    case = life.forward(local("2026-08-24 00:00"))
    assert (case.counting, case.held[0].counted_seconds) == ("calendar_days", 4 * 86_400)


@pytest.mark.parametrize("category", Category)
def test_what_the_holders_had_is_the_time_from_receipt_to_end(store: Store, category: Category) -> None:
    life = Life(store, category, RECEIVED)
    on_site(life) if category is INFRA else in_work(life)
    life.resolve(later(life, 30 * HOUR))
    case = life.close(later(life, 7))
    assert sum(one.seconds for one in case.held) == (life.now - RECEIVED) // timedelta(seconds=1)


def test_an_incident_has_no_term_as_a_whole_and_is_counted_by_the_clock() -> None:
    assert counting_of(INFRA) is Counting.CLOCK
