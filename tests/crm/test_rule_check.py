"""Faults of a rule set that are found before it is published."""

from dataclasses import replace
from datetime import date

import pytest

from crm.case import Category
from crm.data_files import sample_rules, sample_units
from crm.routing import Rule
from crm.rule_check import check_rules
from crm.rule_sets import shown_order

TODAY = date(2026, 11, 24)
UNITS = frozenset(unit.code for unit in sample_units())
WATER = Rule(
    "water",
    Category.INFRASTRUCTURE,
    topic="water_supply",
    ward=None,
    keywords=(),
    unit="cap_nuoc",
    priority=0,
    valid_from=None,
    valid_to=None,
)
OTHER = replace(WATER, id="water-2", unit="thoat_nuoc")
PIPE = replace(WATER, id="pipe", keywords=("vỡ ống", "rò nước"), unit="so_xay_dung")


def found(*rules: Rule) -> list[str]:
    return [f"{fault.kind}: {fault}" for fault in check_rules(rules, UNITS, TODAY)]


def says(*rules: Rule) -> str:
    """The one fault of the rules."""
    (fault,) = found(*rules)
    return fault


def test_the_sample_rules_have_no_fault() -> None:
    assert check_rules(sorted(sample_rules(), key=shown_order), UNITS, TODAY) == ()


def test_a_rule_for_nobody_is_an_error_with_its_line() -> None:
    assert says(WATER, replace(PIPE, unit="cap_nuoc_2")) == (
        "error: dòng 3, quy tắc “pipe”: đơn vị “cap_nuoc_2” không có hoặc đã ngừng dùng"
    )


def test_a_topic_or_ward_that_is_gone_is_an_error() -> None:
    assert "chủ đề “noise” không thuộc lĩnh vực này" in says(replace(WATER, topic="noise"))
    assert "không có xã, phường, đặc khu mã “00070”" in says(replace(WATER, ward="00070"))


def test_errors_come_before_warnings() -> None:
    kinds = [
        line.partition(":")[0] for line in found(replace(WATER, valid_to=date(2026, 1, 1)), replace(PIPE, unit="x"))
    ]
    assert kinds == ["error", "warning"]


def test_a_rule_whose_last_day_is_over_is_told() -> None:
    assert says(replace(WATER, valid_to=date(2026, 11, 23))).endswith("đã hết hiệu lực từ sau ngày 23/11/2026")
    assert found(replace(WATER, valid_to=TODAY)) == []


def test_a_rule_for_directives_is_never_asked() -> None:
    assert "Điều 7.2" in says(replace(WATER, category=Category.DIRECTIVE, topic=None))


def test_two_rules_that_look_at_the_same_for_two_units_tie() -> None:
    assert says(WATER, OTHER).endswith(
        "quy tắc “water”: ngang mức với “water-2” của đơn vị khác: khi cùng khớp phải xin hướng dẫn (Điều 7.4)"
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, unit="cap_nuoc"),  # the same unit
        replace(OTHER, ward="11383"),  # more specific
        replace(OTHER, topic="gas"),
        replace(OTHER, keywords=("vỡ ống",)),
        replace(OTHER, valid_to=date(2026, 11, 30)),  # over when the first begins
    ],
)
def test_rules_that_never_meet_as_equals_do_not_tie(other: Rule) -> None:
    assert found(replace(WATER, valid_from=date(2026, 12, 1)), other) == []


def test_one_keyword_that_is_enough_for_both_is_a_tie_two_different_ones_are_none() -> None:
    leak = replace(PIPE, id="leak", unit="cap_nuoc")
    assert "ngang mức với “pipe”" in says(replace(leak, keywords=("RO NUOC",)), PIPE)
    assert "ngang mức với “pipe”" in says(replace(leak, keywords=("vỡ ống to",)), PIPE)
    assert found(replace(leak, keywords=("mất nước",)), PIPE) == []


def test_a_rule_that_another_always_beats_can_never_win() -> None:
    urgent = replace(OTHER, id="urgent", priority=5)
    assert says(WATER, urgent).endswith("không bao giờ thắng: luôn thua “urgent” (ưu tiên cao hơn)")
    assert found(WATER, replace(urgent, keywords=("vỡ ống",))) == []


def test_several_rules_together_can_keep_one_from_ever_winning() -> None:
    one = replace(PIPE, id="one", keywords=("vỡ ống",), priority=1)
    two = replace(PIPE, id="two", keywords=("rò",), priority=2)
    assert "luôn thua “one”, “two”" in says(PIPE, one, two)
    assert found(PIPE, one) == []


def test_days_in_which_nothing_beats_a_rule_are_enough_for_it() -> None:
    until = replace(OTHER, id="until", priority=1, valid_to=date(2026, 12, 31))
    later = replace(OTHER, id="later", priority=1, valid_from=date(2027, 1, 1))
    gap = replace(later, valid_from=date(2027, 1, 2))
    assert "luôn thua “until”, “later”" in says(WATER, until, later)
    assert found(WATER, until, gap) == []
    assert found(WATER, until) == []


def test_a_long_list_of_rules_is_cut_in_the_message_not_in_the_data() -> None:
    many = [replace(OTHER, id=f"water-{number}", unit="vnpt") for number in range(9)]
    fault = check_rules([WATER, *many], UNITS, TODAY)[0]
    assert "và 4 quy tắc khác" in fault.what
    assert len(fault.others) == 9
