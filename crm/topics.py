"""What a matter is about, within its category: the topics of `crm/data/topics.toml` [decided]."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from crm.case import Category, SocialField
from crm.data import read_toml
from crm.errors import BadData

FILE = "topics.toml"


@dataclass(frozen=True)
class Topic:
    key: str
    name: str
    category: Category
    digit: str | None = None  # in the menu under the category
    social_field: SocialField | None = None  # proposed line of Biểu mẫu 01, for social topics


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order they are offered."""
    return tuple(_read_topic(row) for row in read_toml(FILE)["topic"])


def topics_of(category: Category) -> tuple[Topic, ...]:
    """The topics of one category; suggestions and directives have none."""
    return tuple(topic for topic in topics() if topic.category is category)


def topic_name(key: str) -> str:
    """The Vietnamese name; the key itself when a rule names a topic that is gone."""
    return next((topic.name for topic in topics() if topic.key == key), key)


def _read_topic(row: dict[str, Any]) -> Topic:
    try:
        field = SocialField(row["social_field"]) if "social_field" in row else None
        return Topic(**row | {"category": Category(row["category"]), "social_field": field})
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(f"crm/data/{FILE}", f"chủ đề “{row.get('key')}”: {error}") from error
