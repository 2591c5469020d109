"""Who calls: invented people, each the same whenever met."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from crm.data import read_toml
from crm.demo.dice import Dice, Loaded
from crm.demo.places import place
from crm.folding import fold

FILE: Final = "demo_people.toml"
NUMBERS: Final = 1_000_000  # subscriber numbers that begin with 0 and reach nobody: 0225 0xx xxxx
REMEMBERED: Final = 20_000  # people, for some call again
PEOPLE_FOR_EACH_CASE: Final = 0.55


@dataclass(frozen=True)
class Person:
    """A reporter. `number` counts the people of the city from 1."""

    number: int
    name: str
    phone: str
    address: str
    email: str


def people_for(cases: int) -> int:
    """How many people report so many cases: some call again."""
    return max(1, round(cases * PEOPLE_FOR_EACH_CASE))


@lru_cache(REMEMBERED)
def person(number: int, seed: str, with_address: float, with_email: float) -> Person:
    """The person with this number; the shares say how many give an address, and an e-mail."""
    dice = Dice(seed, "person", number)
    name = name_of(dice)
    home = place(dice)
    return Person(
        number=number,
        name=name,
        phone=f"+842250{number % NUMBERS:06d}",
        address=f"{home.text}, {home.ward.full_name}" if dice.chance(with_address) else "",
        email=f"{fold(name).replace(' ', '.')}.{number}@nguoi-mau.invalid" if dice.chance(with_email) else "",
    )


def name_of(dice: Dice) -> str:
    """Family, middle and given name, as half of the city has them."""
    names = _names()["men" if dice.chance(0.5) else "women"]
    return f"{dice.throw(_families())} {dice.one_of(names['middle'])} {dice.one_of(names['given'])}"


def operators() -> tuple[str, ...]:
    """User names of those who take the calls."""
    return tuple(_names()["operators"])


@cache
def _families() -> Loaded[str]:
    return Loaded(_names()["family"])


def _names() -> dict[str, Any]:
    return read_toml(FILE)
