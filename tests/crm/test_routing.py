from dataclasses import replace
from datetime import date

import pytest

from crm.case import Category
from crm.messages import RoutingQuestion
from crm.routing import RoutingDecision, Rule, route
from tests.crm.moments import local

NOW = local("2026-08-19 09:00")
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
IN_LE_CHAN = replace(WATER, id="in-le-chan", topic=None, ward="11383", unit="ubnd_11383")
BURST = replace(WATER, id="burst", topic=None, keywords=("vỡ ống", "đường ống"), unit="doi_su_co")
ANYTHING = replace(WATER, id="anything", topic=None, unit="so_xay_dung")
QUESTION = RoutingQuestion(
    Category.INFRASTRUCTURE, topic="water_supply", ward="11383", text="Vỡ ống nước trước số nhà 25"
)


def ask(*rules: Rule, question: RoutingQuestion = QUESTION) -> RoutingDecision:
    return route(question, rules, NOW, "city_office")


def why(decision: RoutingDecision, rule: Rule) -> str:
    return next(loser.why for loser in decision.losers if loser.rule == rule.id)


def test_the_only_rule_that_matches_wins_and_says_by_what() -> None:
    decision = ask(WATER)
    assert (decision.unit, decision.rule, decision.referral, decision.source) == ("cap_nuoc", "water", False, "7.1b")
    assert decision.reason == "Quy tắc “water”: Sự cố hạ tầng kỹ thuật; Cấp nước (Điều 7.1b)."
    assert decision.losers == ()


def test_a_topic_is_more_specific_than_a_ward_a_ward_than_keywords_keywords_than_nothing() -> None:
    rules = [ANYTHING, BURST, IN_LE_CHAN, WATER]
    for winner in (WATER, IN_LE_CHAN, BURST, ANYTHING):
        assert ask(*rules).rule == winner.id
        rules.remove(winner)


def test_more_named_is_more_specific() -> None:
    here = replace(WATER, id="here", ward="11383", unit="xi_nghiep_le_chan")
    here_and_burst = replace(here, id="here-and-burst", keywords=("vỡ ống",), unit="doi_su_co")
    assert ask(WATER, here).rule == "here"
    assert ask(WATER, here, here_and_burst).rule == "here-and-burst"


def test_among_equally_specific_rules_the_higher_priority_wins() -> None:
    urgent = replace(WATER, id="urgent", priority=1, unit="doi_su_co")
    decision = ask(WATER, urgent)
    assert decision.rule == "urgent"
    assert why(decision, WATER) == "khớp, nhưng ưu tiên thấp hơn quy tắc “urgent”"


def test_priority_does_not_beat_specificity() -> None:
    assert ask(WATER, replace(ANYTHING, priority=99)).rule == "water"


def test_a_tie_between_units_goes_to_the_city_office_for_guidance() -> None:
    decision = ask(WATER, replace(WATER, id="water-2", unit="so_xay_dung"), ANYTHING)
    assert (decision.unit, decision.rule, decision.referral, decision.source) == ("city_office", None, True, "7.4")
    assert decision.reason == (
        "Nhiều đơn vị cùng khớp ngang nhau (water, water-2): "
        "chuyển Văn phòng UBND thành phố để được hướng dẫn (Điều 7.4)."
    )
    assert [loser.rule for loser in decision.losers] == ["water", "water-2", "anything"]
    assert why(decision, WATER) == "khớp, nhưng ngang mức với quy tắc khác"


def test_equal_rules_for_one_unit_are_no_tie() -> None:
    decision = ask(replace(WATER, id="water-2"), WATER)
    assert (decision.unit, decision.rule, decision.referral) == ("cap_nuoc", "water", False)


@pytest.mark.parametrize("rules", [(), (replace(WATER, topic="gas"),)])
def test_no_match_goes_to_the_city_office_for_guidance(rules: tuple[Rule, ...]) -> None:
    decision = ask(*rules)
    assert (decision.unit, decision.rule, decision.referral, decision.source) == ("city_office", None, True, "7.4")


