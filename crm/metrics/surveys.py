"""What citizens thought of their calls, with the call, the operator, and the cases it became."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crm.metrics.spells import Spell
from crm.metrics.tables import SurveyRow
from crm.store import Store
from crm.tables import CaseContactRow, ContactRow


@dataclass(frozen=True)
class SurveyView:
    """One answer, 1 (worst) to 5 (best). `operator` is who talked; a call may have become several cases, or none."""

    linkedid: str
    score: int
    at: datetime
    operator: str | None
    cases: tuple[str, ...]


def survey_answers(store: Store, interval: Spell, operator: str | None = None) -> tuple[SurveyView, ...]:
    """The answers given in the interval, in order."""
    answer, contact, link = SurveyRow, ContactRow, CaseContactRow
    given = (answer.at >= interval.begins) & (answer.at < interval.ends)
    query = select(answer, contact.operator).outerjoin(contact, contact.linkedid == answer.linkedid).where(given)
    if operator is not None:
        query = query.where(contact.operator == operator)
    with store.reading() as session:
        cases = defaultdict(list)
        linked = select(link.linkedid, link.case_code).join(answer, answer.linkedid == link.linkedid).where(given)
        for linkedid, code in session.execute(linked.order_by(link.case_code)):
            cases[linkedid].append(code)
        rows = session.execute(query.order_by(answer.at, answer.linkedid))
        return tuple(SurveyView(row.linkedid, row.score, row.at, who, tuple(cases[row.linkedid])) for row, who in rows)
