"""Rule sets as the store has them: which one holds at a moment, and its rules as `crm.routing` takes them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

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


def set_in_force(session: Session, moment: datetime) -> int | None:
    """The number of the set that holds at `moment`: the last one published by then. None before the first."""
    published = select(RuleSetRow.number).where(RuleSetRow.published_at <= moment)
    return session.scalars(published.order_by(RuleSetRow.number.desc()).limit(1)).one_or_none()


def rules_of_set(session: Session, number: int | None, category: Category | None = None) -> tuple[Rule, ...]:
    """The rules of a set, those of one category if it is given; none of no set. In the order they are shown."""
    query = select(RuleRow).where(RuleRow.set_number == number)
    if category is not None:
        query = query.where(RuleRow.category == category)
    return tuple(sorted((rule_of(row) for row in session.scalars(query)), key=shown_order))


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


def rule_of(row: RuleRow) -> Rule:
    """A row as a rule."""
    return Rule(
        id=row.id,
        category=row.category,
        topic=row.topic,
        ward=row.ward,
        keywords=tuple(row.keywords),
        unit=row.unit_code,
        priority=row.priority,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def row_values(rule: Rule) -> dict[str, Any]:
    """A rule as the columns of its row."""
    values = asdict(rule)
    return values | {"unit_code": values.pop("unit"), "keywords": list(rule.keywords)}


def shown_order(rule: Rule) -> tuple[int, int, str, str]:
    """By category, topic and ward, as people look for them; what names none first."""
    order = {topic.key: place for place, topic in enumerate(topics())}
    topic = order.get(rule.topic, len(order)) if rule.topic else -1
    return list(Category).index(rule.category), topic, rule.ward or "", rule.id
