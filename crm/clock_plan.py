"""Which clocks run for a case: read from its state, its category and the clock table (`crm/data/terms.toml`). Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from crm.case import CaseState, Category
from crm.terms import TermRow, rows

INTAKE: Final = "intake"
FROM_RECEIPT: Final = frozenset({"contact_received", "case_received"})  # `starts_at` that are the case's own receipt


def running(state: CaseState, category: Category) -> tuple[str, ...]:
    """The clocks a case in this state can have running, in the order of the table.

    An event may end one before the state does: the duplicate's reporter is told, the city office passes a directive on.
    """
    found = [row for row in rows() if state in row.runs_in and row.holds_for(category)]
    replaced = {row.replaces for row in found}
    return tuple(dict.fromkeys(row.clock for row in found if row.clock not in replaced))


def begins(clock: str, category: Category, before: CaseState | None, state: CaseState, events: Collection[str]) -> bool:
    """Whether a step into `state` starts the clock: the case comes where it runs, or its start happens anew."""
    row = row_of(clock, category, state)
    return before not in row.runs_in or row.starts_at in events


def start_of(clock: str, category: Category, state: CaseState, received_at: datetime, now: datetime) -> datetime:
    """Where a clock that begins to run `now` is counted from: the case's receipt, or the step that starts it."""
    return received_at if row_of(clock, category, state).starts_at in FROM_RECEIPT else now


def ended_by(clock: str, category: Category, events: Sequence[str]) -> str | None:
    """Which of the events of a step ends the clock by the table."""
    stops = {stop for row in term_rows(clock, category) for stop in row.stops_at}
    return next((event for event in events if event in stops), None)


def same_term(clock: str, before: Category, after: Category) -> bool:
    """Whether a clock that runs goes on as it is when the case is classified anew."""
    return term_rows(clock, before) == term_rows(clock, after)


def who_is_told(clock: str, category: Category | None) -> tuple[str, ...]:
    """Whom this clock's warnings concern [decided, in data]: operator, unit, city_office, supervisor."""
    return next(row.tell for row in rows() if row.clock == clock and row.holds_for(category))


def row_of(clock: str, category: Category, state: CaseState) -> TermRow:
    """The row by which a clock begins to run in this state."""
    return next(row for row in term_rows(clock, category) if state in row.runs_in)


def term_rows(clock: str, category: Category) -> tuple[TermRow, ...]:
    """The rows of the clock table for this clock and category."""
    return tuple(row for row in rows() if row.clock == clock and row.holds_for(category))
