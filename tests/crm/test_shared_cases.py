"""What waits for whoever has a moment: nothing is forgotten because its operator went home, or never was one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm.desk import open_case
from crm.messages import NewUser, OpenCase
from crm.shared_cases import LINES, shared_cases
from crm.store import Store
from crm.users import add_user
from tests.crm.cases import ANSWERED, WATER, minutes, opened
from tests.crm.life import Life
from tests.crm.walks import INFRA, SUGGESTION, given_back, in_work, later


def shared(store: Store, username: str, minute: int) -> list[str]:
    return [line.code for line in shared_cases(store, username, minutes(minute))]


@pytest.fixture
def store(store: Store) -> Store:
    add_user(NewUser("lan", "Trần Thị Lan", "operator", "mật khẩu dài của kiểm thử"), store, ANSWERED)
    return store


def test_a_colleagues_new_case_is_left_to_them_for_half_of_its_hour(store: Store) -> None:
    case = opened(store, contact=None)
    assert shared(store, "nam", 29) == []
    assert shared(store, "nam", 35) == [case.code]
    assert shared(store, "lan", 35) == []


def test_a_report_that_came_by_no_operator_is_there_at_once(store: Store) -> None:
    case = open_case(OpenCase(replace(WATER, place="Ngõ 213"), "portal"), store, minutes(0))
    (line,) = shared_cases(store, "lan", minutes(1))
    assert (line.code, line.reporter_name, line.reporter_phone) == (case.code, "", "")


def test_what_a_unit_gave_back_or_finished_is_there_the_clock_due_first_on_top(store: Store) -> None:
    done = Life(store, SUGGESTION, ANSWERED)
    in_work(done)
    assert shared(store, "nam", 90) == []
    done.resolve(later(done, 10))
    back = Life(store, INFRA, ANSWERED + timedelta(minutes=5))
    given_back(back)
    assert shared(store, "nam", 120) == [done.case.code, back.case.code]
    done.close(later(done, 10))
    assert shared(store, "nam", 120) == [back.case.code]


def test_a_list_without_room_for_all_hides_no_running_clock(store: Store) -> None:
    done = Life(store, SUGGESTION, ANSWERED)
    in_work(done)
    done.resolve(later(done, 10))
    cases = {open_case(OpenCase(WATER, "portal"), store, minutes(5)).code for _ in range(LINES)}
    assert set(shared(store, "nam", 120)) == cases
