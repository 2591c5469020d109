"""Kinds of cells: how each value is written for people and read from what they write. `read(show(value)) == value`."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Final

from rapidfuzz import fuzz, process

from crm.admin_errors import BadCell
from crm.folding import fold
from crm.phone_numbers import E164, normalise, show
from crm.places import likeliest_wards, ward_by_code, ward_name, wards
from crm.sheets import Column, tidy

LONGEST: Final = 300
LARGEST: Final = 1_000_000  # of a number; fits every database
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
EMAIL: Final = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
NUMBER: Final = re.compile(r"-?[0-9]{1,7}")
DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
HOUR: Final = re.compile(r"([0-9]{1,2})[:hg]([0-9]{2})(?::00)?")
ALIKE: Final = 60  # per cent: a name this near is offered as what may have been meant
WORD_SEPARATOR: Final = "|"
YES: Final = "có"
NO: Final = "không"


def text(key: str, name: str, *, required: bool = False, longest: int = LONGEST) -> Column:
    """A text in one line, in the one spelling of its diacritics that all systems agree on (NFC)."""
    return Column(key, name, str, lambda said: plain(said, required, longest), required)


def word(key: str, name: str, pattern: str, expected: str) -> Column:
    """A key: required, of few letters. `expected` says which, in Vietnamese."""
    shape = re.compile(pattern)

    def read(said: str) -> str:
        if not shape.fullmatch(said):
            raise BadCell(f"“{said}” không phải mã: {expected}" if said else f"thiếu mã: {expected}")
        return said

    return Column(key, name, str, read, required=True)


def number(key: str, name: str, *, least: int, otherwise: int | None = None) -> Column:
    """A whole number; an empty cell is `otherwise`, or a fault."""

    def read(said: str) -> int:
        if not said and otherwise is not None:
            return otherwise
        if not NUMBER.fullmatch(said) or not least <= int(said) <= LARGEST:
            raise BadCell(f"“{said}” không phải số nguyên từ {least} đến {LARGEST}")
        return int(said)

    return Column(key, name, str, read, required=otherwise is None)


def day(key: str, name: str, *, required: bool = False) -> Column:
    """A day. Shown as 2026-11-24; a day that Excel rewrote is read day first, never month first."""

    def read(said: str) -> str | None:
        if not said and not required:
            return None
        return read_day(said).isoformat()

    return Column(key, name, lambda value: value or "", read, required)


def hour(key: str, name: str) -> Column:
    """A moment of the day: 07:30; 7h30 and 7:30:00 are read as well."""

    def read(said: str) -> str:
        found = HOUR.fullmatch(said)
        try:
            return time(int(found[1]), int(found[2])).strftime("%H:%M") if found else bad_hour(said)
        except ValueError:
            return bad_hour(said)

    return Column(key, name, str, read, required=True)


def yes(key: str, name: str, *, otherwise: bool) -> Column:
    """có or không; an empty cell is `otherwise`."""

    def read(said: str) -> bool:
        if not said:
            return otherwise
        if fold(said) not in (fold(YES), fold(NO)):
            raise BadCell(f"“{said}”: hãy ghi “{YES}” hoặc “{NO}”")
        return fold(said) == fold(YES)

    return Column(key, name, lambda value: YES if value else NO, read, choices=(YES, NO))


def choice(
    key: str,
    name: str,
    names: Mapping[str, str],
    *,
    required: bool = True,
    what: str = "",
    offered: Iterable[str] | None = None,
) -> Column:
    """One of `names` (key -> Vietnamese name), written by its name, read by key or name, marks and case aside.

    A name that two keys share is written by its key. An empty cell that may be is `None`. `what` is the noun, `offered`
    the keys a page proposes, when not all.
    """
    index = NameIndex(names)
    spelt = {other: index.spelling(other) for other in names}

    def read(said: str) -> str | None:
        if not said and not required:
            return None
        if (found := index.find(said)) is None:
            raise BadCell(unknown(what or name.lower(), said, list(names.values())))
        return found

    def show_it(value: str | None) -> str:
        return spelt.get(value, value) if value else ""

    offers = names if offered is None else offered
    return Column(key, name, show_it, read, required, told=True, choices=tuple(spelt[other] for other in offers))


def ward(key: str, name: str, anywhere: str) -> Column:
    """A ward by code, today's name or a former one; an empty cell, or `anywhere`, is `None`."""

    def read(said: str) -> str | None:
        if not said or fold(said) == fold(anywhere):
            return None
        if known := ward_by_code(said):
            return known.code
        found = likeliest_wards(said)
        if len(found) > 1:
            names = ", ".join(one.full_name for one in found[:5]) + (", ..." if len(found) > 5 else "")
            raise BadCell(f"“{said}” là nhiều nơi ({names}): hãy ghi rõ một nơi, mỗi nơi một dòng")
        if not found:
            raise BadCell(unknown("xã, phường, đặc khu", said, [one.full_name for one in wards()]))
        return found[0].code

    names = tuple(one.full_name for one in wards())
    return Column(key, name, lambda code: ward_name(code) if code else anywhere, read, told=True, choices=names)


