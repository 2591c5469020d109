"""When a clock of the regulation ends: the rows of `crm/data/terms.toml`, and the one function that applies them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final, assert_never

from crm.case import CaseState, Category
from crm.data import read_toml
from crm.errors import BadData, UnknownTerm
from crm.working_time import WorkingTime, after_clock_time, local_day

FILE: Final = "terms.toml"


class Counting(StrEnum):
    """The four ways of counting (domain page, "Clocks")."""

    CLOCK = "clock"
    OFFICE = "office"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


UNITS: Final = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}


@dataclass(frozen=True)
class When:
    """The circumstances a row holds in. `day` is the kind of day the term starts on; None: any."""

    day: str | None = None  # "working" or "off"
    site_check: bool = False  # kiểm tra thực tế (8.2f)
    consult: bool = False  # cần phối hợp với các cơ quan liên quan (8.3)


@dataclass(frozen=True)
class TermRow:
    """One row of the clock table; what the fields mean stands at the top of the file."""

    clock: str
    starts_at: str
    stops_at: tuple[str, ...]
    amount: int
    unit: str
    counting: Counting
    source: str
    tell: tuple[str, ...]
    runs_in: frozenset[CaseState] = frozenset()
    categories: frozenset[Category] | None = None  # None: any, also a matter that has none yet
    replaces: str | None = None
    when: When = When()

    def holds_for(self, category: Category | None) -> bool:
        return self.categories is None or category in self.categories

    def due_at(self, start: datetime, working_time: WorkingTime) -> datetime:
        """The end of the term that starts at `start`, in UTC."""
        match self.counting:
            case Counting.CLOCK:
                return after_clock_time(start, self.amount * UNITS[self.unit])
            case Counting.OFFICE:
                return working_time.after_office_hours(start, self.amount * UNITS[self.unit])
            case Counting.WORKING_DAYS:
                return working_time.after_working_days(start, self.amount)
            case Counting.CALENDAR_DAYS:
                return working_time.after_calendar_days(start, self.amount)
        assert_never(self.counting)


@dataclass(frozen=True)
class Term:
    """A clock's end: `due_at` is the last moment that still meets it (00:00 stands for 24:00 of the day before)."""

    name: str
    due_at: datetime
    counting: Counting
    source: str


def due_at(
    clock: str,
    category: Category | None,
    start: datetime,
    working_time: WorkingTime,
    *,
    site_check: bool = False,
    consult: bool = False,
) -> Term:
    """When `clock` of a case of `category` (None: not classified yet) ends, if it starts at `start`.

    `site_check` is 8.2f's check on the spot, `consult` 8.3's asking of other agencies; a clock that knows no such
    circumstance is an `UnknownTerm`, like a clock the category does not have.
    """
    day = "working" if working_time.is_working_day(local_day(start)) else "off"
    for row in rows():
        if row.clock == clock and row.holds_for(category) and row.when in circumstances(day, site_check, consult):
            return Term(clock, row.due_at(start, working_time), row.counting, row.source)
    raise UnknownTerm(clock, describe(category, site_check, consult), clocks_of(category))


def circumstances(day: str, site_check: bool, consult: bool) -> tuple[When, When]:
    """What a row's `when` may say to hold now: naming the kind of day, or not."""
    return When(day, site_check, consult), When(None, site_check, consult)


def clocks_of(category: Category | None) -> tuple[str, ...]:
    """Names of the clocks a case of this category can have, in the order of the table."""
    return tuple(dict.fromkeys(row.clock for row in rows() if row.holds_for(category)))


def replacement(clock: str, category: Category) -> str | None:
    """The clock that takes over from `clock` once the case is of `category`: `review` from a suggestion's `intake`."""
    for row in rows():
        if row.replaces == clock and row.holds_for(category):
            return row.clock
    return None


def warn_at_percent() -> tuple[int, ...]:
    """At which parts of a term people are warned, ascending [decided]."""
    return tuple(read_toml(FILE)["warn_at_percent"])


@cache
def rows() -> tuple[TermRow, ...]:
    """The clock table."""
    return tuple(read_row(row) for row in read_toml(FILE)["term"])


def read_row(row: Mapping[str, Any]) -> TermRow:
    """One row as the file has it; a word or field that is not known is a `BadData` that names the row's clock."""
    try:
        read = TermRow(
            **dict(row)
            | {
                "stops_at": tuple(row["stops_at"]),
                "counting": Counting(row["counting"]),
                "tell": tuple(row["tell"]),
                "runs_in": frozenset(map(CaseState, row.get("runs_in", ()))),
                "categories": frozenset(map(Category, row["categories"])) if "categories" in row else None,
                "when": When(**row.get("when", {})),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(f"crm/data/{FILE}", f"thời hạn “{row.get('clock')}”: {error}") from error
    if read.unit not in UNITS or read.amount < 1 or (read.unit == "days") != read.counting.endswith("_days"):
        raise BadData(f"crm/data/{FILE}", f"thời hạn “{read.clock}”: {read.amount} {read.unit} {read.counting}")
    return read


def describe(category: Category | None, site_check: bool, consult: bool) -> str:
    """The circumstances in words, for the message."""
    words = [f"lĩnh vực “{category}”" if category else "việc chưa phân loại"]
    words += ["có kiểm tra thực tế"] if site_check else []
    words += ["có lấy ý kiến cơ quan liên quan"] if consult else []
    return ", ".join(words)
