"""Where it happens: wards by how much they report, and a spot in one as people say it."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from crm.data import read_toml
from crm.demo.dice import Dice, Loaded
from crm.places import Ward, wards

FILE: Final = "demo_places.toml"
TOWN: Final = "phường"
HOUSES: Final = 240
ALLEYS: Final = 180


@dataclass(frozen=True)
class Place:
    """A ward, and free text for the spot."""

    ward: Ward
    text: str


def place(dice: Dice) -> Place:
    """A spot somewhere in the city."""
    return spot_in(dice.throw(_wards()), dice)


def spot_in(ward: Ward, dice: Dice) -> Place:
    """A spot in this ward: at a street in a phường, in a village elsewhere."""
    spelling = _data()["spelling"]
    number, alley = dice.number(1, HOUSES), dice.number(1, ALLEYS)
    if ward.kind == TOWN:
        street = dice.one_of(_data()["streets"].get(ward.name) or spelling["streets_elsewhere"])
        said = dice.one_of(spelling["at_a_street"])
        return Place(ward, said.format(number=number, alley=alley, street=street))
    village = dice.one_of(spelling["villages"])
    return Place(ward, dice.one_of(spelling["at_a_village"]).format(number=number % 20 + 1, village=village))


@cache
def _wards() -> Loaded[Ward]:
    by_name, by_kind = _data()["weight"], _data()["weight_of_kind"]
    towns = {ward: by_name.get(ward.name) for ward in wards() if ward.kind == TOWN}
    return Loaded({ward: towns.get(ward) or by_kind[ward.kind] for ward in wards()})


def _data() -> dict[str, Any]:
    return read_toml(FILE)
