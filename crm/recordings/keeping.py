"""Taking recordings on as soon as their call is over: measured, hashed, encrypted where wanted, and written down."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from crm.recordings.area import RecordingArea
from crm.recordings.files import LEGS, hash_of, leg_path, look_at
from crm.recordings.tables import Leg, RecordingKind, RecordingRow
from crm.store import Store, insert_all_missing
from crm.tables import ContactRow

log = logging.getLogger(__name__)

GRACE: Final = timedelta(seconds=60)  # from the call's end: then a file that is not closed never will be
LOOK_BACK: Final = timedelta(days=2)  # before what was taken on last
AT_ONCE: Final = 200
NO_FILE: Final = "Asterisk không ghi được tệp"
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class EndedCall:
    """A call that is over and says it was recorded."""

    linkedid: str
    recording: str | None  # the mix
    message: str | None
    answered_at: datetime
    ended_at: datetime

    @property
    def files(self) -> tuple[tuple[str, RecordingKind, Leg], ...]:
        call = ((leg_path(self.recording, leg), RecordingKind.CALL, leg) for leg in LEGS) if self.recording else ()
        message = ((self.message, RecordingKind.MESSAGE, Leg.CALLER),) if self.message else ()
        return (*call, *message)


def keep_new(area: RecordingArea, store: Store, now: datetime) -> int:
    """Take on what ended calls have left; how many files. Raises `StoreUnavailable`."""
    kept = 0
    for call in ended_calls(store):
        rows = [row for path, kind, leg in call.files if (row := taken_on(area, call, path, kind, leg, now))]
        if len(rows) == len(call.files):
            with store.transaction() as session:
                insert_all_missing(session, RecordingRow, rows)
            kept += len(rows)
    return kept


def ended_calls(store: Store) -> Sequence[EndedCall]:
    """Calls that are over, and whose recordings are not known yet; the first ones first."""
    call, known = ContactRow, select(RecordingRow.path)
    with store.reading() as session:
        last = session.scalar(select(func.max(RecordingRow.stored_at))) or LONG_AGO
        columns = call.linkedid, call.recording, call.voicemail, call.answered_at, call.ended_at
        query = select(*columns).where(
            call.ended_at >= last - LOOK_BACK,
            (call.recording.is_not(None) & call.recording.not_in(known))
            | (call.voicemail.is_not(None) & call.voicemail.not_in(known)),
        )
        rows = session.execute(query.order_by(call.ended_at).limit(AT_ONCE)).all()
    return tuple(
        EndedCall(linkedid, recording, message, answered or ended, ended)
        for linkedid, recording, message, answered, ended in rows
        if ended
    )


def taken_on(
    area: RecordingArea, call: EndedCall, path: str, kind: RecordingKind, leg: Leg, now: datetime
) -> dict[str, Any] | None:
    """The row of one file; `None` while Asterisk may still be writing it. One that never was has a row that says so."""
    late = now >= call.ended_at + GRACE
    sound = area.sound(path)
    wav = look_at(sound) if sound else None
    if not late and (wav is None or not wav.closed):
        return None
    row = {
        "path": path,
        "linkedid": call.linkedid,
        "kind": kind,
        "leg": leg,
        "seconds": wav.seconds if wav else 0.0,
        "size": sound.size if sound else 0,
        "sha256": hash_of(sound) if sound else "",
        "encrypted": False,
        "recorded_at": call.answered_at,
        "stored_at": now,
        "purged_at": None,
        "purged_why": None,
    }
    if sound is None:
        log.error("call %s: no recording at %s", call.linkedid, path)
        return row | {"purged_at": now, "purged_why": NO_FILE}
    return row | {"encrypted": area.seal(path)}
