"""When a case came to its end, and whether late: kept with the case, in the transaction of the step that ends it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.reports.conditions import is_overdue
from crm.reports.figures import Ending, ending_of
from crm.tables import CaseRow


def keep_end(session: Session, case: CaseRow, before: Ending | None, now: datetime) -> None:
    """The moment of the case's end and how it stood to its term; nothing while it goes on. Part of every step.

    `before` is how it had ended before the step: closing what has its result is no second end, and a duplicate undone
    has not ended (crm/data/reports.toml). Asked before the step stops the clocks or after it, the answer is the same.
    """
    ending = ending_of(case.state, case.duplicate_of)
    if ending is None:
        case.ended_at = case.ended_late = None
    elif ending is not before:
        session.flush()
        case.ended_at = now
        case.ended_late = session.scalars(select(is_overdue(now)).where(CaseRow.code == case.code)).one()
