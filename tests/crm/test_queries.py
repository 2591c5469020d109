"""Questions to the store, and that none of them grows a statement per line."""

from collections.abc import Callable

import pytest

from crm.case import CaseState, Category
from crm.case_code import make
from crm.clock_warnings import clocks_due
from crm.contacts import close_contact, record_contact
from crm.desk import forward_case, open_case, withdraw_case
from crm.errors import BadCaseCode, NotFound
from crm.messages import (
    CloseContact,
    ContactState,
    ForwardCase,
    NewUser,
    OpenCase,
    RoutingQuestion,
    WithdrawCase,
)
from crm.queries import (
    all_units,
    caller,
    calls_to_return,
    case_by_code,
    case_status,
    live_contacts,
    my_open_cases,
    propose_unit,
    unfinished_contacts,
)
from crm.shared_cases import shared_cases
from crm.store import Store
from crm.users import add_user
from tests.crm.cases import ANSWERED, CALL, PHONE, WATER, Statements, called, handled, minutes, opened
from tests.crm.life import Life
from tests.crm.plans import plans
from tests.crm.walks import DIRECTIVE, INFRA, SOCIAL, later, new, on_site, referred, with_unit

LEFT = {"state": ContactState.ABANDONED, "ended_at": minutes(3)}


def forward(store: Store, code: str) -> None:
    forward_case(ForwardCase(code, 1, "cap_nuoc", "lan", "Cấp nước"), store, minutes(20))


def test_the_pop_knows_the_caller_by_what_was_said_last(store: Store) -> None:
    opened(store, reporter_address="Số 3 Lạch Tray")
    opened(store, contact="2.1", reporter_name="Ước Nguyễn")
    known = caller(store, "0912345678", minutes(5))
    assert (known.phone, known.reporter_name, known.reporter_address) == (PHONE, "Ước Nguyễn", "Số 3 Lạch Tray")


def test_the_pop_shows_earlier_calls_newest_first_without_the_present_one(store: Store) -> None:
    for number in range(12):
        called(store, linkedid=f"{number}.1", answered_at=minutes(number), queued_at=minutes(number))
    known = caller(store, PHONE, minutes(20), leave_out="11.1")
    assert [contact.linkedid for contact in known.contacts] == [f"{number}.1" for number in range(10, 0, -1)]
    assert known.contact_count == 11


def test_the_pop_shows_open_cases_also_those_reported_under_another_number(store: Store) -> None:
    mothers = opened(store, reporter_phone="0223 456 789")
    taken_back = opened(store)
    withdraw_case(WithdrawCase(taken_back.code, 1, "Đã có nước", "lan"), store, minutes(9))
    known = caller(store, PHONE, minutes(10))
    assert [case.code for case in known.open_cases] == [mothers.code]
    assert known.case_count == 2


def test_nothing_is_known_of_a_withheld_number(store: Store) -> None:
    called(store, phone="anonymous")
    assert caller(store, "anonymous", minutes(5)).contact_count == 0


def test_a_case_is_found_by_its_code_however_it_is_written(store: Store) -> None:
    case = opened(store)
    spaced = f"{case.code[:2]} {case.code[2:5]} {case.code[5:8]} {case.code[8:]}"
    assert case_by_code(store, spaced, minutes(3)) == case
    with pytest.raises(BadCaseCode):
        case_by_code(store, "26", minutes(3))
    with pytest.raises(NotFound):
        case_by_code(store, make(2026, 2), minutes(3))


def test_the_status_says_state_unit_and_term_and_nothing_personal(store: Store) -> None:
    case = opened(store)
    forward(store, case.code)
    status = case_status(store, case.code, minutes(21))
    assert status
    assert (status.state, status.unit) == (CaseState.FORWARDED, "Công ty Cấp nước Hải Phòng")
    assert (status.unit_kind, status.due_at) == ("utility", minutes(140))


@pytest.mark.parametrize("code", [make(2026, 2), "123", "abc"])
def test_there_is_no_status_of_what_is_no_case(store: Store, code: str) -> None:
    assert case_status(store, code, ANSWERED) is None


def test_an_operators_list_has_what_1022_must_act_on_first(store: Store) -> None:
    done, late = opened(store, contact=None), opened(store, contact=None, now=minutes(30))
    soon = opened(store, contact=None)
    forward(store, done.code)
    open_case(OpenCase(WATER, "nam"), store, minutes(3))
    assert [line.code for line in my_open_cases(store, "lan", minutes(31))] == [soon.code, late.code, done.code]


def test_a_talk_without_a_ticket_is_on_its_operators_list_until_it_is_settled(store: Store) -> None:
    for number in (1, 2, 3):
        record_contact(handled(linkedid=f"{number}.1"), store, minutes(5))
    record_contact(handled("nam", linkedid="4.1"), store, minutes(5))
    opened(store, contact="1.1")
    close_contact(CloseContact("2.1", "silent", "lan"), store, minutes(6))
    assert [contact.linkedid for contact in unfinished_contacts(store, "lan", minutes(7))] == ["3.1"]


def test_who_gave_up_waiting_or_left_a_wish_is_to_be_called_back(store: Store) -> None:
    called(store, linkedid="1.1", **LEFT)
    called(store, linkedid="2.1", callback_wanted=True, ended_at=minutes(3), answered_at=minutes(-5))
    record_contact(handled(linkedid="3.1", callback_wanted=True), store, minutes(5))
    called(store, linkedid="4.1", state=ContactState.LEFT_IN_MENU, queued_at=None, ended_at=minutes(1))
    called(store, linkedid="5.1", **LEFT)
    close_contact(CloseContact("5.1", "callback_unanswered", "lan"), store, minutes(9))
    assert [contact.linkedid for contact in calls_to_return(store, minutes(10))] == ["2.1", "1.1"]


