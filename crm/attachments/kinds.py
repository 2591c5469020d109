"""What a file is, by its content; and how large one of its kind may be."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import filetype

from crm.attachments.tables import Kind
from crm.data import read_toml
from crm.errors import AttachmentRefused, BadData

FILE: Final = "attachment_types.toml"
HEAD: Final = 8192  # bytes at the beginning that tell what a file is
MEGABYTE: Final = 1024 * 1024
TAKEN: Final = "ảnh JPEG, PNG, WebP; video MP4, MOV, WebM; ghi âm MP3, M4A, OGG, WAV, AMR; văn bản PDF"


@dataclass(frozen=True)
class MediaType:
    """One row of `crm/data/attachment_types.toml`."""

    media_type: str
    kind: Kind
    endings: tuple[str, ...]  # of names
    boxes: bool = False  # of the MP4 family: its metadata lies in boxes


@dataclass(frozen=True)
class Limits:
    """How large a file may be, in megabytes, and how many a case may have."""

    picture: int = 20
    video: int = 200
    sound: int = 50
    document: int = 20
    per_case: int = 30

    def bytes_of(self, kind: Kind) -> int:
        return int(getattr(self, kind)) * MEGABYTE


def recognise(head: bytes) -> MediaType:
    """What the file is that begins so. Raises `AttachmentRefused` for what is not on the list."""
    found = filetype.guess(head)
    known = media_types().get(found.mime) if found else None
    if known is None:
        raise AttachmentRefused("unknown_type", f"Loại tệp này không được nhận. Hãy gửi {TAKEN}.")
    return known


def refuse_size(size: int, kind: Kind, limits: Limits) -> None:
    """Raises `AttachmentRefused` for an empty file and one over the limit of its kind."""
    if size == 0:
        raise AttachmentRefused("empty", "Tệp rỗng. Hãy chọn lại tệp.")
    if size > limits.bytes_of(kind):
        most = limits.bytes_of(kind) // MEGABYTE
        raise AttachmentRefused("too_large", f"Tệp lớn hơn {most} MB. Hãy chọn tệp nhỏ hơn, hoặc cắt bớt.")


@cache
def media_types() -> dict[str, MediaType]:
    """The list, by what `filetype` calls each."""
    try:
        return {row["found"]: _read(row) for row in read_toml(FILE)["type"]}
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(f"crm/data/{FILE}", str(error)) from error


def _read(row: dict[str, Any]) -> MediaType:
    return MediaType(row["media_type"], Kind(row["kind"]), tuple(row["endings"]), row.get("boxes", False))
