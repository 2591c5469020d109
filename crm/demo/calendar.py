"""When the city calls: how many cases on which day, the storms among them, and the moments of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, Final

from crm.data import read_toml
from crm.demo.dice import Dice, Loaded
from crm.working_time import HAI_PHONG, ONE_DAY, SATURDAY, WorkingTime, local_day

FILE: Final = "demo_times.toml"
SUMMER: Final = (6, 7, 8)


@dataclass(frozen=True)
class Day:
    """A day of the city, and how many cases begin on it."""

    date: date
    cases: int
    storm: bool

    @property
    def summer(self) -> bool:
        return self.date.month in SUMMER


def days_until(end: datetime, days: int, cases: int, seed: str) -> tuple[Day, ...]:
    """`cases` cases over the days that end with `end`'s, more on busy ones; every case has its day."""
    last = local_day(end)
    dates = [last - back * ONE_DAY for back in reversed(range(days))]
    stormy = storm_days(dates, Dice(seed, "storms"))
    weights = [weight_of(day, day in stormy) for day in dates]
    weights[-1] *= (end.astimezone(HAI_PHONG) - midnight(last)) / ONE_DAY  # the last day is not over
    sums = list(accumulate(weights))
    ends = [round(cases * upto / sums[-1]) for upto in sums]
    return tuple(
        Day(day, after - before, day in stormy) for day, before, after in zip(dates, [0, *ends[:-1]], ends, strict=True)
    )


def storm_days(dates: Sequence[date], dice: Dice) -> frozenset[date]:
    """A few days in the storm months, as many as a year has for a whole year."""
    usual = times()["days"]
    season = [day for day in dates if day.month in usual["storm_months"]]
    storms = round(usual["storms"] * len(dates) / 365)
    begins = [dice.one_of(season) for _ in range(storms)] if season else []
    return frozenset(begin + day * ONE_DAY for begin in begins for day in range(usual["storm_days"]))


def weight_of(day: date, storm: bool) -> float:
    """How many call on such a day, beside an ordinary working day's 1."""
    usual = times()["days"]
    weight = 1.0
    if not WorkingTime.default().is_working_day(day):
        weight = usual["weekend"] if day.weekday() >= SATURDAY else usual["off"]
    return weight * (usual["summer"] if day.month in SUMMER else 1) * (usual["storm_calls"] if storm else 1)


def moment_of(day: date, hours: Loaded[int], dice: Dice) -> datetime:
    """A moment of the day, by the hours that its matter is reported in."""
    return midnight(day) + timedelta(hours=dice.throw(hours), seconds=dice.number(3600))


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HAI_PHONG)


@cache
def hours_of(key: str) -> Loaded[int]:
    """The hours of the day, by how many report then."""
    return Loaded(dict(enumerate(times()["hours"][key])))


def times() -> Mapping[str, Any]:
    return read_toml(FILE)