def keywords(key: str, name: str) -> Column:
    """Words separated by `|`; each has a letter or digit, or it could never be found."""

    def read(said: str) -> list[str]:
        found = [plain(tidy(one), False, LONGEST) for one in said.split(WORD_SEPARATOR)]
        kept = list(dict.fromkeys(one for one in found if one))
        if unseen := [one for one in kept if not fold(one)]:
            raise BadCell(f"từ khóa “{unseen[0]}” không có chữ cái hay chữ số nào để tìm")
        return kept

    return Column(key, name, f" {WORD_SEPARATOR} ".join, read)


def phone(key: str, name: str) -> Column:
    """A telephone number, kept as E.164 and shown as it is dialled here."""

    def read(said: str) -> str:
        found = normalise(said)
        if found and not E164.fullmatch(found):
            raise BadCell(f"“{said}” không phải số điện thoại, ví dụ 0225 3747 171")
        return found

    def dialled(value: str) -> str:
        return show(value) if normalise(show(value)) == value else value

    return Column(key, name, dialled, read)


def email(key: str, name: str) -> Column:
    def read(said: str) -> str:
        if said and not EMAIL.fullmatch(plain(said, False, LONGEST)):
            raise BadCell(f"“{said}” không phải địa chỉ thư điện tử")
        return plain(said, False, LONGEST)

    return Column(key, name, str, read)


def plain(said: str, required: bool, longest: int) -> str:
    """The text as it is kept, else `BadCell`."""
    kept = " ".join(unicodedata.normalize("NFC", said).split())
    if CONTROL.search(kept):
        raise BadCell("có ký tự điều khiển không nhìn thấy: hãy gõ lại ô này")
    if len(kept) > longest:
        raise BadCell(f"dài {len(kept)} ký tự, nhiều nhất {longest}")
    if required and not kept:
        raise BadCell("chưa điền")
    return kept


def read_day(said: str) -> date:
    """2026-11-24, 24/11/2026, 24.11.2026; else `BadCell`."""
    try:
        if found := DAY_FIRST.fullmatch(said):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(said)
    except ValueError as error:
        raise BadCell(f"“{said}” không phải ngày: hãy ghi năm-tháng-ngày, hoặc ngày/tháng/năm") from error


def bad_hour(said: str) -> str:
    raise BadCell(f"“{said}” không phải giờ, ví dụ 07:30")


class NameIndex:
    """Keys found by their names, as they are written or with marks and case aside."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._exact = defaultdict[str, set[str]](set)
        self._folded = defaultdict[str, set[str]](set)
        for key, name in names.items():
            self._exact[plain(name, False, LONGEST)].add(key)
            self._folded[fold(name)].add(key)

    def find(self, said: str) -> str | None:
        """The key that `said` is, or is the name of; None for none, or several."""
        if said in self._names:
            return said
        found = self._exact.get(plain(said, False, LONGEST)) or self._folded.get(fold(said)) or set()
        return next(iter(found)) if len(found) == 1 else None

    def spelling(self, key: str) -> str:
        """The name, where it is this key's alone; else the key."""
        name = self._names[key]
        return name if self.find(name) == key else key


def unknown(what: str, said: str, names: list[str]) -> str:
    """There is none of that name; the nearest one is offered."""
    nearest = process.extractOne(fold(said), [fold(name) for name in names], scorer=fuzz.ratio, score_cutoff=ALIKE)
    hint = f"; có phải “{names[nearest[2]]}”?" if nearest else ""
    return f"không có {what} nào là “{said}”{hint}" if said else f"chưa chọn {what}"
