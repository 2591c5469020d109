"""Rule sets as the store has them: which one holds at a moment, and its rules as `crm.routing` takes them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crm.case import Category
from crm.messages import RoutingQuestion
from crm.routing import Rule, route
from crm.row_views import unit_view
from crm.rule_tables import RuleRow, RuleSetRow, SetState
from crm.topics import topics
from crm.units import city_office, find_unit
from crm.views import RoutingAnswer

CATEGORIES: Final = tuple(Category)
COLUMNS: Final = (  # read as they are: a set has hundreds of rules, and is asked at every report
    *(RuleRow.id, RuleRow.category, RuleRow.topic, RuleRow.ward, RuleRow.keywords),
    *(RuleRow.unit_code, RuleRow.priority, RuleRow.valid_from, RuleRow.valid_to),
)


def set_in_force(session: Session, moment: datetime) -> int | None:
    """The number of the set that holds at `moment`: the last one published by then. None before the first."""
    published = select(RuleSetRow.number).where(RuleSetRow.published_at <= moment)
    return session.scalars(published.order_by(RuleSetRow.number.desc()).limit(1)).one_or_none()


def rules_of_set(session: Session, number: int | None, category: Category | None = None) -> tuple[Rule, ...]:
    """The rules of a set, those of one category if it is given; none of no set. In the order they are shown."""
    query = select(*COLUMNS).where(RuleRow.set_number == number)
    if category is not None:
        query = query.where(RuleRow.category == category)
    found = (
        Rule(id, category, topic, ward, tuple(keywords), unit, priority, valid_from, valid_to)
        for id, category, topic, ward, keywords, unit, priority, valid_from, valid_to in session.execute(query)
    )
    return tuple(sorted(found, key=shown_order))


def ask_set(session: Session, question: RoutingQuestion, number: int | None, now: datetime) -> RoutingAnswer:
    """The unit by the rules of a set, with the rule that won and why the others lost (`crm.routing`)."""
    rules = rules_of_set(session, number, question.category)
    decision = route(question, rules, now, city_office(session).code)
    return RoutingAnswer(
        unit=unit_view(find_unit(session, decision.unit)),
        rule=decision.rule,
        reason=decision.reason,
        referral=decision.referral,
        source=decision.source,
        losers=decision.losers,
        rule_set=number,
    )


def add_set(session: Session, row: RuleSetRow, rules: Iterable[Rule]) -> None:
    """A new set with its rules. One that is published is so last: from then on the database keeps it as it is."""
    state, by, at = row.state, row.published_by, row.published_at
    if state is SetState.PUBLISHED:
        row.state, row.published_by, row.published_at = SetState.DROPPED, None, None
    session.add(row)
    session.flush()
    values = [row_values(rule) | {"set_number": row.number} for rule in rules]
    if values:
        session.execute(insert(RuleRow), values)
    row.state, row.published_by, row.published_at = state, by, at
    session.flush()


def row_values(rule: Rule) -> dict[str, Any]:
    """A rule as the columns of its row."""
    values = asdict(rule)
    return values | {"unit_code": values.pop("unit"), "keywords": list(rule.keywords)}


def shown_order(rule: Rule) -> tuple[int, int, str, str]:
    """By category, topic and ward, as people look for them; what names none first."""
    topic = topic_order().get(rule.topic, len(topic_order())) if rule.topic else -1
    return CATEGORIES.index(rule.category), topic, rule.ward or "", rule.id


@cache
def topic_order() -> Mapping[str, int]:
    """Where each topic stands among all."""
    return MappingProxyType({topic.key: place for place, topic in enumerate(topics())})
