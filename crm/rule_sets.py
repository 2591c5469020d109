"""Rule sets as the store has them: which one holds at a moment, and its rules as `crm.routing` takes them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crm.case import Category
from crm.routing import Rule
from crm.rule_tables import RuleRow, RuleSetRow, SetState


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


def add_set(session: Session, row: RuleSetRow, rules: Iterable[Rule]) -> None:
    """A new set with its rules. What `row` says of its publication is done last: from then on it stays as it is."""
    state, by, at = row.state, row.published_by, row.published_at
    row.state, row.published_by, row.published_at = SetState.DRAFT, None, None
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


def shown_order(rule: Rule) -> tuple[int, str, str, str]:
    """By category, topic and ward, as people look for them; what names none first."""
    return list(Category).index(rule.category), rule.topic or "", rule.ward or "", rule.id
