"""How long calls take, and what of it is told: the middle one, and the one that all but one in a hundred stay below."""

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from time import perf_counter
from typing import Final, TypeVar

Key = TypeVar("Key")
MILLISECONDS: Final = 1000


@dataclass(frozen=True)
class Times:
    """Of so many calls, in milliseconds."""

    calls: int
    p50: float
    p99: float


def timed(call: Callable[[Key], object], keys: Iterable[Key]) -> list[float]:
    """How long the call takes with each key, in milliseconds. Garbage of what came before is not its."""
    gc.collect()
    found = []
    for key in keys:
        began = perf_counter()
        call(key)
        found.append((perf_counter() - began) * MILLISECONDS)
    return found


def times_of(taken: Iterable[float]) -> Times:
    """The quantiles, each a time that was taken (nearest rank). Raises `ValueError` for nothing measured."""
    ordered = sorted(taken)
    if not ordered:
        raise ValueError("nothing was measured")
    return Times(len(ordered), rank(ordered, 0.5), rank(ordered, 0.99))


def rank(ordered: Sequence[float], share: float) -> float:
    """The smallest time that so large a share does not exceed."""
    return round(ordered[ceil(share * len(ordered)) - 1], 3)


def best(rounds: Sequence[Times]) -> Times:
    """The lowest of each quantile over rounds of the same call: what others did to the machine is left out."""
    return Times(rounds[0].calls, min(one.p50 for one in rounds), min(one.p99 for one in rounds))
