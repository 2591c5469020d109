"""A rule set tried on the last cases: which would go elsewhere than by the rules in force, and by which rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crm.case import Category
from crm.messages import RoutingQuestion
from crm.routing import RoutingDecision, Rule, route
from crm.rule_sets import rules_of_set, set_in_force
from crm.store import Store
from crm.tables import CaseRow, UnitRow
from crm.units import city_office


@dataclass(frozen=True)
class UnitName:
    code: str
    name: str


@dataclass(frozen=True)
class MovedCase:
    """A case that the set would send elsewhere. `old` and `new` by the rules alone; `went_to` is where it is.

    `new_rule` None: no rule won, the reason says why.
    """

    code: str
    category: Category
    topic: str | None
    ward: str | None
    old: UnitName
    new: UnitName
    old_rule: str | None
    new_rule: str | None
    reason: str
    went_to: UnitName | None


@dataclass(frozen=True)
class DryRun:
    """Set `number` against `in_force`, on the last `cases` cases, as if they came in at `at`."""

    number: int
    in_force: int | None
    cases: int
    at: datetime
    moved: tuple[MovedCase, ...]


def dry_run(number: int, last: int, store: Store, at: datetime) -> DryRun:
    """Route the last cases, newest first, by the rules in force and by the set. Writes nothing."""
    with store.reading() as session:
        office = city_office(session).code
        names = {code: UnitName(code, name) for code, name in session.execute(select(UnitRow.code, UnitRow.name))}
        current = set_in_force(session, at)
        before, after = rules_of_set(session, current), rules_of_set(session, number)
        cases = session.scalars(select(CaseRow).order_by(CaseRow.code.desc()).limit(last)).all()
        moved = []
        for case in cases:
            question = question_of(case)
            old, new = (decide_fast(question, rules, at, office) for rules in (before, after))
            if (old.unit, old.referral) != (new.unit, new.referral):
                moved.append(moved_case(case, old, new, names))
        return DryRun(number, current, len(cases), at, tuple(moved))


def decide_fast(question: RoutingQuestion, rules: Sequence[Rule], at: datetime, office: str) -> RoutingDecision:
    """`route` over those rules alone that can match at all: the same unit and rule, without the losers' reasons."""
    return route(question, [rule for rule in rules if may_match(rule, question)], at, office)


def may_match(rule: Rule, question: RoutingQuestion) -> bool:
    """What is quickly seen of a rule."""
    return (
        rule.category is question.category
        and rule.topic in (None, question.topic)
        and rule.ward in (None, question.ward)
    )


def question_of(case: CaseRow) -> RoutingQuestion:
    """A case as routing is asked about it."""
    return RoutingQuestion(case.category, case.topic, case.ward, case.content)


def moved_case(case: CaseRow, old: RoutingDecision, new: RoutingDecision, names: dict[str, UnitName]) -> MovedCase:
    return MovedCase(
        code=case.code,
        category=case.category,
        topic=case.topic,
        ward=case.ward,
        old=names[old.unit],
        new=names[new.unit],
        old_rule=old.rule,
        new_rule=new.rule,
        reason=new.reason,
        went_to=names[case.unit_code] if case.unit_code else None,
    )
