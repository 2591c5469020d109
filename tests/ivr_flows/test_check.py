"""Faults only a caller would find."""

import pytest

from ivr_flows.check import check
from ivr_flows.parse import load_builtin
from tests.ivr_flows.small_menu import small


def faults(*changes: tuple[str, str]) -> list[str]:
    return [str(fault) for fault in check(small(*changes))]


def test_the_hotline_and_the_small_menu_are_sound() -> None:
    assert check(load_builtin("hotline")) == ()
    assert faults() == []


NOWHERE = "which is nowhere; name a menu, code or end of this file"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('start = "main"', 'start = "mian"', f"flow.start: leads to 'mian', {NOWHERE}"),
        ('goto = "status"', 'goto = "x"', f"menu.main.keys.5: leads to 'x', {NOWHERE}"),
        ('silence = "bye"', 'silence = "x"', f"menu.after.silence: leads to 'x', {NOWHERE}"),
        ('found = "after"', 'found = "x"', f"code.status.found: leads to 'x', {NOWHERE}"),
        ('no_code = "operator"', 'no_code = "x"', f"code.status.no_code: leads to 'x', {NOWHERE}"),
        (
            'operator = "operator"',
            'operator = "bye"',
            "flow.operator: 'bye' does not lead to a person; name an end with outcome \"queue\"",
        ),
        (
            'silence = "bye"',
            "",
            "end.bye: no key leads here; give it a key in a menu or remove it",
        ),
        (
            'again_key = "*"',
            'again_key = "5"',
            "menu.main.keys.5: is also flow.again_key; choose another key for one of them",
        ),
        (
            '5 = { label = "Tra',
            '0 = { label = "Tra',
            "menu.main.keys.0: is also everywhere.0; choose another key for one of them",
        ),
        (
            'again_key = "*"',
            'again_key = "0"',
            "everywhere.0: is also flow.again_key; choose another key for one of them",
        ),
        (
            'goto = "status" }',
            'goto = "operator", topic = "water_supply" }',
            "menu.main: 2 keys set the topic 'water_supply'; give each key its own topic",
        ),
        (
            'intro = ["intro"]',
            'intro = ["outro"]',
            "code.status: says 'outro', which is not among the prompts; add prompts.outro",
        ),
        ('wrong_key = ["wrong_key"]', "wrong_key = []", "prompts.wrong_key: is never said; use it or remove it"),
    ],
)
def test_each_fault_is_found_and_says_its_cure(before: str, after: str, fault: str) -> None:
    assert fault in faults((before, after))


KEY_0 = '0 = { label = "Người trực", goto = "operator" }'


def test_a_loop_without_a_key_to_the_operator_is_a_fault() -> None:
    loop = ('goto = "operator", category = "infrastructure", topic = "water_supply"', 'goto = "after"')
    assert faults((KEY_0, ""), loop, ('no_code = "operator"', 'no_code = "after"')) == [
        "menu.main: no key leads from here to the operator; add a way out",
        "menu.after: no key leads from here to the operator; add a way out",
        "code.status: no key leads from here to the operator; add a way out",
    ]


def test_a_menu_without_any_key_is_a_dead_end() -> None:
    assert faults((KEY_0, ""), ('1 = { label = "Mã khác", goto = "status" }', "")) == [
        "menu.after: offers no key: a dead end; give it keys or make it an end"
    ]
