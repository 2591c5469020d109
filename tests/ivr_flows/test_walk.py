"""Walking a menu without a phone."""

import pytest

from ivr_flows.errors import BadKeys
from ivr_flows.events import StatusFound, StatusMissing
from ivr_flows.nodes import Outcome
from ivr_flows.walk import WalkStep, World, walk
from tests.ivr_flows.small_menu import small

SMALL = small()


def test_a_walk_says_where_the_caller_is_what_is_heard_and_what_is_remembered() -> None:
    assert walk(SMALL, ["1"]) == (
        WalkStep("start", "main", "Chính", ("Xin chào",), {}, None),
        WalkStep(
            "1",
            "operator",
            "Người trực",
            (),
            {"CC_KEYS": "1", "CC_CATEGORY": "infrastructure", "CC_TOPIC": "water_supply"},
            Outcome.QUEUE,
        ),
    )


def test_keys_can_be_joined() -> None:
    assert walk(SMALL, ["5", "123"]) == walk(SMALL, "5123")


def test_keys_after_the_end_are_not_used() -> None:
    assert walk(SMALL, "0123") == walk(SMALL, "0")


def test_a_look_up_is_a_step_of_its_own() -> None:
    found = walk(SMALL, "5101", World(StatusFound("new")))
    missing = walk(SMALL, "5101", World(StatusMissing()))
    assert [step.event for step in found] == ["start", "5", "1", "0", "1", "look-up 101"]
    assert (found[-1].at, missing[-1].at) == ("after", "status")
    assert missing[-1].says == ("Không có", "một", "không", "một", "Nhập mã")


def test_a_letter_is_no_key() -> None:
    with pytest.raises(BadKeys, match=r"'x' không phải phím; hãy dùng 0-9, \* và #, hoặc _ để im lặng"):
        walk(SMALL, ["1x"])
