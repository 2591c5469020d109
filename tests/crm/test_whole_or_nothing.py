"""Commands that fail half way, and commands that meet: the store is never half changed, no number is given twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from crm.case import Category
from crm.case_code import make
from crm.contacts import contact_by_linkedid
from crm.desk import forward_case, open_case, save_case, withdraw_case
from crm.errors import HasDuplicates, NotFound, StaleCase, WrongValue
from crm.life_messages import AcceptCase
from crm.messages import ForwardCase, OpenCase, SaveCase, WithdrawCase
from crm.queries import case_by_code
from crm.store import Store
from crm.unit_desk import accept_case
from tests.crm.cases import CALL, WATER, Broken, break_at, called, minutes, opened
from tests.crm.life import Life
from tests.crm.moments import local
from tests.crm.walks import in_work


@pytest.mark.parametrize("statement", ["INSERT INTO case_contacts", "UPDATE clocks", "INSERT INTO history"])
def test_a_case_that_fails_half_way_was_never_opened(store: Store, statement: str) -> None:
    before = called(store)
    break_at(store, statement)
    with pytest.raises(Broken):
        open_case(OpenCase(WATER, "lan", CALL), store, minutes(3))
    assert contact_by_linkedid(store, CALL, minutes(1)) == before
    with pytest.raises(NotFound):
        case_by_code(store, make(2026, 1), minutes(4))


@pytest.mark.parametrize("statement", ["UPDATE cases", "UPDATE clocks", "INSERT INTO clocks", "INSERT INTO history"])
def test_a_case_that_fails_half_way_was_never_forwarded(store: Store, statement: str) -> None:
    case = opened(store)
    break_at(store, statement)
    with pytest.raises(Broken):
        forward_case(ForwardCase(case.code, 1, "cap_nuoc", "lan", "Cấp nước"), store, minutes(20))
    assert case_by_code(store, case.code, minutes(3)) == case


def test_numbers_go_up_by_one_and_none_is_lost_to_a_failure(store: Store) -> None:
    first = opened(store, contact=None)
    with pytest.raises(NotFound):
        open_case(OpenCase(WATER, "lan", "no call"), store, minutes(3))
    assert (first.code, opened(store, contact=None).code) == (make(2026, 1), make(2026, 2))


def test_the_year_of_a_number_is_that_of_hai_phong(store: Store) -> None:
    codes = [opened(store, contact=None, now=local(at)).code for at in ("2026-12-31 23:59", "2027-01-01 00:01")]
    assert codes == [make(2026, 1), make(2027, 1)]


def test_operators_who_save_at_once_get_different_numbers(store: Store) -> None:
    def save_five(actor: str) -> list[str]:
        return [open_case(OpenCase(WATER, actor), store, minutes(3)).code for _ in range(5)]

    with ThreadPoolExecutor(6) as pool:
        codes = [code for some in pool.map(save_five, ["lan", "nam", "an", "hoa", "minh", "thu"]) for code in some]
    assert sorted(codes) == [make(2026, number) for number in range(1, 31)]


def test_a_request_sent_twice_at_once_opens_one_case(store: Store) -> None:
    called(store)
    command = OpenCase(WATER, "lan", CALL, request_id="r-1")
    with ThreadPoolExecutor(4) as pool:
        codes = set(pool.map(lambda _: open_case(command, store, minutes(3)).code, range(4)))
    assert len(codes) == 1


def test_of_two_who_change_the_same_version_one_is_told(store: Store) -> None:
    case = opened(store)

    def save(content: str) -> str:
        fields = WATER.__class__(**vars(case.fields) | {"content": content})
        try:
            return save_case(SaveCase(case.code, 1, fields, "lan"), store, minutes(4)).fields.content
        except StaleCase as error:
            return f"stale: {error.current.fields.content}"

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(save, ["một", "hai"]))
    assert second == f"stale: {first}"


def test_of_two_steps_at_once_one_wins_and_the_other_is_told_what_came_of_it(store: Store) -> None:
    life = Life(store, Category.INFRASTRUCTURE, minutes(0))
    case = life.forward(minutes(20))

    def take(step: str) -> str:
        try:
            if step == "accept":
                return accept_case(AcceptCase(case.code, case.version, "nam"), store, minutes(30)).state
            command = WithdrawCase(case.code, case.version, "Đã có nước", "lan")
            return withdraw_case(command, store, minutes(30)).state
        except StaleCase as error:
            return f"stale: {error.current.state}"

    with ThreadPoolExecutor(2) as pool:
        won, stale = sorted(pool.map(take, ["accept", "withdraw"]), key=lambda answer: answer.startswith("stale"))
    assert stale == f"stale: {won}"
    now = case_by_code(store, case.code, minutes(31))
    assert (now.state, now.version, len(now.history)) == (won, case.version + 1, case.version + 1)


def test_of_two_who_attach_a_report_and_end_its_first_one_only_one_can(store: Store) -> None:
    first, second = (Life(store, Category.INFRASTRUCTURE, minutes(0)) for _ in range(2))
    code = first.case.code

    def take(step: str) -> str:
        try:
            if step == "attach":
                return second.attach(minutes(9), code).state
            return withdraw_case(WithdrawCase(code, 1, "Đã có nước", "lan"), store, minutes(9)).state
        except (HasDuplicates, WrongValue) as error:
            return type(error).__name__

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(take, ["attach", "withdraw"]))
    assert outcomes in ({"duplicate", "HasDuplicates"}, {"WrongValue", "withdrawn"})


@pytest.mark.parametrize("statement", ["UPDATE cases", "UPDATE clocks", "INSERT INTO clocks", "INSERT INTO history"])
def test_an_extension_that_fails_half_way_was_never_given(store: Store, statement: str) -> None:
    life = Life(store, Category.SOCIAL, minutes(0))
    in_work(life)
    break_at(store, statement)
    with pytest.raises(Broken):
        life.extend(minutes(200), minutes(0).date())
    assert case_by_code(store, life.case.code, life.now) == life.case


@pytest.mark.parametrize("statement", ["UPDATE cases", "UPDATE clocks", "INSERT INTO history"])
def test_a_duplicate_that_fails_half_way_to_be_taken_off_is_still_attached(store: Store, statement: str) -> None:
    first, second = (Life(store, Category.INFRASTRUCTURE, minutes(0)) for _ in range(2))
    second.attach(minutes(9), first.case.code)
    break_at(store, statement)
    with pytest.raises(Broken):
        second.detach(minutes(10))
    assert case_by_code(store, second.case.code, second.now) == second.case