def test_a_directive_goes_to_the_city_office_for_processing_whatever_the_rules_say() -> None:
    tempting = replace(ANYTHING, category=Category.DIRECTIVE)
    decision = ask(tempting, question=replace(QUESTION, category=Category.DIRECTIVE))
    assert (decision.unit, decision.rule, decision.referral, decision.source) == ("city_office", None, False, "7.2")
    assert why(decision, tempting) == "Điều 7.2 đứng trên mọi quy tắc"


def test_every_loser_says_all_that_kept_it_away_the_nearest_first() -> None:
    far = replace(
        IN_LE_CHAN, id="far", category=Category.SOCIAL, topic="noise", ward="11311", valid_to=date(2026, 8, 18)
    )
    near = replace(WATER, id="near", keywords=("mất nước", "nước đục"))
    decision = ask(far, near, ANYTHING, WATER)
    assert [loser.rule for loser in decision.losers] == ["anything", "near", "far"]
    assert why(decision, ANYTHING) == "khớp, nhưng kém cụ thể hơn quy tắc “water”"
    assert why(decision, near) == "không thấy từ nào trong: mất nước, nước đục"
    assert why(decision, far) == (
        "chỉ dùng cho lĩnh vực Kinh tế - văn hóa - xã hội, quốc phòng - an ninh trật tự; "
        "chỉ dùng cho chủ đề Tiếng ồn; chỉ dùng cho Phường Hồng Bàng; không có hiệu lực ngày 19/08/2026"
    )


def test_the_order_of_the_rules_does_not_matter() -> None:
    rules = (ANYTHING, BURST, IN_LE_CHAN, WATER, replace(WATER, id="water-2"))
    assert ask(*rules) == ask(*reversed(rules))


def test_a_rule_that_names_a_topic_or_ward_does_not_match_when_none_is_known() -> None:
    decision = ask(WATER, IN_LE_CHAN, question=RoutingQuestion(Category.INFRASTRUCTURE))
    assert decision.referral


@pytest.mark.parametrize(
    "text",
    [
        "vo ong nuoc",
        "VỠ ỐNG!",
        "bị vỡ  ống",
        "vơ\u0303 ô\u0301ng",
        "nước phun,vỡ ống.",
        "đường ống",
        "Duong Ong",
        "đuờng ông",
    ],
)
def test_keywords_are_found_whatever_the_diacritics_and_the_case(text: str) -> None:
    decision = ask(BURST, question=replace(QUESTION, text=text))
    assert decision.rule == "burst"
    assert "có từ “" in decision.reason


@pytest.mark.parametrize("text", ["", "vỡ", "ống vỡ", "vỡ ốngg", "vỡ cả ống", "con đườngống"])
def test_keywords_are_whole_words_in_their_order(text: str) -> None:
    assert ask(BURST, question=replace(QUESTION, text=text)).referral


def test_a_keyword_may_be_written_without_diacritics() -> None:
    assert ask(replace(BURST, keywords=("vo ong",))).rule == "burst"


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "matches"),
    [
        (date(2026, 8, 19), date(2026, 8, 19), True),
        (date(2026, 8, 20), None, False),
        (None, date(2026, 8, 18), False),
        (None, None, True),
    ],
)
def test_a_rule_holds_from_its_first_to_its_last_day(
    valid_from: date | None, valid_to: date | None, matches: bool
) -> None:
    decision = ask(replace(WATER, valid_from=valid_from, valid_to=valid_to))
    assert (decision.rule == "water") is matches


def test_the_rules_of_another_moment_can_be_asked_for() -> None:
    old = replace(WATER, valid_to=date(2026, 7, 31))
    assert ask(old).referral
    # 1/8 00:30 in Hải Phòng is still 31/7 in UTC: the day is Hải Phòng's.
    assert ask(old, question=replace(QUESTION, at=local("2026-08-01 00:30"))).referral
    assert ask(old, question=replace(QUESTION, at=local("2026-07-31 23:30"))).rule == "water"