def test_a_call_is_live_until_its_end_is_known(store: Store) -> None:
    called(store, linkedid="1.1")
    called(store, linkedid="2.1", **LEFT)
    assert [contact.linkedid for contact in live_contacts(store, minutes(4))] == ["1.1"]


def test_units_come_with_the_city_office_first(store: Store) -> None:
    units = all_units(store)
    assert units[0].code == "city_office"
    assert len(units) > 114


def test_the_unit_is_proposed_with_the_rule_that_won_and_why_others_lost(store: Store) -> None:
    answer = propose_unit(store, RoutingQuestion(Category.INFRASTRUCTURE, "water_supply"), ANSWERED)
    assert (answer.unit.code, answer.rule, answer.source, answer.referral) == ("cap_nuoc", "cap-nuoc", "7.1b", False)
    assert "cap-nuoc-hai-duong-10507" in {loser.rule for loser in answer.losers}


def test_a_clock_warns_once_at_each_part_of_its_term(store: Store) -> None:
    called(store)
    asked = [(29, 30), (30, 47), (47, 48), (48, 59), (59, 60), (60, 90)]
    found = [clocks_due(store, minutes(now), since=minutes(since)) for since, now in asked]
    assert [[warning.percent for warning in some] for some in found] == [[50], [], [80], [], [100], []]


def test_a_warning_after_a_long_silence_is_the_highest_one(store: Store) -> None:
    case = opened(store)
    (warning,) = clocks_due(store, minutes(61), since=minutes(10))
    assert (warning.percent, warning.code, warning.linkedid, warning.username) == (100, case.code, CALL, "lan")


def test_a_stopped_clock_warns_nobody(store: Store) -> None:
    forward(store, opened(store).code)
    assert [warning.name for warning in clocks_due(store, minutes(150))] == ["verify"]


@pytest.mark.parametrize(
    ("category", "walk", "wait", "name", "tell", "unit"),
    [
        (SOCIAL, new, 60, "intake", ("operator", "supervisor"), None),
        (SOCIAL, referred, 300, "guidance", ("city_office", "operator", "supervisor"), "city_office"),
        (DIRECTIVE, with_unit, 9_000, "review", ("city_office", "supervisor"), "city_office"),
        (INFRA, with_unit, 120, "verify", ("unit", "supervisor"), "cap_nuoc"),
        (INFRA, on_site, 240, "fix", ("unit", "supervisor"), "cap_nuoc"),
    ],
)
def test_a_warning_says_whom_the_clock_concerns(
    store: Store,
    category: Category,
    walk: Callable[[Life], None],
    wait: int,
    name: str,
    tell: tuple[str, ...],
    unit: str | None,
) -> None:
    add_user(NewUser("minh", "Đỗ Quang Minh", "supervisor", "mật khẩu dài của kiểm thử"), store, ANSWERED)
    life = Life(store, category, ANSWERED)
    walk(life)
    (warned,) = [one for one in clocks_due(store, later(life, wait)) if one.name == name]
    assert (warned.percent, warned.username, warned.supervisors) == (100, "lan", ("minh",))
    assert (warned.tell, warned.unit) == (tell, unit)


QUESTIONS: dict[str, Callable[[Store], object]] = {
    "caller": lambda store: caller(store, PHONE, minutes(9)),
    "case_by_code": lambda store: case_by_code(store, make(2026, 1), minutes(9)),
    "case_status": lambda store: case_status(store, make(2026, 1), minutes(9)),
    "my_open_cases": lambda store: my_open_cases(store, "lan", minutes(9)),
    "shared_cases": lambda store: shared_cases(store, "nam", minutes(59)),
    "unfinished_contacts": lambda store: unfinished_contacts(store, "lan", minutes(9)),
    "calls_to_return": lambda store: calls_to_return(store, minutes(9)),
    "live_contacts": lambda store: live_contacts(store, minutes(9)),
    "clocks_due": lambda store: clocks_due(store, minutes(59), since=minutes(9)),
}


GROWING = {"contacts", "cases", "case_contacts", "clocks", "history"}
# Partial: as short as what is going on now.
OPEN_ONES = {"ix_contacts_live", "ix_clocks_tasks", "ix_cases_waits_for_1022"}


def three_contacts(store: Store, linkedid: str) -> None:
    opened(store, contact=linkedid)
    record_contact(handled(linkedid=f"{linkedid}0"), store, minutes(5))
    called(store, linkedid=f"{linkedid}00", **LEFT)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_longer_list_needs_no_more_statements(store: Store, name: str) -> None:
    def statements(linkedid: str) -> int:
        three_contacts(store, linkedid)
        statements = Statements(store)
        QUESTIONS[name](store)
        return len(statements.sent)

    assert statements("1.1") == statements("1.2") == statements("1.3")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_answer_is_found_by_an_index(store: Store, name: str) -> None:
    three_contacts(store, "1.1")
    statements = Statements(store)
    QUESTIONS[name](store)
    reads = [read for plan in plans(statements, store) for read in plan.reads if read.table in GROWING]
    assert [read for read in reads if read.whole and read.index not in OPEN_ONES] == []
