"""What all tables share: names of constraints, the types of columns, closed sets."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, Enum, Index, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase

from crm.case import CaseState, CaseStep, Category, SocialField
from crm.messages import ContactState
from crm.utc_column import UtcDateTime

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
CODE: Final = 9  # digits of a case code
LINKEDID: Final = 150  # Asterisk's own limit of a Linkedid
NAME: Final = 64  # usernames, keys, unit codes


def words(choices: type[StrEnum]) -> Enum:
    """A closed set kept as its own words, checked on the way in and out."""
    return Enum(
        choices,
        native_enum=False,
        create_constraint=False,
        length=NAME,
        values_callable=lambda kind: [choice.value for choice in kind],
    )


def one_of(column: str, choices: tuple[str, ...] | type[StrEnum]) -> CheckConstraint:
    """The same closed set as a CHECK, for the sets the regulation fixes (states and steps grow with the product)."""
    return CheckConstraint(f"{column} IN ({listed(choices)})", name=column)


def listed(choices: Iterable[str]) -> str:
    """Words as SQL lists them, a set in the order of the alphabet."""
    ordered = sorted(choices) if isinstance(choices, frozenset) else choices
    return ", ".join(f"'{choice}'" for choice in ordered)


def partial_index(name: str, where: str, *columns: str, unique: bool = False) -> Index:
    """An index of some rows only: short where few rows matter, and a uniqueness that holds among them."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class Base(DeclarativeBase):
    """Root of the models."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 (read by SQLAlchemy when the class is made)
        datetime: UtcDateTime,
        str: Text,
        Category: words(Category),
        SocialField: words(SocialField),
        CaseState: words(CaseState),
        CaseStep: words(CaseStep),
        ContactState: words(ContactState),
        list[str]: JSON,
        dict[str, Any]: JSON,
    }
