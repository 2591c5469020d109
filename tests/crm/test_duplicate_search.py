"""The earlier cases that are looked at: few, the right ones, found by an index however many there are."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from crm.case import CaseState, Category
from crm.case_code import make
from crm.data import read_toml
from crm.desk import refuse_case, withdraw_case
from crm.duplicate_desk import attach_duplicate
from crm.duplicate_search import duplicate_proposals
from crm.duplicates import Matter
from crm.errors import BadCaseCode
from crm.life_messages import AttachDuplicate
from crm.messages import RefuseCase, WithdrawCase
from crm.store import Store
from crm.tables import CaseRow
from crm.topics import topics_of
from tests.crm.cases import Statements, minutes, opened
from tests.crm.plans import plans

LE_CHAN, AN_BIEN, CHI_LINH = "11383", "11407", "10549"
WATER = Matter(Category.INFRASTRUCTURE, "water_supply", LE_CHAN, "12 Tô Hiệu", "Mất nước từ sáng")


def a_case(store: Store, minute: float = 3, **fields: Any) -> str:
    """The code of a case about water at 12 Tô Hiệu."""
    usual = {"ward": LE_CHAN, "place": "12 Tô Hiệu"}
    return opened(store, contact=None, now=minutes(minute), **usual | fields).code


def found(store: Store, matter: Matter = WATER, leave_out: str | None = None) -> list[str]:
    return [proposal.case.code for proposal in duplicate_proposals(store, matter, minutes(60), leave_out)]


def test_cases_of_the_topic_in_the_ward_near_it_or_nowhere_said_are_looked_at(store: Store) -> None:
    here, near, unknown = a_case(store), a_case(store, ward=AN_BIEN), a_case(store, ward=None)
    no_topic = a_case(store, topic=None)
    a_case(store, ward=CHI_LINH)
    a_case(store, topic="gas")
    assert set(found(store)) == {here, near, unknown, no_topic}
    assert found(store)[0] == here


def test_a_case_that_has_ended_or_is_a_duplicate_itself_is_none_to_attach_to(store: Store) -> None:
    first, attached, refused, taken_back = (a_case(store, minute) for minute in range(3, 7))
    attach_duplicate(AttachDuplicate(attached, 1, first, "lan", "Cùng việc"), store, minutes(10))
    refuse_case(RefuseCase(refused, 1, "outside_city", "Ngoài thành phố", "lan"), store, minutes(10))
    withdraw_case(WithdrawCase(taken_back, 1, "Đã có nước", "lan"), store, minutes(10))
    assert found(store) == [first]


def test_a_case_is_not_proposed_to_itself_nor_one_that_came_after_it(store: Store) -> None:
    first, second, third = (a_case(store, minute) for minute in (3, 5, 7))
    assert found(store, leave_out=second) == [first]
    assert found(store, leave_out=first) == []
    assert found(store) == [third, second, first]


def test_a_slip_in_the_code_that_asks_is_refused(store: Store) -> None:
    with pytest.raises(BadCaseCode):
        found(store, leave_out="260000010")


def test_what_is_older_than_the_window_is_another_matter(store: Store) -> None:
    a_case(store)
    week = timedelta(days=7)
    assert len(duplicate_proposals(store, WATER, minutes(4) + week)) == 0
    assert len(duplicate_proposals(store, WATER, minutes(3) + week / 2)) == 1


def test_without_a_ward_the_newest_of_the_city_are_looked_at(store: Store) -> None:
    here = a_case(store)
    assert found(store, Matter(Category.INFRASTRUCTURE, "water_supply", None, "Tô Hiệu", "Mất nước")) == [here]


def test_without_a_topic_the_ward_is_looked_at_and_without_both_nothing(store: Store) -> None:
    here = a_case(store)
    assert found(store, Matter(Category.INFRASTRUCTURE, None, LE_CHAN, "12 Tô Hiệu", "Mất nước")) == [here]
    assert found(store, Matter(Category.INFRASTRUCTURE, None, None, "12 Tô Hiệu", "Mất nước")) == []


def test_suggestions_have_no_topics_and_are_found_all_the_same(store: Store) -> None:
    code = a_case(store, category=Category.SUGGESTION, topic=None, ward=None, place="", content="Trồng thêm cây xanh")
    assert found(store, Matter(Category.SUGGESTION, content="Nên trồng thêm cây xanh")) == [code]


MATTERS = {
    "topic and ward": WATER,
    "no ward": Matter(Category.INFRASTRUCTURE, "water_supply", None, "12 Tô Hiệu", "Mất nước"),
    "no topic": Matter(Category.INFRASTRUCTURE, None, LE_CHAN, "12 Tô Hiệu", "Mất nước"),
    "suggestion": Matter(Category.SUGGESTION, content="Trồng thêm cây"),
}


@pytest.mark.parametrize("name", MATTERS)
def test_every_case_looked_at_is_found_by_the_index_of_those_that_go_on_in_its_order(store: Store, name: str) -> None:
    a_case(store)
    statements = Statements(store)
    found(store, MATTERS[name])
    asked = plans(statements, store)
    reads = [read for plan in asked for read in plan.reads if read.table == "cases"]
    assert {read.whole for read in reads} == {False}
    assert {read.index for read in reads} <= {"ix_cases_going_on", "ix_cases_going_on_anywhere"}
    if store.engine.dialect.name == "sqlite":  # PostgreSQL sorts what IS NULL found, which is a few days' cases
        assert not any(plan.sorts for plan in asked)


def fill(store: Store, count: int) -> None:
    """So many cases about water, one a minute up to now; nine of ten have ended."""
    usual = dict.fromkeys(("reporter_phone", "reporter_address", "reporter_email"), "")
    case: dict[str, Any] = usual | {
        "category": Category.INFRASTRUCTURE,
        "topic": "water_supply",
        "ward": LE_CHAN,
        "place": "12 Tô Hiệu",
        "content": "Mất nước",
        "reporter_name": "An",
        "confidential": False,
        "created_by": "lan",
        "version": 1,
    }
    with store.transaction() as session:
        session.execute(
            insert(CaseRow),
            [
                case
                | {
                    "code": make(2026, number + 1),
                    "state": CaseState.CLOSED if number % 10 else CaseState.NEW,
                    "closed_at": minutes(0) if number % 10 else None,
                    "received_at": minutes(-number / 60),
                    "created_at": minutes(-number / 60),
                }
                for number in range(count)
            ],
        )


def test_no_more_cases_are_read_than_are_compared_however_many_there_are(store: Store) -> None:
    fill(store, 5_000)
    rows: list[int] = []
    statements = Statements(store)
    found(store)
    with store.reading() as session:
        for sql, values in statements.sent[:]:
            rows.append(len(session.connection().exec_driver_sql(sql, values).all()))
    assert max(rows) == read_toml("duplicates.toml")["looked_at"]["own_ward"]


def test_a_category_has_no_more_topics_than_one_statement_can_ask_for() -> None:
    assert max(len(topics_of(category)) for category in Category) < 100
