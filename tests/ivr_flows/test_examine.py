"""A flow that is being written: its parts, its faults at their places, its picture."""

import pytest

from ivr_flows.check import check
from ivr_flows.errors import MenuError
from ivr_flows.examine import as_text, examine
from ivr_flows.fault import Fault
from ivr_flows.parse import menu_file, parse
from tests.ivr_flows.full_menu import FULL
from tests.ivr_flows.small_menu import SMALL, changed


def test_a_sound_flow_has_parts_and_a_picture_and_no_fault() -> None:
    examined = examine(SMALL)
    assert examined.parts["menu"]["main"]["title"] == "Chính"
    assert examined.faults == ()
    assert examined.picture.startswith("<svg")


@pytest.mark.parametrize("text", [SMALL, FULL, menu_file("hotline").read_text()])
def test_parts_written_down_again_are_the_same_flow(text: str) -> None:
    again = as_text(examine(text).parts)
    assert parse(again, "again") == parse(text, "again")
    assert check(parse(again, "again")) == ()


def test_a_fault_is_found_at_its_place_and_the_rest_is_still_drawn() -> None:
    examined = examine(changed(('"hello"', '"hallo"')))
    assert examined.faults[0] == Fault("menu.main", "nói 'hallo' nhưng không có câu này", "hãy thêm prompts.hallo")
    assert examined.picture


def test_a_way_that_leads_nowhere_can_not_be_drawn() -> None:
    examined = examine(changed(('goto = "status"', 'goto = "x"')))
    assert examined.faults[0].where == "menu.main.keys.5"
    assert examined.picture == ""


def test_a_field_that_is_missing_is_found_at_its_place() -> None:
    examined = examine(changed(('title = "Chính"\n', "")))
    assert examined.faults == (Fault("menu.main.title", "còn thiếu", "hãy viết một câu trong ngoặc kép"),)
    assert examined.parts["menu"]["main"]["say"] == ["hello"]


def test_a_text_that_is_no_toml_has_no_parts() -> None:
    examined = examine("[flow")
    assert (examined.parts, examined.picture) == ({}, "")
    assert examined.faults[0].what.startswith("sai cú pháp TOML")


def test_what_no_flow_can_have_is_refused() -> None:
    with pytest.raises(MenuError, match="có giá trị không ghi được"):
        as_text({"flow": {"name": None}})
