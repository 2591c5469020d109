"""Cases that wait for 1022 and are on nobody's mind: for whoever at the desk has a moment.

An operator's own list (`crm.queries.my_open_cases`) forgets nothing of theirs. But a unit answers when its operator has
gone home, and a report from the portal has no operator at all: neither may be forgotten (Điều 7.3, 8.1a, 8.2g, 8.5a).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select, text
from sqlalchemy.orm import selectinload

from crm.account_tables import UserRow
from crm.case import CaseState
from crm.queries import urgency
from crm.row_views import case_line
from crm.store import Store
from crm.tables import WAITS_FOR_1022, CaseRow
from crm.views import CaseLine

LINES: Final = 100
TO_ITS_OPERATOR: Final = timedelta(minutes=30)  # [decided]: half of the 60 minutes of 7.3, the first warning


def shared_cases(store: Store, username: str, now: datetime) -> tuple[CaseLine, ...]:
    """What waits for 1022 among others' cases, the clock due first on top; with `LINES` of them there may be more.

    A result to be told, a return to be forwarded, a new case that came by no operator or was left for half an hour.
    Who reported it is left out: a list is no reason to see that (Điều 10).
    """
    with store.reading() as session:
        unattended = or_(
            CaseRow.state != CaseState.NEW,
            CaseRow.created_by.not_in(select(UserRow.username)),
            CaseRow.received_at <= now - TO_ITS_OPERATOR,
        )
        others = text(WAITS_FOR_1022), CaseRow.created_by != username, unattended
        clocks_first = CaseRow.state == CaseState.RESOLVED, CaseRow.received_at  # the limit hides no running clock
        first = select(CaseRow).where(*others).order_by(*clocks_first).limit(LINES)
        lines = [case_line(case, now) for case in session.scalars(first.options(selectinload(CaseRow.clocks)))]
        return tuple(replace(line, reporter_name="", reporter_phone="") for line in sorted(lines, key=urgency))
