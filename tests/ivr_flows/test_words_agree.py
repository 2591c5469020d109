"""The menu and the case store may not import each other; here their words are held together."""

from crm.case import CaseState, Category
from crm.data_files import sample_units
from crm.topics import topics_of
from ivr_flows.nodes import CodeEntry, Menu
from ivr_flows.parse import load_builtin

HOTLINE = load_builtin("hotline")


def code_entry() -> CodeEntry:
    entry = HOTLINE.nodes["case_status"]
    assert isinstance(entry, CodeEntry)
    return entry


def menu(name: str) -> Menu:
    node = HOTLINE.nodes[name]
    assert isinstance(node, Menu)
    return node


def test_every_category_has_its_key() -> None:
    assert [menu("main").choices[key].category for key in "1234"] == list(Category)


def test_every_topic_has_its_key() -> None:
    offered = {key: choice.topic for key, choice in menu("infrastructure").choices.items()}
    assert offered == {topic.digit: topic.key for topic in topics_of(Category.INFRASTRUCTURE)}


def test_every_state_of_the_store_can_be_told() -> None:
    assert set(CaseState) <= set(code_entry().states)


def test_every_kind_of_unit_can_be_told() -> None:
    assert {unit.kind for unit in sample_units()} <= set(code_entry().units)
