"""`callcenter bench store`: what the store's answers cost among many cases, beside the same among few.

Each round asks every operation with keys of its own, in the small city and then in the large one, on the same machine
and the same kind of database; beside them one row read by its key, and one row written. Told is the best of the rounds:
a machine that others work on is slower now and then, never faster.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import text

from bench.cities import Cities, Tell, ensure_city
from bench.keys import Keys, keys_of
from bench.machine import Machine
from bench.store_operations import BARE, OPERATIONS, Operation
from bench.timing import Times, best, timed, times_of
from crm.store import Store

SAMPLES: Final = 300
ROUNDS: Final = 3
VERSION: Final = {
    "sqlite": "SELECT 'SQLite ' || sqlite_version()",
    "postgresql": "SELECT split_part(version(), ',', 1)",
}


@dataclass(frozen=True)
class Wanted:
    """So many cases in the large and in the small city; so many calls in a round, so many rounds."""

    cases: int
    small: int
    samples: int = SAMPLES
    rounds: int = ROUNDS
    processes: int = 1


@dataclass(frozen=True)
class Figure:
    """An operation among few cases and among many. `bare` is the figure it is read beside."""

    name: str
    target_ms: float
    bare: str
    small: Times
    large: Times

    @property
    def growth(self) -> float:
        """How many times as long the middle call takes among many cases."""
        return self.large.p50 / self.small.p50

    @property
    def met(self) -> bool:
        return self.large.p99 <= self.target_ms


@dataclass(frozen=True)
class Figures:
    """What one kind of database did; the two bare figures come first."""

    database: str
    version: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Run:
    """Everything that was found, and where and when. `load`: see `bench.machine`."""

    command: str
    began: datetime
    wanted: Wanted
    machine: Machine
    load_before: float
    load_after: float
    databases: tuple[Figures, ...]


def figures_of(cities: Cities, wanted: Wanted, tell: Tell) -> Figures:
    """The small city is made anew each time: what an earlier run saved would show in it."""
    with ExitStack() as opened:
        small = opened.enter_context(closing(ensure_city(cities, wanted.small, wanted.processes, tell, anew=True)))
        large = opened.enter_context(closing(ensure_city(cities, wanted.cases, wanted.processes, tell)))
        rounds = []
        for number in range(1, wanted.rounds + 1):
            measured = a_round(small, large, wanted.samples, number)
            rounds.append(tuple(told(measured, f"{cities.name}: {number} / {wanted.rounds}", tell)))
        with large.reading() as session:
            version = session.scalars(text(VERSION[cities.name])).one()
    by_operation = zip((*BARE, *OPERATIONS), zip(*rounds, strict=True), strict=True)
    return Figures(cities.name, version, tuple(figure(operation, pairs) for operation, pairs in by_operation))


def told(measured: Iterable[tuple[Times, Times]], about: str, tell: Tell) -> Iterator[tuple[Times, Times]]:
    """The times as they come, saying how far it is."""
    for operation, times in zip((*BARE, *OPERATIONS), measured, strict=True):
        tell(f"{about}: {operation.name}")
        yield times


def a_round(small: Store, large: Store, samples: int, number: int) -> Iterator[tuple[Times, Times]]:
    """The times of every operation in both cities."""
    keys = {store: keys_of(store, samples, f"{number}") for store in (small, large)}
    for operation in (*BARE, *OPERATIONS):
        few, many = (times_in(store, operation, keys[store]) for store in (small, large))
        yield few, many


def times_in(store: Store, operation: Operation, keys: Keys) -> Times:
    """The keys are made ready first: a call that is to be saved has come in before."""
    return times_of(timed(partial(operation.call, store), operation.keys(store, keys)))


def figure(operation: Operation, rounds: tuple[tuple[Times, Times], ...]) -> Figure:
    small, large = (best(times) for times in zip(*rounds, strict=True))
    return Figure(operation.name, operation.target, operation.bare, small, large)
