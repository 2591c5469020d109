"""The quarter's suggestions (Điều 8.3): what people proposed for the city, and what the units made of it.

A reporter who wished for confidentiality is not named; the others are, for they are thanked by letter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from crm.case import STATE_NAMES, CaseState, CaseStep
from crm.data import read_toml
from crm.errors import NotFound
from crm.places import ward_name
from crm.reports.conditions import Counted, is_counted
from crm.reports.figures import Scope
from crm.reports.form import FILE, Block, Form, fields_of, fill
from crm.reports.monthly import MonthlyReport, monthly_report, unit_names
from crm.reports.period import Period
from crm.reports.words import day
from crm.store import Store
from crm.tables import CaseRow, HistoryRow
from crm.working_time import local_day

LINE: Final = "suggestion"
RESULT: Final = (
    select(HistoryRow.why)
    .where(HistoryRow.case_code == CaseRow.code, HistoryRow.step == CaseStep.RESOLVE)
    .order_by(HistoryRow.id.desc())
    .limit(1)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Suggestion:
    """One suggestion of the list. `reporter` is "" for one who is not named, `result` is "" while there is none."""

    code: str
    received_at: datetime
    reporter: str
    content: str
    ward: str | None
    unit: str
    state: CaseState
    result: str


@dataclass(frozen=True)
class SuggestionsList:
    """The list of a quarter, of one unit if it is named, and the numbers of the quarter."""

    report: MonthlyReport
    unit: str | None
    suggestions: tuple[Suggestion, ...]


def suggestions_list(store: Store, period: Period, unit: str | None = None) -> SuggestionsList:
    """The suggestions received in the period that units worked on, oldest first. Raises `NotFound` for the unit."""
    report = monthly_report(store, period)
    with store.reading() as session:
        units = {code: name for code, (name, _) in unit_names(session).items()}
        if unit is not None and unit not in units:
            raise NotFound("đơn vị", unit)
        wanted = is_counted(Counted("processed", Scope.PERIOD, LINE, unit), period)
        found = session.execute(select(CaseRow, RESULT).where(wanted).order_by(CaseRow.received_at, CaseRow.code))
        suggestions = tuple(_suggestion(row, result, units) for row, result in found)
    return SuggestionsList(report, units[unit] if unit else None, suggestions)


def suggestions_form(found: SuggestionsList) -> Form:
    """What stands above the list. Raises `BadData`."""
    words = read_toml(FILE)["suggestions"]
    fields = fields_of(found.report.period)
    text = words["text_of_unit" if found.unit else "text"]
    given = {**fields, "unit": found.unit or "", "count": str(len(found.suggestions))}
    blocks = [Block("text", fill(text, given, found.report))]
    if not found.suggestions:
        blocks.append(Block("text", fill(words["none"], given, found.report)))
    return Form(words["title"], words["about"], words["of"].format(**fields), tuple(blocks))


def columns() -> Sequence[tuple[str, int]]:
    """The list's columns, and how many mm wide they are printed."""
    return [(name, width) for name, width in read_toml(FILE)["suggestions"]["columns"]]


def rows_of(found: SuggestionsList) -> list[tuple[str, ...]]:
    """The list as it is printed; the last column is the unit's to fill in."""
    words: dict[str, Any] = read_toml(FILE)["suggestions"]
    return [
        (
            str(place),
            of.code,
            day(local_day(of.received_at)),
            of.reporter or words["confidential"],
            of.content + (f" ({ward_name(of.ward)})" if of.ward else ""),
            of.unit,
            of.result or f"{STATE_NAMES[of.state].capitalize()}.",
            "",
        )
        for place, of in enumerate(found.suggestions, 1)
    ]


def _suggestion(row: CaseRow, result: str | None, units: Mapping[str, str]) -> Suggestion:
    return Suggestion(
        code=row.code,
        received_at=row.received_at,
        reporter="" if row.confidential else row.reporter_name,
        content=row.content,
        ward=row.ward,
        unit=units.get(row.unit_code or "", ""),
        state=row.state,
        result=result or "",
    )
