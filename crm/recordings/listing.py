"""What recordings there are: of a call and its story, or of some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crm.recordings.holding import held_calls, story_of
from crm.recordings.tables import Leg, RecordingKind, RecordingRow
from crm.store import Store


@dataclass(frozen=True)
class RecordingView:
    """One file. `held`: a legal hold keeps it."""

    path: str
    linkedid: str
    kind: RecordingKind
    leg: Leg
    seconds: float
    size: int
    sha256: str
    encrypted: bool
    recorded_at: datetime
    stored_at: datetime
    purged_at: datetime | None
    purged_why: str | None
    held: bool


def recordings_of(store: Store, linkedids: Sequence[str]) -> tuple[RecordingView, ...]:
    """All of these calls and of those that are one story with them, in the order they were made."""
    with store.reading() as session:
        calls = story_of(session, linkedids)
        return views(session, select(RecordingRow).where(RecordingRow.linkedid.in_(calls)))


def recordings_between(store: Store, begins: datetime, ends: datetime) -> tuple[RecordingView, ...]:
    """Those of calls from `begins` to just before `ends`."""
    recorded = RecordingRow.recorded_at
    with store.reading() as session:
        return views(session, select(RecordingRow).where(recorded >= begins, recorded < ends))


def views(session: Session, query: Select[RecordingRow]) -> tuple[RecordingView, ...]:
    held = held_calls(session)
    rows = session.scalars(query.order_by(RecordingRow.recorded_at, RecordingRow.path))
    return tuple(view(row, row.linkedid in held) for row in rows)


def view(row: RecordingRow, held: bool) -> RecordingView:
    return RecordingView(
        path=row.path,
        linkedid=row.linkedid,
        kind=RecordingKind(row.kind),
        leg=Leg(row.leg),
        seconds=row.seconds,
        size=row.size,
        sha256=row.sha256,
        encrypted=row.encrypted,
        recorded_at=row.recorded_at,
        stored_at=row.stored_at,
        purged_at=row.purged_at,
        purged_why=row.purged_why,
        held=held,
    )
