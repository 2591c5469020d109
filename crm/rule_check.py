"""What is wrong, or odd, with a set of rules, found before it is published. Pure.

An error keeps the set from being published; a warning is told and may be meant (VNPT and Viettel in one report are a
tie, and so a matter for the city office, Điều 7.4).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from crm.case import Category
from crm.folding import contains_words
from crm.places import ward_by_code
from crm.routing import Rule, fold_keyword
from crm.topics import topics_of

FIRST_LINE = 2  # of a rule in the sheet: line 1 is the header
NAMED = 5  # other rules in one message


@dataclass(frozen=True)
class RuleFault:
    """One fault of one rule; `line` is its line in the exported sheet, `others` the rules it is about."""

    kind: Literal["error", "warning"]
    rule: str
    line: int
    what: str
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"dòng {self.line}, quy tắc “{self.rule}”: {self.what}"


def check_rules(rules: Sequence[Rule], units: Collection[str], today: date) -> tuple[RuleFault, ...]:
    """Every fault, errors first, by line. `units` are the codes of those in use; `rules` are in the sheet's order."""
    lines = {rule.id: place for place, rule in enumerate(rules, start=FIRST_LINE)}
    alike = by_conditions(rules)
    found = [
        RuleFault(fault.kind, rule.id, lines[rule.id], fault.what, fault.others)
        for rule in rules
        for fault in (*errors(rule, units), *warnings(rule, alike[conditions(rule)], today))
    ]
    return tuple(sorted(found, key=lambda fault: (fault.kind != "error", fault.line)))


@dataclass(frozen=True)
class Finding:
    """A fault, before it has its place."""

    kind: Literal["error", "warning"]
    what: str
    others: tuple[str, ...] = ()


def errors(rule: Rule, units: Collection[str]) -> Iterator[Finding]:
    """What names something that there is not (any more)."""
    if rule.unit not in units:
        yield Finding("error", f"đơn vị “{rule.unit}” không có hoặc đã ngừng dùng")
    if rule.topic is not None and rule.topic not in {topic.key for topic in topics_of(rule.category)}:
        yield Finding("error", f"chủ đề “{rule.topic}” không thuộc lĩnh vực này")
    if rule.ward is not None and ward_by_code(rule.ward) is None:
        yield Finding("error", f"không có xã, phường, đặc khu mã “{rule.ward}”")


def warnings(rule: Rule, alike: Sequence[Rule], today: date) -> Iterator[Finding]:
    """Why the rule will not do what it seems to; `alike` are those with the same conditions, itself among them."""
    if rule.category is Category.DIRECTIVE:
        yield Finding("warning", "không bao giờ được dùng: chỉ đạo chậm luôn về Văn phòng UBND thành phố (Điều 7.2)")
        return
    if rule.valid_to is not None and rule.valid_to < today:
        yield Finding("warning", f"đã hết hiệu lực từ sau ngày {rule.valid_to:%d/%m/%Y}")
        return
    if beating := always_beaten_by(rule, alike, today):
        yield Finding("warning", f"không bao giờ thắng: luôn thua {named(beating)} (ưu tiên cao hơn)", beating)
    elif tied := tied_with(rule, alike, today):
        what = f"ngang mức với {named(tied)} của đơn vị khác: khi cùng khớp phải xin hướng dẫn (Điều 7.4)"
        yield Finding("warning", what, tied)


def always_beaten_by(rule: Rule, alike: Sequence[Rule], today: date) -> tuple[str, ...]:
    """Rules of higher priority that together match whenever this one does, from today on; () when it can win.

    Only a rule with the same conditions can both match always and be more specific, so that it comes down to
    priority: on each day, and for each keyword, one of them must be there.
    """
    stronger = [other for other in alike if other.priority > rule.priority]
    winners = dict[str, None]()
    for day in turning_days(rule, stronger, today):
        held = [other for other in stronger if holds_on(other, day)]
        for word in rule.keywords or ("",):
            winner = next((other for other in held if implied(other, word)), None)
            if winner is None:
                return ()
            winners[winner.id] = None
    return tuple(winners)


def tied_with(rule: Rule, alike: Sequence[Rule], today: date) -> tuple[str, ...]:
    """Rules of other units, later in the order of ids, that match the same report with the same priority."""
    return tuple(
        other.id
        for other in alike
        if other.id > rule.id
        and (other.priority, other.unit != rule.unit) == (rule.priority, True)
        and any(holds_on(rule, day) and holds_on(other, day) for day in turning_days(rule, [other], today))
        and overlapping(rule, other)
    )


def overlapping(rule: Rule, other: Rule) -> bool:
    """Whether one keyword is enough for both. Two different ones in one report are no fault of the rules."""
    return any(implied(other, word) for word in rule.keywords or ("",)) or any(
        implied(rule, word) for word in other.keywords
    )


def implied(rule: Rule, word: str) -> bool:
    """Whether the rule, its other conditions given, matches every text that has `word`."""
    folded = fold_keyword(word)
    return not rule.keywords or any(contains_words(folded, fold_keyword(other)) for other in rule.keywords)


def turning_days(rule: Rule, others: Sequence[Rule], today: date) -> list[date]:
    """The first day of the rule's validity from today on, and those at which one of the others begins or ends."""
    first = max(rule.valid_from or today, today)
    starts = [other.valid_from for other in others if other.valid_from]
    ends = [other.valid_to + timedelta(days=1) for other in others if other.valid_to and other.valid_to < date.max]
    return [first, *(day for day in sorted({*starts, *ends}) if day > first and holds_on(rule, day))]


def holds_on(rule: Rule, day: date) -> bool:
    return (rule.valid_from or day) <= day <= (rule.valid_to or day)


def by_conditions(rules: Sequence[Rule]) -> dict[tuple[object, ...], list[Rule]]:
    """Rules that look at the same things and ask the same of them, but for the words."""
    groups = defaultdict(list)
    for rule in rules:
        groups[conditions(rule)].append(rule)
    return groups


def conditions(rule: Rule) -> tuple[object, ...]:
    return rule.category, rule.topic, rule.ward, bool(rule.keywords)


def named(rules: Sequence[str]) -> str:
    """The rules in a message: not more than can be read."""
    more = f" và {len(rules) - NAMED} quy tắc khác" if len(rules) > NAMED else ""
    return ", ".join(f"“{rule}”" for rule in rules[:NAMED]) + more
