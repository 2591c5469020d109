"""What a case counts as, told again from its whole picture: by reading its history and clocks, not by SQL."""

from datetime import datetime

from crm.case import CaseState, CaseStep
from crm.reports.figures import Outcome, deadline_clocks
from crm.views import CaseView

COMPLETED = {CaseState.RESOLVED}
TAKEN_BACK = {CaseState.REFUSED: Outcome.REFUSED, CaseState.WITHDRAWN: Outcome.WITHDRAWN}


def outcome_of(case: CaseView, at: datetime) -> Outcome:
    """The case as the report sees it at the moment."""
    if case.duplicate_of and step_at(case, CaseStep.DUPLICATE) <= at:
        return Outcome.DUPLICATE
    for step in case.history:
        if step.at <= at and step.to_state in COMPLETED and step.from_state is not step.to_state:
            return Outcome.COMPLETED_LATE if overdue(case, step.at) else Outcome.COMPLETED_ON_TIME
        if step.at <= at and step.to_state in TAKEN_BACK:
            return TAKEN_BACK[step.to_state]
    return Outcome.IN_PROGRESS_OVERDUE if overdue(case, at) else Outcome.IN_PROGRESS_IN_TIME


def overdue(case: CaseView, at: datetime) -> bool:
    """Whether a clock of the matter was over its end while it ran up to the moment."""
    return any(
        clock.name in deadline_clocks()
        and clock.started_at <= at
        and clock.due_at < at
        and (clock.stopped_at is None or clock.stopped_at >= at)
        for clock in case.clocks
    )


def step_at(case: CaseView, kind: CaseStep) -> datetime:
    """When the case was last taken this step."""
    return [step.at for step in case.history if step.step is kind][-1]
