"""The numbers of the reports as `crm/data/reports.toml` has them: what is counted, and of what a per cent is.

Each case counts as exactly one `Outcome` at any moment; a figure is a set of outcomes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from crm.case import CaseState, Category, SocialField
from crm.data import read_toml
from crm.errors import BadData, NotFound

FILE: Final = "reports.toml"


class Ending(StrEnum):
    """How a case ends, for the report."""

    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


class Outcome(StrEnum):
    """What a case counts as at a moment: one of these, whatever case, whatever moment."""

    COMPLETED_ON_TIME = "completed_on_time"
    COMPLETED_LATE = "completed_late"
    IN_PROGRESS_IN_TIME = "in_progress_in_time"
    IN_PROGRESS_OVERDUE = "in_progress_overdue"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


class Scope(StrEnum):
    """Số liệu lũy kế, or of the period alone."""

    CUMULATIVE = "cumulative"
    PERIOD = "period"


@dataclass(frozen=True)
class Figure:
    """One number of the report; what the fields mean stands in the file."""

    key: str
    name: str
    counts: frozenset[Outcome]
    share_of: str
    source: str


@dataclass(frozen=True)
class Line:
    """One of the five fields of section 2."""

    key: str
    name: str
    category: Category
    social_field: SocialField | None = None


@dataclass(frozen=True)
class Numbers:
    """How many cases of a group count as what."""

    counts: Mapping[Outcome, int]

    def of(self, figure: str) -> int:
        """The figure's number. Raises `NotFound`."""
        return sum(self.counts.get(outcome, 0) for outcome in find_figure(figure).counts)

    def share(self, figure: str, total: "Numbers | None" = None) -> Decimal:
        """The figure's per cent of what it is a part of, rounded as printed; 0 of nothing.

        What is a part of itself (all received) is one of `total`: a line or a place in the whole city.
        """
        whole_of = find_figure(figure).share_of
        whole = (total or self if whole_of == figure else self).of(whole_of)
        exact = Decimal(100 * self.of(figure)) / whole if whole else Decimal()
        return exact.quantize(Decimal(1).scaleb(-percent_decimals()), ROUND_HALF_UP)


NOTHING: Final = Numbers(MappingProxyType({}))


@cache
def figures() -> Mapping[str, Figure]:
    """All figures by their keys, in the order of the file. Raises `BadData`."""
    try:
        read = [Figure(**row | {"counts": frozenset(map(Outcome, row["counts"]))}) for row in read_toml(FILE)["figure"]]
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(f"crm/data/{FILE}", f"figure: {error}") from error
    return MappingProxyType({figure.key: figure for figure in read})


@cache
def lines() -> tuple[Line, ...]:
    """The five lines of section 2, in the form's order. Raises `BadData`."""
    try:
        return tuple(_line(**row) for row in read_toml(FILE)["line"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(f"crm/data/{FILE}", f"line: {error}") from error


@cache
def endings() -> Mapping[CaseState, Ending]:
    """The states a case of its own has ended in, and as what. Raises `BadData`."""
    try:
        ended = read_toml(FILE)["ended"]
        return MappingProxyType({CaseState(state): Ending(ending) for state, ending in ended.items()})
    except (KeyError, ValueError) as error:
        raise BadData(f"crm/data/{FILE}", f"ended: {error}") from error


def ending_of(state: CaseState, duplicate_of: str | None) -> Ending | None:
    """How a case has ended that is in this state; None while it goes on."""
    return Ending.DUPLICATE if duplicate_of else endings().get(state)


def find_figure(key: str) -> Figure:
    """The figure with this key, else `NotFound`."""
    figure = figures().get(key)
    if figure is None:
        raise NotFound("số liệu", key)
    return figure


def find_line(key: str) -> Line:
    """The line of section 2 with this key, else `NotFound`."""
    for line in lines():
        if line.key == key:
            return line
    raise NotFound("lĩnh vực báo cáo", key)


@cache
def line_of(category: Category, social_field: SocialField | None) -> Line:
    """The line a case falls under."""
    return next(line for line in lines() if (line.category, line.social_field) == (category, social_field))


def outcome_name(outcome: Outcome) -> str:
    """What it is called in lists."""
    return str(read_toml(FILE)["outcome"][outcome])


def deadline_clocks() -> tuple[str, ...]:
    """The clocks whose end is the matter's own deadline [decided]."""
    return tuple(read_toml(FILE)["deadline"]["clocks"])


def percent_decimals() -> int:
    return int(read_toml(FILE)["percent"]["decimals"])


def _line(key: str, name: str, category: str, social_field: str | None = None) -> Line:
    return Line(key, name, Category(category), SocialField(social_field) if social_field else None)
