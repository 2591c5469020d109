"""The audit log: each look at a recording or at a reporter's data (Điều 10). It only grows."""

from datetime import datetime

from crm.account_tables import AuditRow
from crm.store import Store


def audit(store: Store, actor: str, what: str, subject: str, now: datetime, detail: str = "") -> None:
    """Write down that `actor` (a user name) did `what` ("recording", "reporter", ...) to `subject`, never the data.

    `detail` says which part of it, where that matters.
    """
    with store.transaction() as session:
        session.add(AuditRow(actor=actor, what=what, subject=subject, at=now, detail=detail))
