"""Stretches of time: cut to an interval, taken out of each other, added up. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self


@dataclass(frozen=True, order=True)
class Spell:
    """From `begins` on, until just before `ends`."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins

    def holds(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends

    def within(self, other: Self) -> Self | None:
        """The part that lies in `other`; `None` when there is none."""
        begins, ends = max(self.begins, other.begins), min(self.ends, other.ends)
        return type(self)(begins, ends) if begins < ends else None


def united(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """The same time without overlaps, in order."""
    found: list[Spell] = []
    for spell in sorted(spells):
        if found and spell.begins <= found[-1].ends:
            found[-1] = Spell(found[-1].begins, max(found[-1].ends, spell.ends))
        elif spell.begins < spell.ends:
            found.append(spell)
    return tuple(found)


def without(spells: Iterable[Spell], taken: Iterable[Spell]) -> tuple[Spell, ...]:
    """What is left of `spells` outside `taken`, without overlaps."""
    busy = united(taken)
    return tuple(rest for spell in united(spells) for rest in _rests(spell, busy))


def _rests(spell: Spell, busy: tuple[Spell, ...]) -> Iterator[Spell]:
    begins = spell.begins
    first = bisect_right(busy, begins, key=lambda other: other.ends)
    behind = bisect_left(busy, spell.ends, key=lambda other: other.begins)
    for other in busy[first:behind]:
        if begins < other.begins:
            yield Spell(begins, other.begins)
        begins = other.ends
    if begins < spell.ends:
        yield Spell(begins, spell.ends)


def length_within(spells: tuple[Spell, ...], interval: Spell) -> timedelta:
    """How long the spells, in order and without overlaps, lasted in the interval."""
    first = bisect_right(spells, interval.begins, key=lambda spell: spell.ends)
    behind = bisect_left(spells, interval.ends, key=lambda spell: spell.begins)
    parts = (spell.within(interval) for spell in spells[first:behind])
    return sum((part.length for part in parts if part), timedelta())
