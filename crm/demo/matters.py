"""What is reported: matters by how often, on which days; their words, and those of what becomes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from crm.case import Category, SocialField
from crm.data import read_toml
from crm.demo.calendar import Day
from crm.demo.dice import Dice, Loaded
from crm.topics import topics

FILE: Final = "demo_matters.toml"
CHANCES: Final = "demo_chances.toml"


@dataclass(frozen=True)
class Matter:
    """One topic of a category, as `demo_matters.toml` has it."""

    category: Category
    topic: str | None
    share: float
    hours: str
    storm: float
    summer: float
    said: tuple[str, ...]
    result: tuple[str, ...]

    @property
    def social_field(self) -> SocialField | None:
        """The line of Biểu mẫu 01 that the topic proposes."""
        return next((topic.social_field for topic in topics() if topic.key == self.topic), None)


@dataclass(frozen=True)
class Refusal:
    """Something 1022 refuses: the reason's key, how it was said, and what the reporter is told."""

    reason: str
    said: str
    text: str


def matter_of(day: Day, dice: Dice) -> Matter:
    """What a call of this day is about."""
    return dice.throw(_matters_on(day.storm, day.summer))


def refusal_of(dice: Dice) -> Refusal:
    return dice.one_of(_refusals())


def words(key: str, dice: Dice) -> str:
    """What somebody writes at a step."""
    return dice.one_of(_words()[key])


def chance_of(key: str) -> float:
    return float(read_toml(CHANCES)[key])


@cache
def matters() -> tuple[Matter, ...]:
    return tuple(_matter(**row) for row in read_toml(FILE)["matter"])


@cache
def _matters_on(storm: bool, summer: bool) -> Loaded[Matter]:
    """Storms and summers bring more of some matters; what is said of other days stays as it is."""
    shares, of_category = read_toml(FILE)["share"], _sums()
    return Loaded(
        {
            matter: shares[matter.category]
            * (matter.share / of_category[matter.category])
            * (matter.storm if storm else 1)
            * (matter.summer if summer else 1)
            for matter in matters()
        }
    )


@cache
def _sums() -> Mapping[Category, float]:
    return {category: sum(of.share for of in matters() if of.category is category) for category in Category}


@cache
def _refusals() -> tuple[Refusal, ...]:
    return tuple(Refusal(**row) for row in read_toml(FILE)["refusal"])


def _words() -> Mapping[str, Sequence[str]]:
    found: dict[str, Any] = read_toml(FILE)["words"]
    return found


def _matter(
    category: str, said: Sequence[str], result: Sequence[str], topic: str | None = None, **numbers: Any
) -> Matter:
    return Matter(Category(category), topic, said=tuple(said), result=tuple(result), **numbers)
