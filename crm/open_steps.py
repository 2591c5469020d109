"""What can be done next to a case, as a page offers it: whose it is, its article, until when, what is usual. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from crm.case import CaseState, CaseStep, Category, Doer, Way, is_open, ways
from crm.terms import due_at
from crm.views import StepView
from crm.working_time import WorkingTime, last_day

STRAIGHT: Final = frozenset(  # a case on which nothing is out of the ordinary (domain page)
    {
        CaseState.FORWARDED,
        CaseState.ACCEPTED,
        CaseState.VERIFIED,
        CaseState.ASSIGNED,
        CaseState.IN_PROGRESS,
        CaseState.RESOLVED,
        CaseState.CLOSED,
    }
)


def open_steps(
    state: CaseState,
    category: Category,
    received_at: datetime,
    calendar: WorkingTime,
    *,
    at_city_office: bool,
    reporter_waits: bool,
) -> tuple[StepView, ...]:
    """Every step that `possible_steps` has. `reporter_waits`: the reporter of a duplicate was not told yet (7.5)."""
    found = [way for way in ways(state, category).values() if is_open(way, at_city_office)]
    usual = usual_way(found, reporter_waits)
    return tuple(
        StepView(
            step=way.step,
            doer=way.doer,
            article=way.article,
            usual=way is usual,
            until=last_commitment(received_at, calendar) if way.step is CaseStep.EXTEND else None,
        )
        for way in found
    )


def usual_way(found: Iterable[Way], reporter_waits: bool) -> Way | None:
    """The one a case normally takes: what the city office is asked for, else straight on, else to tell the reporter."""
    by_office = [way for way in found if way.doer is Doer.CITY_OFFICE]
    straight = [way for way in found if way.to in STRAIGHT]
    notice = [way for way in found if way.step is CaseStep.NOTIFY and reporter_waits]
    return next(iter((*by_office, *straight, *notice)), None)


def last_commitment(received_at: datetime, calendar: WorkingTime) -> date:
    """The last day a social matter can be promised for: at most 15 days from the receipt (8.2e)."""
    return last_day(due_at("extension", Category.SOCIAL, received_at, calendar).due_at)
