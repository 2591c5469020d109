"""Rule sets: begun, edited, published, gone back to, and asked about as they were."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crm.admin_errors import BadSheet, BookRefused, FaultyRules, StaleBook
from crm.book_edits import EditRows, RowChange, edit_rows, undo
from crm.books import edits_of, view_book
from crm.case import Category
from crm.errors import NotFound
from crm.messages import RoutingQuestion
from crm.queries import propose_unit
from crm.rule_csv import RuleBook
from crm.rule_tables import SetState
from crm.rules_admin import (
    PublishRules,
    RollBack,
    compared,
    drop_draft,
    explain,
    faults_of,
    list_sets,
    number_in_force,
    publish,
    roll_back,
    start_draft,
    the_draft,
)
from crm.store import Store
from tests.crm.moments import local

NOW = local("2026-11-24 09:00")
LATER = local("2026-11-24 10:00")
WATER = RoutingQuestion(Category.INFRASTRUCTURE, "water_supply", "11383", "mất nước")


def change(store: Store, number: int, key: str, actor: str = "quan", **cells: str) -> None:
    """One row of the draft, edited as a page does it."""
    before = next(row.cells for row in view_book(RuleBook(number), store).rows if row.key == key)
    edit = EditRows((RowChange(key, before, before | cells),), actor)
    assert edit_rows(edit, RuleBook(number), store, NOW)


def a_draft(store: Store) -> int:
    """Water goes to the drains' unit."""
    number = start_draft("quan", store, NOW)
    change(store, number, "cap-nuoc", unit="Công ty Thoát nước Hải Phòng")
    return number


def published(store: Store, now: datetime = LATER, **known: Any) -> int:
    number = a_draft(store)
    publish(replace(PublishRules(number, over=1, version=1, why="Thử", actor="quan"), **known), store, now)
    return number


def unit(store: Store, at: datetime) -> str:
    return propose_unit(store, WATER, at).unit.code


def test_a_draft_is_a_copy_and_decides_nothing_yet(store: Store) -> None:
    number = a_draft(store)
    assert (number, the_draft(store), number_in_force(store, LATER)) == (2, 2, 1)
    assert len(view_book(RuleBook(2), store).rows) == len(view_book(RuleBook(1), store).rows)
    assert unit(store, LATER) == "cap_nuoc"
    assert explain(number, WATER, store, LATER).unit.code == "thoat_nuoc"


def test_a_published_set_decides_from_its_moment_on_and_the_old_one_before(store: Store) -> None:
    published(store)
    assert unit(store, LATER) == "thoat_nuoc"
    assert unit(store, NOW) == "cap_nuoc"
    question = RoutingQuestion(WATER.category, WATER.topic, WATER.ward, WATER.text, at=NOW)
    assert propose_unit(store, question, LATER).rule_set == 1


def test_every_set_says_from_when_to_when_it_held_who_made_it_and_why(store: Store) -> None:
    published(store)
    second, first = list_sets(store)
    assert (second.state, second.published_at, second.until, second.why) == (SetState.PUBLISHED, LATER, None, "Thử")
    assert (second.published_by, second.base, second.rules) == ("quan", 1, first.rules)
    assert first.until == LATER


def test_there_is_one_draft_at_a_time_and_a_dropped_one_makes_room(store: Store) -> None:
    number = a_draft(store)
    with pytest.raises(BookRefused, match="Đã có bản nháp"):
        start_draft("minh", store, NOW)
    drop_draft(number, "minh", store, NOW)
    assert start_draft("minh", store, NOW) == 3
    assert [edit.actor for edit in edits_of(RuleBook(number), store)] == ["quan"]


def test_only_a_draft_is_edited(store: Store) -> None:
    with pytest.raises(BookRefused, match="không phải bản nháp"):
        change(store, 1, "cap-nuoc", unit="vnpt")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rules SET unit_code = 'vnpt' WHERE set_number = 1",
        "DELETE FROM rules WHERE set_number = 1",
        "INSERT INTO rules (set_number, id, category, keywords, unit_code, priority) "
        "VALUES (1, 'x', 'social', '[]', 'vnpt', 0)",
        "UPDATE rule_sets SET why = 'khác' WHERE number = 1",
        "DELETE FROM rule_sets WHERE number = 1",
    ],
)
def test_the_database_itself_keeps_a_published_set_as_it_was(store: Store, statement: str) -> None:
    with pytest.raises(IntegrityError, match="stay"), store.transaction() as session:
        session.execute(text(statement))


def test_a_set_with_an_error_is_not_published(store: Store) -> None:
    number = a_draft(store)
    with store.transaction() as session:
        session.execute(text("UPDATE units SET active = false WHERE code = 'thoat_nuoc'"))
    assert {fault.kind for fault in faults_of(number, store, LATER)} == {"error"}
    with pytest.raises(FaultyRules, match="đơn vị “thoat_nuoc” không có hoặc đã ngừng dùng"):
        publish(PublishRules(number, 1, 1, "Thử", "quan"), store, LATER)
    assert number_in_force(store, LATER) == 1


