"""Adding a file to a case, and taking one out of it. The file is in its place before its row is: a row never lies."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from tinytag import TinyTag, TinyTagException

from crm.attachments.boxes import clean_boxes
from crm.attachments.files import FileArea
from crm.attachments.kinds import HEAD, Limits, MediaType, recognise, refuse_size
from crm.attachments.pictures import Size, clean_picture
from crm.attachments.rows import attachment_view, attachments_of
from crm.attachments.tables import AttachmentRow, Kind
from crm.case import CaseStep, find_way
from crm.case_file import as_written
from crm.errors import AttachmentRefused, NotFound
from crm.required import said
from crm.store import Store
from crm.tables import CaseRow, HistoryRow
from crm.views import AttachmentView, CaseView

UNPRINTABLE: Final = re.compile(
    r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff/\\]"
)  # also turns of writing
LONGEST_STEM: Final = 120
NAMELESS: Final = "tệp"


@dataclass(frozen=True)
class AddAttachment:
    """A received file, whole, in `crm.attachments.files.FileArea.begin`; `name` is what its sender calls it."""

    code: str
    file: Path
    name: str
    actor: str


@dataclass(frozen=True)
class RemoveAttachment:
    """Take a file out of its case: it is shown no more, the row and the history keep that it was there, and why."""

    id: int
    why: str
    actor: str


@dataclass(frozen=True)
class Measured:
    """What a file is, after everything beside the picture, film or sound is gone from it."""

    kind: Kind
    media_type: str
    endings: tuple[str, ...]
    size: int
    pixels: Size | None
    seconds: int | None


def add_attachment(command: AddAttachment, files: FileArea, limits: Limits, store: Store, now: datetime) -> CaseView:
    """Check the file, keep it under its hash, and write it down with the case, which stays at its version.

    Sent twice, it is there once. Raises `AttachmentRefused`, `NotFound`. The received file is gone in any case.
    """
    try:
        measured = measure(command.file, limits)
        sha256 = files.keep(command.file)
    finally:
        command.file.unlink(missing_ok=True)
    name = shown_name(command.name, measured.endings)
    with store.transaction() as session:
        case = held(session, command.code)
        there = attachments_of(session, case.code)
        if any(attachment.sha256 == sha256 for attachment in there):
            return as_written(session, case.code, now)
        if len(there) >= limits.per_case:
            raise AttachmentRefused("too_many", f"Phản ánh đã có {limits.per_case} tệp. Hãy gỡ bớt tệp không cần.")
        session.add(
            AttachmentRow(
                case_code=case.code,
                kind=measured.kind,
                media_type=measured.media_type,
                name=name,
                size=measured.size,
                sha256=sha256,
                width=measured.pixels.width if measured.pixels else None,
                height=measured.pixels.height if measured.pixels else None,
                seconds=measured.seconds,
                added_at=now,
                added_by=command.actor,
            )
        )
        write_down(session, case, CaseStep.ATTACH, name, command.actor, now)
        return as_written(session, case.code, now)


def remove_attachment(command: RemoveAttachment, store: Store, now: datetime) -> CaseView:
    """Raises `NotFound`, also when it was removed already, and `IncompleteCase` without a reason."""
    why = said("why", command.why)
    with store.transaction() as session:
        row = session.get(AttachmentRow, command.id, with_for_update=True)
        if row is None or row.removed_at is not None:
            raise NotFound("tệp đính kèm", str(command.id))
        row.removed_at, row.removed_by = now, command.actor
        case = held(session, row.case_code)
        write_down(session, case, CaseStep.REMOVE_ATTACHMENT, f"{row.name}: {why}", command.actor, now)
        return as_written(session, case.code, now)


def find_attachment(id: int, store: Store) -> tuple[AttachmentView, str | None]:
    """A file that was not removed, and the unit that has its case. Raises `NotFound`."""
    with store.reading() as session:
        unit = select(AttachmentRow, CaseRow.unit_code).join(CaseRow, CaseRow.code == AttachmentRow.case_code)
        found = session.execute(unit.where(AttachmentRow.id == id, AttachmentRow.removed_at.is_(None))).one_or_none()
        if found is None:
            raise NotFound("tệp đính kèm", str(id))
        row, unit_code = found
        return attachment_view(row), unit_code


def measure(file: Path, limits: Limits) -> Measured:
    """Recognise the file, clean it in its place, and measure it. Raises `AttachmentRefused`."""
    with file.open("rb") as received:
        head = received.read(HEAD)
    size = file.stat().st_size
    found = recognise(head) if size else None
    refuse_size(size, found.kind if found else Kind.PICTURE, limits)
    assert found is not None
    pixels = clean_picture(file, found.media_type) if found.kind is Kind.PICTURE else None
    kind, media_type = of_film(file, found) if found.boxes else (found.kind, found.media_type)
    seconds = length_of(file) if kind in (Kind.VIDEO, Kind.SOUND) else None
    return Measured(kind, media_type, found.endings, file.stat().st_size, pixels, seconds)


def of_film(file: Path, found: MediaType) -> tuple[Kind, str]:
    """A film without a picture is a sound: voice recorders of telephones call theirs MP4 too."""
    if clean_boxes(file) or found.kind is Kind.SOUND:
        return found.kind, found.media_type
    return Kind.SOUND, "audio/mp4"


def length_of(file: Path) -> int | None:
    """Seconds, where the file says it at its beginning; None where it would have to be played."""
    try:
        seconds = TinyTag.get(file, tags=False).duration
    except (TinyTagException, ValueError, LookupError, ArithmeticError, OSError):
        return None
    return round(seconds) if seconds else None


def held(session: Session, code: str) -> CaseRow:
    """The case, held until the transaction ends, at whatever version. Raises `NotFound`."""
    case = session.get(CaseRow, code, with_for_update=True)
    if case is None:
        raise NotFound("phản ánh", code)
    return case


def write_down(session: Session, case: CaseRow, kind: CaseStep, why: str, actor: str, now: datetime) -> None:
    """The history's line. The version stays: whoever edits the case meanwhile is not disturbed by a file."""
    way = find_way(case.state, kind, case.category)
    session.add(
        HistoryRow(
            case_code=case.code,
            at=now,
            actor=actor,
            step=kind,
            from_state=case.state,
            to_state=case.state,
            why=why,
            article=way.article,
            changes={},
        )
    )


def shown_name(name: str, endings: tuple[str, ...]) -> str:
    """The sender's name for it, as it may be shown and saved: no folders, no letters that hide or turn others, and an
    ending that says what the file really is."""
    words = " ".join(UNPRINTABLE.sub(" ", name).split())
    stem, _, ending = words.rpartition(".")
    if ending.lower() not in endings or not stem:
        stem, ending = words or NAMELESS, endings[0]
    return f"{stem[:LONGEST_STEM]}.{ending}"
