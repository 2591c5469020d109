"""Biểu mẫu 01 (Điều 11.2) as a picture: all its numbers, and what is told of units and places. `form` has its words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.alphabet import alphabetical
from crm.data import read_toml
from crm.data_files import COMMITTEE
from crm.places import ward_by_code, ward_name
from crm.reports.conditions import NONE
from crm.reports.counting import summed, tallies
from crm.reports.figures import FILE, NOTHING, Numbers, Scope, lines
from crm.reports.period import Period
from crm.store import Store
from crm.tables import UnitRow

NOBODY_YET: Final = "Chưa chuyển đơn vị"
NOWHERE: Final = "Chưa xác định địa bàn"


@dataclass(frozen=True)
class Row:
    """The numbers of one line, unit or place. `kind` is the unit's; "" for the others."""

    key: str
    name: str
    kind: str
    numbers: Mapping[Scope, Numbers]


@dataclass(frozen=True)
class MonthlyReport:
    """The report; units and places are those with any case, by name."""

    period: Period
    total: Mapping[Scope, Numbers]
    lines: tuple[Row, ...]  # the five of section 2, in the form's order
    units: tuple[Row, ...]
    wards: tuple[Row, ...]


@dataclass(frozen=True)
class Ranking:
    """How many of a list are shown, and from how many judged cases on a share is one [decided]."""

    shown: int
    at_least: int


def monthly_report(store: Store, period: Period) -> MonthlyReport:
    """The report of a period, from one consistent picture of the store."""
    with store.reading() as session:
        found = tallies(session, period)
        units = unit_names(session)
    none = dict.fromkeys(Scope, NOTHING)
    by_line = summed(found, lambda tally: tally.line)
    by_unit = summed(found, lambda tally: tally.unit)
    by_ward = summed(found, lambda tally: tally.ward)
    return MonthlyReport(
        period=period,
        total=summed(found, lambda _: "").get("", none),
        lines=tuple(Row(line.key, line.name, "", by_line.get(line.key, none)) for line in lines()),
        units=by_name(Row(key, *units[key], numbers) for key, numbers in by_unit.items()),
        wards=by_name(Row(key, place_name(key), "", numbers) for key, numbers in by_ward.items()),
    )


def most(rows: Iterable[Row], figure: str, scope: Scope) -> tuple[Row, ...]:
    """Those with the most of a figure, the highest first; who has none is left out."""
    having = [row for row in rows if row.key != NONE and row.numbers[scope].of(figure)]
    return tuple(sorted(having, key=lambda row: -row.numbers[scope].of(figure)))


def highest_share(rows: Iterable[Row], figure: str, scope: Scope) -> tuple[Row, ...]:
    """Those with the highest per cent of a figure, of what is judged; who has too few judged cases is left out."""
    enough = [row for row in most(rows, "judged", scope) if row.numbers[scope].of("judged") >= ranking().at_least]
    having = [row for row in enough if row.numbers[scope].of(figure)]
    return tuple(sorted(having, key=lambda row: (-row.numbers[scope].share(figure), -row.numbers[scope].of(figure))))


def by_on_time_share(units: Iterable[Row], scope: Scope) -> tuple[Row, ...]:
    """The units' ranking: the highest on-time share first, then who has more cases judged."""
    enough = [row for row in most(units, "judged", scope) if row.numbers[scope].of("judged") >= ranking().at_least]
    return tuple(sorted(enough, key=lambda row: -row.numbers[scope].share("on_time")))


def committees(units: Iterable[Row]) -> Sequence[Row]:
    """The localities as units that process."""
    return [row for row in units if row.kind == COMMITTEE]


def by_name(rows: Iterable[Row]) -> tuple[Row, ...]:
    """What is not known at the end."""
    return tuple(sorted(rows, key=lambda row: (row.key == NONE, alphabetical(row.name))))


def unit_names(session: Session) -> Mapping[str, tuple[str, str]]:
    """Name and kind of each unit, and of having none."""
    units = {
        code: (name, kind) for code, name, kind in session.execute(select(UnitRow.code, UnitRow.name, UnitRow.kind))
    }
    return units | {NONE: (NOBODY_YET, "")}


def place_name(ward: str) -> str:
    return NOWHERE if ward == NONE or not ward_by_code(ward) else ward_name(ward)


@cache
def ranking() -> Ranking:
    return Ranking(**read_toml(FILE)["ranking"])
