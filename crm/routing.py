"""Which unit a matter goes to: pure, over rules that an administrator edits.

A rule matches when everything it names is so: category, topic, ward, one of its keywords, its days of validity.
The most specific match wins (`specificity`); a tie between units, or no match, means the city office, for guidance
(Điều 7.4); a directive always goes to the city office, for processing (Điều 7.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from crm.case import Category
from crm.categories import category_name
from crm.folding import contains_words, fold
from crm.messages import RoutingQuestion
from crm.places import ward_name
from crm.topics import topic_name
from crm.views import LosingRule
from crm.working_time import local_day

BY_RULE: Final = "7.1b"
DIRECTIVE: Final = "7.2"
GUIDANCE: Final = "7.4"
DIRECTIVE_REASON: Final = (
    "Nội dung đã có chỉ đạo của lãnh đạo thành phố: chuyển Văn phòng UBND thành phố xử lý (Điều 7.2)."
)


@dataclass(frozen=True)
class Rule:
    """One row of the routing table. `None` or no keywords: the rule does not look at that."""

    id: str
    category: Category
    topic: str | None
    ward: str | None
    keywords: tuple[str, ...]  # any of them, whole words, diacritics and case aside
    unit: str
    priority: int  # among equally specific rules the higher wins
    valid_from: date | None
    valid_to: date | None  # the last day it holds

    @property
    def specificity(self) -> tuple[bool, bool, bool, int]:
        """The one order of rules: a topic named counts more than a ward, a ward more than keywords, then priority."""
        return self.topic is not None, self.ward is not None, bool(self.keywords), self.priority


@dataclass(frozen=True)
class RoutingDecision:
    """The unit and why, in one Vietnamese line; `losers` has every other rule, the nearest to winning first."""

    unit: str
    rule: str | None
    reason: str
    referral: bool
    source: str
    losers: tuple[LosingRule, ...]


def route(question: RoutingQuestion, rules: Sequence[Rule], now: datetime, city_office: str) -> RoutingDecision:
    """The unit for the matter, by the rules that hold at `question.at`, else at `now`."""
    if question.category is Category.DIRECTIVE:
        losers = tuple(LosingRule(rule.id, rule.unit, "Điều 7.2 đứng trên mọi quy tắc") for rule in rules)
        return RoutingDecision(city_office, None, DIRECTIVE_REASON, False, DIRECTIVE, losers)
    text, day = fold(question.text), local_day(question.at or now)
    missed = {rule: misses(rule, question, text, day) for rule in rules}
    matches = [rule for rule in by_specificity(rules) if not missed[rule]]
    failed = tuple(
        LosingRule(rule.id, rule.unit, "; ".join(missed[rule]))
        for rule in sorted(by_specificity(rules), key=lambda rule: len(missed[rule]))
        if missed[rule]
    )
    return decide(matches, text, failed, city_office)


def by_specificity(rules: Sequence[Rule]) -> list[Rule]:
    """The most specific first; among equals by id, so that the answer never depends on the order of storage."""
    return sorted(sorted(rules, key=lambda rule: rule.id), key=lambda rule: rule.specificity, reverse=True)


def misses(rule: Rule, question: RoutingQuestion, text: str, day: date) -> tuple[str, ...]:
    """What keeps the rule from matching, in Vietnamese; nothing when it matches. `text` is folded."""
    found = []
    if rule.category is not question.category:
        found.append(f"chỉ dùng cho lĩnh vực {category_name(rule.category)}")
    if rule.topic is not None and rule.topic != question.topic:
        found.append(f"chỉ dùng cho chủ đề {topic_name(rule.topic)}")
    if rule.ward is not None and rule.ward != question.ward:
        found.append(f"chỉ dùng cho {ward_name(rule.ward)}")
    if rule.keywords and not keyword_found(rule, text):
        found.append(f"không thấy từ nào trong: {', '.join(rule.keywords)}")
    if not (rule.valid_from or day) <= day <= (rule.valid_to or day):
        found.append(f"không có hiệu lực ngày {day:%d/%m/%Y}")
    return tuple(found)


def decide(matches: Sequence[Rule], text: str, failed: tuple[LosingRule, ...], city_office: str) -> RoutingDecision:
    """The first of the matches, unless equally specific ones name other units. `matches` are by specificity."""
    if not matches:
        return refer("Không có quy tắc nào khớp", failed, city_office)
    best, *others = matches
    equals = [rule for rule in matches if rule.specificity == best.specificity]
    if len({rule.unit for rule in equals}) > 1:
        names = ", ".join(rule.id for rule in equals)
        tied = tuple(LosingRule(rule.id, rule.unit, lost_to(rule, best)) for rule in matches)
        return refer(f"Nhiều đơn vị cùng khớp ngang nhau ({names})", tied + failed, city_office)
    beaten = tuple(LosingRule(rule.id, rule.unit, lost_to(rule, best)) for rule in others)
    return RoutingDecision(best.unit, best.id, winning_reason(best, text), False, BY_RULE, beaten + failed)


def refer(why: str, losers: tuple[LosingRule, ...], city_office: str) -> RoutingDecision:
    """To the city office for guidance."""
    reason = f"{why}: chuyển Văn phòng UBND thành phố để được hướng dẫn (Điều 7.4)."
    return RoutingDecision(city_office, None, reason, True, GUIDANCE, losers)


def lost_to(rule: Rule, best: Rule) -> str:
    """Why a rule that matches did not win."""
    if rule.specificity == best.specificity:
        return "khớp, nhưng ngang mức với quy tắc khác"
    if rule.specificity[:-1] == best.specificity[:-1]:
        return f"khớp, nhưng ưu tiên thấp hơn quy tắc “{best.id}”"
    return f"khớp, nhưng kém cụ thể hơn quy tắc “{best.id}”"


def winning_reason(rule: Rule, text: str) -> str:
    """What the rule was won by, in one line."""
    parts = [category_name(rule.category)]
    parts += [topic_name(rule.topic)] if rule.topic else []
    parts += [ward_name(rule.ward)] if rule.ward else []
    parts += [f"có từ “{keyword_found(rule, text)}”"] if rule.keywords else []
    return f"Quy tắc “{rule.id}”: {'; '.join(parts)} (Điều 7.1b)."


def keyword_found(rule: Rule, text: str) -> str | None:
    """The first of the rule's keywords that stands in the folded text."""
    return next((word for word in rule.keywords if contains_words(text, fold_keyword(word))), None)


@lru_cache(maxsize=4096)
def fold_keyword(keyword: str) -> str:
    """Rules are asked much more often than edited."""
    return fold(keyword)