@pytest.mark.parametrize(("known", "says"), [({"over": 7}, "đang dùng đã được"), ({"version": 0}, "2 đã được")])
def test_what_the_administrator_has_not_seen_is_not_published_over(
    store: Store, known: dict[str, Any], says: str
) -> None:
    with pytest.raises(StaleBook, match=says):
        published(store, **known)
    assert number_in_force(store, LATER) == 1


def test_publishing_needs_a_reason(store: Store) -> None:
    with pytest.raises(BookRefused, match="ghi lý do"):
        published(store, why=" ")


def test_going_back_publishes_a_copy_and_leaves_the_history(store: Store) -> None:
    published(store)
    back = roll_back(RollBack(1, 2, "Sai đơn vị", "quan"), store, local("2026-11-24 11:00"))
    assert (back, unit(store, local("2026-11-24 11:00")), unit(store, LATER)) == (3, "cap_nuoc", "thoat_nuoc")
    assert list_sets(store)[0].why == "Dùng lại bộ 1: Sai đơn vị"


def test_going_back_leaves_a_draft_which_is_then_not_published_unseen(store: Store) -> None:
    published(store)
    draft = start_draft("quan", store, LATER)
    roll_back(RollBack(1, 2, "Sai đơn vị", "minh"), store, local("2026-11-24 11:00"))
    with pytest.raises(StaleBook):
        publish(PublishRules(draft, 2, 0, "Thử", "quan"), store, local("2026-11-24 12:00"))


def test_only_a_published_set_is_gone_back_to_and_not_the_one_in_force(store: Store) -> None:
    draft = a_draft(store)
    with pytest.raises(NotFound):
        roll_back(RollBack(draft, 1, "Thử", "quan"), store, LATER)
    with pytest.raises(BookRefused, match="đang được dùng"):
        roll_back(RollBack(1, 1, "Thử", "quan"), store, LATER)


def test_a_draft_is_compared_with_what_is_in_force(store: Store) -> None:
    number = a_draft(store)
    (moved,) = compared(number, 1, store)
    assert moved.before
    assert moved.after
    assert (moved.before["unit"], moved.after["unit"]) == ("Công ty Cấp nước Hải Phòng", "Công ty Thoát nước Hải Phòng")


def test_a_rule_is_put_into_an_old_ward_and_found_in_the_new_one(store: Store) -> None:
    number = start_draft("quan", store, NOW)
    new = {"id": "loa", "category": "social", "topic": "Tiếng ồn", "ward": "Quán Toan", "unit": "cong_an"}
    assert edit_rows(EditRows((RowChange(None, None, new),), "quan"), RuleBook(number), store, NOW)
    question = RoutingQuestion(Category.SOCIAL, "noise", "11602")
    assert explain(number, question, store, NOW).rule == "loa"


def test_a_rule_that_cannot_be_is_refused_cell_by_cell(store: Store) -> None:
    number = start_draft("quan", store, NOW)
    wrong = {"id": "X", "category": "hạ tầng", "topic": "Tiếng ồn", "unit": "", "priority": "nhất"}
    with pytest.raises(BadSheet) as error:
        edit_rows(EditRows((RowChange(None, None, wrong),), "quan"), RuleBook(number), store, NOW)
    assert [fault.column for fault in error.value.faults] == ["Mã", "Lĩnh vực", "Đơn vị", "Ưu tiên"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"topic": "Tiếng ồn"}, "cột Chủ đề: chủ đề này thuộc lĩnh vực khác"),
        ({"valid_from": "2/12/2026", "valid_to": "1/12/2026"}, "cột Đến ngày: ngày cuối đứng trước ngày đầu"),
    ],
)
def test_cells_have_to_agree(store: Store, cells: dict[str, str], says: str) -> None:
    number = start_draft("quan", store, NOW)
    with pytest.raises(BadSheet) as error:
        change(store, number, "cap-nuoc", **cells)
    assert str(error.value.faults[0]) == says


def test_each_takes_back_their_own_last_change(store: Store) -> None:
    number = a_draft(store)
    change(store, number, "dien", "minh", priority="3")
    undone = undo("quan", RuleBook(number), store, LATER)
    assert [moved.key for moved in undone.changes] == ["cap-nuoc"]
    assert [(edit.actor, edit.how, edit.undone) for edit in edits_of(RuleBook(number), store)] == [
        ("quan", "undo", False),
        ("minh", "edit", False),
        ("quan", "edit", True),
    ]
    with pytest.raises(BookRefused, match="không còn sửa đổi nào"):
        undo("quan", RuleBook(number), store, LATER)
    assert [moved.key for moved in compared(number, 1, store)] == ["dien"]
