"""Where in a ward: street and numbers in the words people use, and how alike two such places are. Pure.

"Trước số nhà 12/213 Lạch Tray, phường Gia Viên" is the street "lach tray" with the numbers 12 and 213: which of two is
the alley is written both ways round, so that they are kept together. A number that belongs to a name ("quốc lộ 5",
"thôn 3") stays in it. How places are written is data (`crm/data/duplicates.toml`).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from rapidfuzz import fuzz

from crm.data import read_toml
from crm.folding import contains_words, fold

FILE: Final = "duplicates.toml"
NUMBER: Final = re.compile(r"\b([0-9]+)[a-z]?\b")
PART: Final = re.compile(r"[,;]| - ")


@dataclass(frozen=True)
class Address:
    """A place in a ward. `street` is folded, without words like "đường"; a landmark or a village counts as one."""

    street: str = ""
    numbers: frozenset[int] = frozenset()


class Likeness(StrEnum):
    """How two places in a ward go together; the words are those of `[street]` in the data."""

    SAME_NUMBER = "same_number"
    NEAR_NUMBER = "near_number"
    NUMBER_NOT_SAID = "number_not_said"
    OTHER_NUMBER = "other_number"
    MENTIONED = "mentioned"
    NOT_SAID = "not_said"
    OTHER = "other"


def read_address(place: str) -> Address:
    """The street and the numbers in a place written by hand."""
    names: list[str] = []
    numbers: list[int] = []
    for part in PART.split(place.replace("/", " ")):
        name, found = _apart(_written_out(fold(_without_ward(part))))
        names += _data().fillers.sub(" ", name).split()
        numbers += found
    return Address(" ".join(dict.fromkeys(names)), frozenset(numbers))


def likeness(one: Address, other: Address) -> Likeness:
    """How two places go together; NOT_SAID when one of them has no street."""
    if not one.street or not other.street:
        return Likeness.NOT_SAID
    if not same_street(one.street, other.street):
        return Likeness.OTHER
    if not one.numbers or not other.numbers:
        return Likeness.NUMBER_NOT_SAID
    apart = min(abs(mine - theirs) for mine in one.numbers for theirs in other.numbers)
    if apart == 0:
        return Likeness.SAME_NUMBER
    return Likeness.NEAR_NUMBER if apart <= _data().near else Likeness.OTHER_NUMBER


def same_street(one: str, other: str) -> bool:
    """One name within the other, word by word ("tô hiệu", "tô hiệu cầu đất"), or a slip of the finger apart.

    A single word within a longer name is not enough: there are many that begin with "Lê".
    """
    shorter, longer = sorted((one.split(), other.split()), key=len)
    if (len(shorter) == len(longer) or len(shorter) > 1) and set(shorter) <= set(longer):
        return True
    return fuzz.ratio(one, other) >= _data().alike


def mentions(folded_text: str, address: Address) -> bool:
    """Whether a folded text names the street."""
    return bool(address.street) and contains_words(folded_text, address.street)


@dataclass(frozen=True)
class _Data:
    admin: re.Pattern[str]
    admin_first: re.Pattern[str]
    fillers: re.Pattern[str]
    naming: tuple[str, ...]
    short: Mapping[str, str]
    near: int
    alike: int


@cache
def _data() -> _Data:
    table = read_toml(FILE)
    words = table["address"]
    return _Data(
        admin=_any_of(words["admin"], before=r"\b", after=r"\b.*"),
        admin_first=_any_of(words["admin_first"], before="^", after=r"\b.*"),
        fillers=_any_of([*words["fillers"], *words["alleys"]], before=r"\b", after=r"\b"),
        naming=tuple(words["naming"]),
        short=words["short"],
        near=table["street"]["near"],
        alike=table["street"]["alike"],
    )


def _any_of(words: Sequence[str], before: str, after: str) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"{before}(?:{'|'.join(longest_first)}){after}")


def _without_ward(part: str) -> str:
    """The part of a place before its ward, district or city is named."""
    return _data().admin.sub("", unicodedata.normalize("NFC", part).casefold())


def _written_out(folded: str) -> str:
    """ "ql5" and "ql 5" as "quoc lo 5"; nothing of a part that only names the ward."""
    apart = re.sub(r"\b([a-z]{2,3})([0-9]+)\b", r"\1 \2", _data().admin_first.sub("", folded))
    return " ".join(_data().short.get(word, word) for word in apart.split())


def _apart(folded: str) -> tuple[str, list[int]]:
    """The name in a part of a place, and the numbers that do not belong to it."""
    name, end = "", 0
    numbers = []
    for number in NUMBER.finditer(folded):
        before = folded[end : number.start()]
        if not before.rstrip().endswith(_data().naming):
            name, end = f"{name} {before}", number.end()
            numbers.append(int(number[1]))
    return f"{name} {folded[end:]}", numbers
