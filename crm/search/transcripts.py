"""What was said in a call, kept as text and searched with the cases that rest on the call."""

from datetime import datetime

from sqlalchemy import select

from crm.case_file import as_written
from crm.contacts import hold_contact
from crm.search.tables import TranscriptRow
from crm.store import Store
from crm.tables import CaseContactRow


def keep_transcript(linkedid: str, text: str, store: Store, now: datetime) -> None:
    """Keep the transcript of a call, in the place of an earlier one. Raises `NotFound` when there is no such call."""
    with store.transaction() as session:
        hold_contact(session, linkedid)
        session.merge(TranscriptRow(linkedid=linkedid, text=text, written_at=now))
        for code in session.scalars(select(CaseContactRow.case_code).where(CaseContactRow.linkedid == linkedid)).all():
            as_written(session, code, now)
