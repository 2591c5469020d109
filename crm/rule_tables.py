"""The tables of routing rules: numbered sets, and the rules of each.

    rule_sets ──< rules >── units

A set that was published is kept as it was: triggers of the migration refuse every change to it and to its rules, so
that the rules of any past moment can be asked. A new set begins as a copy, the draft, and is what is edited.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.case import Category
from crm.table_base import NAME, Base, one_of, partial_index, words


class SetState(StrEnum):
    """How far a rule set got."""

    DRAFT = "draft"  # at most one at a time
    PUBLISHED = "published"  # in force from `published_at` until the next one is published
    DROPPED = "dropped"  # a draft that was given up; what was done in it stays in the record


class RuleSetRow(Base):
    """Bộ quy tắc: one version of all the rules."""

    __tablename__ = "rule_sets"
    __table_args__ = (
        one_of("state", SetState),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published"),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_by"),
        partial_index("uq_rule_sets_draft", "state = 'draft'", "state", unique=True),
        Index(None, "published_at"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[SetState] = mapped_column(words(SetState))
    base: Mapped[int | None] = mapped_column(ForeignKey("rule_sets.number"))  # the set it began as a copy of
    why: Mapped[str] = mapped_column(default="")
    created_by: Mapped[str] = mapped_column(String(NAME))
    created_at: Mapped[datetime]
    published_by: Mapped[str | None] = mapped_column(String(NAME))
    published_at: Mapped[datetime | None]


class RuleRow(Base):
    """A routing rule (see `crm.routing`) of one set. No topic, ward or keywords: any."""

    __tablename__ = "rules"
    __table_args__ = (Index(None, "set_number", "category"), one_of("category", Category))

    set_number: Mapped[int] = mapped_column(ForeignKey("rule_sets.number"), primary_key=True)
    id: Mapped[str] = mapped_column(String(NAME), primary_key=True)
    category: Mapped[Category]
    topic: Mapped[str | None] = mapped_column(String(NAME))
    ward: Mapped[str | None] = mapped_column(String(NAME))
    keywords: Mapped[list[str]]
    unit_code: Mapped[str] = mapped_column(ForeignKey("units.code"))
    priority: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
