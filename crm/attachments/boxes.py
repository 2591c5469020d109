"""Videos and sounds of the MP4 family: what is written beside them is blanked in place, the film itself stays as it is.

Such a file is a row of boxes, each with its length and a name of four letters. Telephones write the place, the device
and the owner into `udta`, `meta` and `uuid`; tracks that are neither seen nor heard may hold positions too. Those boxes
become `free` ones, which every player skips, filled with zeros (why: see `pictures`).
"""

from collections.abc import Iterator
from io import BufferedRandom
from pathlib import Path
from typing import Final, NamedTuple

from crm.errors import AttachmentRefused

BESIDE: Final = frozenset({b"udta", b"meta", b"uuid"})
HANDLER: Final = (b"mdia", b"hdlr")
HANDLER_AT: Final = 8  # bytes into the payload of `hdlr`
SEEN, HEARD = b"vide", b"soun"
HEAD: Final = 8  # bytes: length and name
LONG_HEAD: Final = 16
MOST_BOXES: Final = 10_000  # a film has a few dozen
BLANK: Final = bytes(1 << 16)


class Box(NamedTuple):
    name: bytes
    start: int
    payload: int  # where it begins
    end: int


def clean_boxes(file: Path) -> bool:
    """Blank what is written beside the film; whether there is a picture to see. Raises `AttachmentRefused`."""
    with file.open("r+b") as film:
        whole = Box(b"", 0, 0, film.seek(0, 2))
        top = list(boxes_in(film, whole))
        movie = next((box for box in top if box.name == b"moov"), None)
        if movie is None:
            raise broken()
        inside = list(boxes_in(film, movie))
        tracks = {box: handler_of(film, box) for box in inside if box.name == b"trak"}
        beside = [box for box in (*top, *inside) if box.name in BESIDE]
        for track, handler in tracks.items():
            if handler not in (SEEN, HEARD):
                beside.append(track)
            else:
                beside += (box for box in boxes_in(film, track) if box.name in BESIDE)
        for box in beside:
            blank(film, box)
        return SEEN in tracks.values()


def boxes_in(film: BufferedRandom, parent: Box) -> Iterator[Box]:
    """The boxes inside one. Raises `AttachmentRefused` when their lengths do not fit into it."""
    start = parent.payload
    for _ in range(MOST_BOXES):
        if parent.end - start < HEAD:  # QuickTime ends some boxes with a zero
            return
        box = box_at(film, start, parent.end)
        yield box
        start = box.end
    raise broken()


def box_at(film: BufferedRandom, start: int, limit: int) -> Box:
    """The box that begins here. A length of 1 says that a long one follows, 0 that it reaches to the end."""
    film.seek(start)
    head = film.read(LONG_HEAD)
    length, name, payload = int.from_bytes(head[:4]), head[4:HEAD], start + HEAD
    if length == 1:
        length, payload = int.from_bytes(head[HEAD:]), start + LONG_HEAD
    end = limit if length == 0 else start + length
    if len(name) < 4 or not payload <= end <= limit:
        raise broken()
    return Box(name, start, payload, end)


def handler_of(film: BufferedRandom, track: Box) -> bytes:
    """What a track is for: "vide", "soun", or something else."""
    box: Box | None = track
    for name in HANDLER:
        box = next((inside for inside in boxes_in(film, box) if inside.name == name), None) if box else None
    if box is None:
        return b""
    film.seek(box.payload + HANDLER_AT)
    return film.read(4)


def blank(film: BufferedRandom, box: Box) -> None:
    """Make the box one that players skip, with nothing in it."""
    film.seek(box.start + 4)
    film.write(b"free")
    film.seek(box.payload)
    for left in range(box.end - box.payload, 0, -len(BLANK)):
        film.write(BLANK[:left])


def broken() -> AttachmentRefused:
    return AttachmentRefused("broken", "Không đọc được video hoặc bản ghi âm này. Hãy xuất lại tệp rồi gửi.")
