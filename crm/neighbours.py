"""How near two wards are, from what the city's own table of 1/7/2025 tells: no map comes with the list of wards.

A former commune was one piece of land, so two wards that divided one between them lie side by side: TOUCHING. Wards
that have parts of one former district are near, most of them side by side: DISTRICT. Wards that touch across the border
of former districts, with no commune divided between them, are not known to be neighbours.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from crm.data import read_csv

Groups = Mapping[str, frozenset[str]]


class Nearness(StrEnum):
    """From the nearest to the farthest; NOT_SAID when one of the two has no ward."""

    SAME = "same"
    TOUCHING = "touching"
    DISTRICT = "district"
    NOT_SAID = "not_said"
    FAR = "far"


def nearness(one: str | None, other: str | None) -> Nearness:
    """How near two wards, by their codes, are to each other."""
    if one is None or other is None:
        return Nearness.NOT_SAID
    if one == other:
        return Nearness.SAME
    if other in _touching().get(one, ()):
        return Nearness.TOUCHING
    return Nearness.DISTRICT if common_district(one, other) else Nearness.FAR


def near_wards(ward: str) -> tuple[str, ...]:
    """The other wards that touch this one or were in a district with it, by code."""
    together = (wards for wards in _districts().values() if ward in wards)
    return tuple(sorted(frozenset[str]().union(*together) - {ward}))


def common_district(one: str, other: str) -> str:
    """A former district that both have a part of ("Quận Lê Chân"), "" when there is none."""
    return next((name for name, wards in _districts().items() if one in wards and other in wards), "")


@cache
def _touching() -> Groups:
    """By ward: those that share a former commune with it, and nobody else with them (of three, two may be apart)."""
    divided = (row["wards"].split("|") for row in read_csv("old_wards.csv"))
    pairs = [wards for wards in divided if len(wards) == 2]
    return _grouped((one, other) for first, second in pairs for one, other in ((first, second), (second, first)))


@cache
def _districts() -> Groups:
    """The wards that have a part of each former district. A commune lies in one district: who touches is in one."""
    return _grouped((row["district"], ward) for row in read_csv("old_wards.csv") for ward in row["wards"].split("|"))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Groups:
    found = defaultdict[str, set[str]](set)
    for key, member in pairs:
        found[key].add(member)
    return MappingProxyType({key: frozenset(members) for key, members in found.items()})
