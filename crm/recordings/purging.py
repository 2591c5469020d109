"""Deleting what has been kept long enough, and writing down what was deleted by which rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.account_tables import AuditRow
from crm.case import Category
from crm.recordings.area import RecordingArea
from crm.recordings.holding import held_calls, story_of
from crm.recordings.retention import Recorded, Rules, over_by
from crm.recordings.tables import CallLinkRow, RecordingKind, RecordingRow
from crm.store import Store
from crm.tables import CaseContactRow, CaseRow, ContactRow

PURGE: Final = "recording_purge"


@dataclass(frozen=True)
class Purge:
    """One file whose time is over, and by which rule."""

    path: str
    linkedid: str
    recorded_at: datetime
    size: int
    rule: str


def due_for_purge(store: Store, rules: Rules, now: datetime) -> tuple[Purge, ...]:
    """What is to be deleted now, the oldest first; calls on hold are not in it."""
    if not rules:
        return ()
    soonest = now - timedelta(days=min(rule.days for rule in rules))
    recording, contact, case = RecordingRow, ContactRow, CaseRow
    query = (
        select(recording, contact.category, case.code, case.category)
        .outerjoin(contact, contact.linkedid == recording.linkedid)
        .outerjoin(case, case.code == contact.case_code)
        .where(recording.purged_at.is_(None), recording.recorded_at <= soonest)
        .order_by(recording.recorded_at, recording.path)
    )
    with store.reading() as session:
        held, of_story = held_calls(session), categories_of_stories(session)
        found = []
        for row, chosen, code, own in session.execute(query):
            category = next(filter(None, (own, of_story.get(row.linkedid), chosen)), None)
            has_case = bool(code) or row.linkedid in of_story
            of = Recorded(RecordingKind(row.kind), category, has_case, row.recorded_at)
            if row.linkedid not in held and (rule := over_by(of, rules, now)):
                found.append(Purge(row.path, row.linkedid, row.recorded_at, row.size, rule.name))
        return tuple(found)


def categories_of_stories(session: Session) -> dict[str, Category]:
    """Of each call that is one story with others: the category of the case that story became, if it became one.

    What was said before a call was passed on is kept as long as what was said after it.
    """
    found: dict[str, Category] = {}
    link = CallLinkRow
    joined = {call for pair in session.execute(select(link.linkedid, link.into)) for call in pair}
    of_calls = select(CaseContactRow.linkedid, CaseRow.category).join(CaseRow, CaseRow.code == CaseContactRow.case_code)
    for linkedid, category in session.execute(of_calls.where(CaseContactRow.linkedid.in_(joined))):
        found |= dict.fromkeys(story_of(session, [linkedid]), category)
    return found


def purge(due: Sequence[Purge], actor: str, area: RecordingArea, store: Store, now: datetime) -> int:
    """Delete these; how many were. Each leaves its row, and a line in the audit log.

    The hold is asked for again, in the transaction that marks the row: a hold that came meanwhile wins. The file goes
    before the mark is committed, so that a crash leaves a file to be deleted once more, never one that is forgotten.
    """
    deleted = 0
    for one in due:
        with store.transaction() as session:
            if one.linkedid in held_calls(session):
                continue
            marked = update(RecordingRow).where(RecordingRow.path == one.path, RecordingRow.purged_at.is_(None))
            session.execute(marked.values(purged_at=now, purged_why=one.rule))
            session.add(
                AuditRow(at=now, actor=actor, what=PURGE, subject=one.linkedid, detail=f"{one.path}: {one.rule}")
            )
            area.delete(one.path)
        deleted += 1
    return deleted
