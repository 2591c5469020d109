"""Pictures are drawn anew before they are kept: what cannot be drawn is refused, and nothing but the picture is left.

What a telephone writes into a picture beside it (where it was taken, whose device it was, earlier versions) is personal
data that nobody asked the citizen for (Điều 10) [decided]. Kept are the orientation, the colours' profile and the
moment it was taken. A JPEG keeps its own tables, so that it loses no visible quality.
"""

import struct
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final, NamedTuple

from PIL import Image

from crm.errors import AttachmentRefused

MOST_PIXELS: Final = 64_000_000  # 200 MB when drawn
AT_ONCE: Final = BoundedSemaphore(2)  # pictures drawn at the same time
FORMATS: Final = {"image/jpeg": ("JPEG", "MPO"), "image/png": ("PNG",), "image/webp": ("WEBP",)}
ORIENTATION: Final = 0x0112
TURNED: Final = (5, 6, 7, 8)  # orientations that stand on their side
EXIF: Final = 0x8769
TAKEN_AT: Final = 0x9003
# What Pillow raises for pictures that are none, are cut off, or are made to break readers of pictures.
BROKEN: Final = (
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    MemoryError,
    struct.error,
)


class Size(NamedTuple):
    """Pixels, as a person sees the picture."""

    width: int
    height: int


def clean_picture(file: Path, media_type: str) -> Size:
    """Draw the picture anew in its place, without what was written beside it. Raises `AttachmentRefused`."""
    try:
        with AT_ONCE, Image.open(file, formats=FORMATS[media_type]) as picture:
            refuse_many_pixels(picture.size)
            picture.load()
            options = saving(picture)
            orientation = picture.getexif().get(ORIENTATION, 1)
            with file.open("wb") as target:
                picture.save(target, **options)
            width, height = picture.size
    except BROKEN as error:
        raise AttachmentRefused("broken", "Không đọc được ảnh này. Hãy chụp hoặc xuất lại ảnh rồi gửi.") from error
    return Size(height, width) if orientation in TURNED else Size(width, height)


def refuse_many_pixels(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise AttachmentRefused("too_large", f"Ảnh có hơn {most} triệu điểm ảnh. Hãy thu nhỏ ảnh rồi gửi lại.")


def saving(picture: Image.Image) -> dict[str, Any]:
    """How the picture is written: in its own format, at its own quality, with what is kept of its metadata."""
    kept = {"exif": kept_exif(picture), "icc_profile": picture.info.get("icc_profile")}
    match picture.format:
        case "JPEG":
            return {"format": "JPEG", "quality": "keep", **kept}
        case "MPO":
            return {"format": "JPEG", "quality": 95, **kept}
        case "WEBP":
            return {"format": "WEBP", "quality": 90, **kept}
    return {"format": picture.format, **kept}


def kept_exif(picture: Image.Image) -> Image.Exif:
    """The orientation, and the moment the picture was taken."""
    there, kept = picture.getexif(), Image.Exif()
    if orientation := there.get(ORIENTATION):
        kept[ORIENTATION] = orientation
    if taken_at := there.get_ifd(EXIF).get(TAKEN_AT):
        kept.get_ifd(EXIF)[TAKEN_AT] = taken_at
    return kept
