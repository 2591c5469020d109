"""Biểu mẫu 01 filled in: the words of `crm/data/report_form.toml` with the report's numbers in their places. Pure.

Every number knows which cases it counts, so that whoever shows the form can lead to them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from crm.data import read_toml
from crm.errors import BadData, NotFound
from crm.reports.conditions import Counted
from crm.reports.figures import Scope, find_line
from crm.reports.monthly import MonthlyReport, Row, committees, highest_share, most, ranking
from crm.reports.period import Period
from crm.reports.words import day, day_in_words, number, percent

FILE: Final = "report_form.toml"
BLANK: Final = re.compile(
    r"\{(?:(?P<scope>cumulative|period)\.(?P<figure>\w+)(?:/(?P<line>\w+))?(?P<share>%?)|(?P<name>\w+))\}"
)
WHOLE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Piece:
    """Words, or a number with the cases it counts; a per cent leads to the cases of its number."""

    text: str
    counted: Counted | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph. `kind`: heading, text, item (of a list) or subitem."""

    kind: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Form:
    """The body of a report and its title; what stands above and below all reports is `letterhead`."""

    title: str
    about: str
    of: str
    blocks: tuple[Block, ...]


def monthly_form(report: MonthlyReport) -> Form:
    """The month's report as it is printed. Raises `BadData` when the form names what is not known."""
    words = read_toml(FILE)["monthly"]
    fields = fields_of(report.period)
    return Form(
        title=words["title"],
        about=words["about"],
        of=words["of"].format(**fields),
        blocks=tuple(block for given in words["block"] for block in _blocks(given, report, fields)),
    )


def fields_of(period: Period) -> dict[str, str]:
    """What every form may say of its period."""
    return {
        "month": str(period.closes.month),
        "quarter": str(period.quarter),
        "year": str(period.closes.year),
        "until": day_in_words(period.until),
        "first_day": day(period.first_day),
        "last_day": day(period.until),
        "at_least": str(ranking().at_least),
    }


def fill(
    text: str, fields: Mapping[str, str], report: MonthlyReport, row: Row | None = None, of: Mapping[str, str] = WHOLE
) -> tuple[Piece, ...]:
    """The pieces of a text with its blanks filled in: numbers of the whole report, or of a row of it.

    `of` says which row, in the words of `Counted`. Raises `BadData` for a blank that nothing fills.
    """
    pieces, place = [], 0
    for blank in BLANK.finditer(text):
        pieces.append(Piece(text[place : blank.start()]))
        place = blank.end()
        try:
            filled = Piece(fields[blank["name"]]) if blank["name"] else _number(blank, report, row, of)
        except (KeyError, NotFound) as error:
            raise BadData(f"crm/data/{FILE}", f"không biết “{blank.group()}”.") from error
        pieces.append(filled)
    pieces.append(Piece(text[place:]))
    return tuple(piece for piece in pieces if piece.text)


def _number(blank: re.Match[str], report: MonthlyReport, row: Row | None, of: Mapping[str, str]) -> Piece:
    scope, figure, line = Scope(blank["scope"]), blank["figure"], blank["line"]
    group = row or (next(row for row in report.lines if row.key == find_line(line).key) if line else None)
    numbers = group.numbers[scope] if group else report.total[scope]
    share = percent(numbers.share(figure, report.total[scope]))
    return Piece(share if blank["share"] else number(numbers.of(figure)), Counted(figure, scope, line, **of))


def _blocks(given: Mapping[str, Any], report: MonthlyReport, fields: Mapping[str, str]) -> Iterator[Block]:
    """A block of the data: itself, or for a list of section 3 its title and a line for each place."""
    match given["kind"]:
        case "most_reports":
            yield from _list(given, report, fields, most(report.wards, "received", Scope.PERIOD), "ward")
        case "highest_overdue":
            worst = highest_share(committees(report.units), "overdue", Scope.PERIOD)
            yield from _list(given, report, fields, worst, "unit")
        case kind:
            yield Block(kind, fill(given["text"], fields, report))


def _list(
    given: Mapping[str, Any], report: MonthlyReport, fields: Mapping[str, str], rows: Sequence[Row], of: str
) -> Iterator[Block]:
    yield Block("item", (Piece(given["text"]),))
    shown = rows[: ranking().shown]
    for row in shown:
        end = "." if row is shown[-1] else ";"
        pieces = fill(given["each"], {**fields, "name": row.name}, report, row, {of: row.key})
        yield Block("subitem", (*pieces, Piece(end)))
    if not shown:
        yield Block("subitem", fill(given["none"], fields, report))
