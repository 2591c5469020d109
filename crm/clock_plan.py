"""Which clocks run for a case: read from its state, its category and the clock table (`crm/data/terms.toml`). Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, assert_never

from crm.case import CaseState, Category
from crm.terms import TermRow, replacement, rows

INTAKE: Final = "intake"
GUIDANCE: Final = "guidance"
FROM_RECEIPT: Final = frozenset({"contact_received", "case_received"})  # `starts_at` that are the case's own receipt
REPLACED: Final = "replaced"  # how a clock ends that the case's new category does not have, or has otherwise

# What the receiving unit's clocks are; their later ones (assign, fix, extension) start with the unit's own steps.
AT_THE_UNIT: Final[Mapping[Category, tuple[str, ...]]] = MappingProxyType(
    {
        Category.INFRASTRUCTURE: ("verify",),  # 8.1a
        Category.SOCIAL: ("resolve",),  # 8.2d
        Category.SUGGESTION: ("resolve",),  # 8.3
        Category.DIRECTIVE: ("review", "resolve"),  # 8.4a by the city office, 8.4
    }
)


def running(state: CaseState, category: Category) -> tuple[str, ...]:
    """The clocks that run for a case in this state."""
    at_1022 = replacement(INTAKE, category) or INTAKE
    match state:
        case CaseState.NEW:
            return (at_1022,)
        case CaseState.AWAITING_GUIDANCE:  # a referral ends intake (7.3), but not the review of a suggestion (8.3a)
            return (GUIDANCE,) if at_1022 == INTAKE else (GUIDANCE, at_1022)
        case CaseState.FORWARDED:
            return AT_THE_UNIT[category]
        case CaseState.REFUSED | CaseState.WITHDRAWN:
            return ()
    assert_never(state)


def start_of(clock: str, category: Category, received_at: datetime, now: datetime) -> datetime:
    """Where a clock that begins to run `now` is counted from: the case's receipt, or the step that starts it."""
    return received_at if term_rows(clock, category)[0].starts_at in FROM_RECEIPT else now


def stop_of(clock: str, category: Category, events: Sequence[str]) -> str:
    """Which of the events of a step ends the clock; the last of them when the table names none (a case's own end)."""
    stops = term_rows(clock, category)[0].stops_at
    return next((event for event in events if event in stops), events[-1])


def same_term(clock: str, before: Category, after: Category) -> bool:
    """Whether a clock that runs goes on as it is when the case is classified anew."""
    return term_rows(clock, before) == term_rows(clock, after)


def term_rows(clock: str, category: Category) -> tuple[TermRow, ...]:
    """The rows of the clock table for this clock and category."""
    return tuple(row for row in rows() if row.clock == clock and row.holds_for(category))
