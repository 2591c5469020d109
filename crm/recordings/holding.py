"""Calls that are one story, and legal holds on them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.account_tables import AuditRow
from crm.errors import NotFound
from crm.recordings.errors import AlreadyHeld, NotHeld
from crm.recordings.tables import CallLinkRow, RecordingHoldRow, RecordingRow
from crm.store import Store


def story_of(session: Session, linkedids: Iterable[str]) -> set[str]:
    """These calls, and all that went on in them or that they went on in, over however many transfers."""
    found = set(linkedids)
    new = set(found)
    link = CallLinkRow
    while new:
        query = select(link.linkedid, link.into).where(or_(link.linkedid.in_(new), link.into.in_(new)))
        new = {call for pair in session.execute(query) for call in pair} - found
        found |= new
    return found


def hold(linkedid: str, why: str, actor: str, store: Store, now: datetime) -> None:
    """Keep a call's recordings, and those of the calls linked with it, whatever the rules say.

    Raises `NotFound` for a call without recordings, `AlreadyHeld`.
    """
    with store.transaction() as session:
        if session.scalar(select(RecordingRow.path).where(RecordingRow.linkedid == linkedid).limit(1)) is None:
            raise NotFound("bản ghi âm của cuộc gọi", linkedid)
        if open_hold(session, linkedid):
            raise AlreadyHeld(linkedid)
        session.add(RecordingHoldRow(linkedid=linkedid, held_at=now, held_by=actor, why=why))
        session.add(AuditRow(at=now, actor=actor, what="recording_hold", subject=linkedid))


def release(linkedid: str, actor: str, store: Store, now: datetime) -> None:
    """Let the rules decide again. Raises `NotHeld`."""
    with store.transaction() as session:
        held = open_hold(session, linkedid)
        if held is None:
            raise NotHeld(linkedid)
        held.released_at, held.released_by = now, actor
        session.add(AuditRow(at=now, actor=actor, what="recording_release", subject=linkedid))


def open_hold(session: Session, linkedid: str) -> RecordingHoldRow | None:
    hold_row = RecordingHoldRow
    query = select(hold_row).where(hold_row.linkedid == linkedid, hold_row.released_at.is_(None))
    return session.scalars(query.with_for_update()).one_or_none()


def held_calls(session: Session) -> set[str]:
    """Every call that a hold keeps, directly or by its story."""
    query = select(RecordingHoldRow.linkedid).where(RecordingHoldRow.released_at.is_(None))
    return story_of(session, session.scalars(query))
