"""Chance that can be had again: a generator made from words, and the throws the city is made by."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import accumulate
from math import exp
from random import Random
from typing import Generic, TypeVar

Face = TypeVar("Face")


class Loaded(Generic[Face]):
    """Things of unequal weight, to be thrown for many times."""

    def __init__(self, weights: Mapping[Face, float]) -> None:
        self.faces = tuple(weights)
        self.sums = tuple(accumulate(weights.values()))


class Dice:
    """Throws that follow from the words they were made of, whatever was thrown elsewhere."""

    def __init__(self, *words: object) -> None:
        self._random = Random(":".join(map(str, words)))
        self.share = self._random.random  # from 0 to below 1
        self.number = self._random.randrange

    def chance(self, probability: float) -> bool:
        return self.share() < probability

    def one_of(self, things: Sequence[Face]) -> Face:
        return things[int(self.share() * len(things))]

    def throw(self, loaded: Loaded[Face]) -> Face:
        return self._random.choices(loaded.faces, cum_weights=loaded.sums)[0]

    def wait(self, median: float, spread: float) -> timedelta:
        """A wait in minutes: half are shorter than the median, a few much longer (log-normal)."""
        return timedelta(minutes=median * exp(spread * self._random.gauss(0.0, 1.0)))
