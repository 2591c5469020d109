"""Numbers, dates and times as Vietnamese is spoken in the north, in pieces whose sounds are made once. Pure.

The rules that a voice reading digits gets wrong: after mươi, 1 is mốt, 4 is tư and 5 is lăm; after mười, 5 is lăm; an
empty tens place is linh; an empty hundreds place below a thousand is không trăm; the fourth month is tháng tư and the
first ten days of a month are mồng.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Final

ONES: Final = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
SCALES: Final = ("", "nghin", "trieu", "ty")
LARGEST: Final = 10 ** (3 * len(SCALES)) - 1

TEXTS: Final = {
    "khong": "không",
    "mot": "một",
    "hai": "hai",
    "ba": "ba",
    "bon": "bốn",
    "nam": "năm",
    "sau": "sáu",
    "bay": "bảy",
    "tam": "tám",
    "chin": "chín",
    "muoi": "mười",
    "muoi_chuc": "mươi",
    "mot_sau_muoi": "mốt",
    "tu": "tư",
    "lam": "lăm",
    "linh": "linh",
    "tram": "trăm",
    "nghin": "nghìn",
    "trieu": "triệu",
    "ty": "tỷ",
    "ngay": "ngày",
    "mong": "mồng",
    "thang": "tháng",
    "gio": "giờ",
    "phut": "phút",
}


@dataclass(frozen=True)
class Piece:
    """One word of the language; `id` names its sound file, the same for all flows."""

    name: str

    @property
    def id(self) -> str:
        return f"vi.{self.name}"

    @property
    def text(self) -> str:
        return TEXTS[self.name]


Pieces = tuple[Piece, ...]
PIECES: Final[Pieces] = tuple(map(Piece, TEXTS))


def digits(text: str) -> Pieces:
    """Digits one by one: a case code, a telephone number. Raises ValueError for anything else."""
    return tuple(Piece(ONES[int(digit)]) for digit in text)


def number(value: int) -> Pieces:
    """A whole number from 0 to `LARGEST`. Raises ValueError beyond."""
    if not 0 <= value <= LARGEST:
        raise ValueError(f"{value} is not between 0 and {LARGEST}")
    return tuple(map(Piece, _number(value))) if value else (Piece("khong"),)


def day(value: date) -> Pieces:
    """ngày hai mươi tư tháng mười một năm hai nghìn không trăm hai mươi sáu."""
    mong = (Piece("mong"),) if value.day <= 10 else ()
    month = (Piece("tu"),) if value.month == 4 else number(value.month)
    words = (Piece("ngay"), *mong, *number(value.day), Piece("thang"), *month)
    return (*words, Piece("nam"), *number(value.year))


def hour(value: time) -> Pieces:
    """bảy giờ ba mươi phút; a full hour has no minutes."""
    minutes = (*number(value.minute), Piece("phut")) if value.minute else ()
    return (*number(value.hour), Piece("gio"), *minutes)


def _number(value: int) -> Iterator[str]:
    """Groups of three digits, the highest first; one that is all zeros is silent."""
    groups = [value // 1000**place % 1000 for place in reversed(range(len(SCALES)))]
    leading = True
    for place, group in zip(reversed(range(len(SCALES))), groups, strict=True):
        if group:
            yield from _group(group, leading)
            if place:
                yield SCALES[place]
            leading = False


def _group(value: int, leading: bool) -> Iterator[str]:
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    if hundreds or not leading:
        yield ONES[hundreds]
        yield "tram"
        if ones and not tens:
            yield "linh"
    if tens == 1:
        yield "muoi"
    elif tens:
        yield ONES[tens]
        yield "muoi_chuc"
    if ones:
        yield _last(tens, ones)


def _last(tens: int, ones: int) -> str:
    match tens, ones:
        case 1, 5:
            return "lam"
        case 0 | 1, _:
            return ONES[ones]
        case _, 1:
            return "mot_sau_muoi"
        case _, 4:
            return "tu"
        case _, 5:
            return "lam"
    return ONES[ones]
