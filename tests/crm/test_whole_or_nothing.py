"""Commands that fail half way, and commands that meet: the store is never half changed, no number is given twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from crm.case_code import make
from crm.contacts import contact_by_linkedid
from crm.desk import forward_case, open_case, save_case
from crm.errors import NotFound, StaleCase
from crm.messages import ForwardCase, OpenCase, SaveCase
from crm.queries import case_by_code
from crm.store import Store
from tests.crm.cases import CALL, WATER, Broken, break_at, called, minutes, opened
from tests.crm.moments import local


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
