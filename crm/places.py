"""The 114 commune-level units of Hải Phòng since 1/7/2025, found by the names people say, old ones too.

The units come from the library `vietnam-provinces`. It does not know what became of the old wards and districts (its
releases for Python 3.12 do); `crm/data/old_wards.csv` does: each commune of Hải Phòng and Hải Dương of before 1/7/2025,
its district, and the wards its area went to (Nghị quyết 1669/NQ-UBTVQH15, table of the General Statistics Office).
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import vietnam_provinces

from crm.data import read_csv, read_toml
from crm.folding import fold

HAI_PHONG: Final = vietnam_provinces.ProvinceCode.P_31
KINDS: Final = ("phuong ", "xa ", "dac khu ", "thi tran ", "p ", "x ", "tt ")  # as people begin a name, folded


@dataclass(frozen=True)
class Ward:
    """xã, phường, đặc khu: "11383", "Lê Chân", "phường", "Phường Lê Chân"."""

    code: str  # five digits (Quyết định 19/2025/QĐ-TTg)
    name: str
    kind: str
    full_name: str


@dataclass(frozen=True)
class Naming:
    """A name somebody may say, with its kind, and the wards it means today."""

    full_name: str
    wards: tuple[Ward, ...]
    current: bool


@cache
def wards() -> tuple[Ward, ...]:
    """All 114, in the library's order (the communes of old Hải Phòng first, then those of old Hải Dương)."""
    return tuple(_ward(ward) for ward in vietnam_provinces.Ward.iter_by_province(HAI_PHONG))


def ward_by_code(code: str) -> Ward | None:
    """The ward, or None when the code is none of Hải Phòng's."""
    return _by_code().get(code)


def ward_name(code: str) -> str:
    """ "Phường Lê Chân"; the code itself when it is none of Hải Phòng's."""
    ward = ward_by_code(code)
    return ward.full_name if ward else code


@cache
def former_names() -> dict[str, tuple[str, ...]]:
    """By ward code: the communes and districts of before 1/7/2025 whose area it has, as people still say them."""
    found = defaultdict[str, list[str]](list)
    for naming in _old_namings():
        for ward in naming.wards:
            found[ward.code].append(naming.full_name)
    return {code: tuple(names) for code, names in found.items()}


def find_ward(text: str) -> tuple[Ward, ...]:
    """The wards that `text`, a name with or without its kind, may mean; the likeliest first, diacritics and case aside.

    A name said in full comes first ("xã Hưng Đạo" was another place than phường Hưng Đạo), then today's names before
    old ones, then the same diacritics before others ("Cẩm Giàng", "Cẩm Giang"). An old commune that was divided, or an
    old district ("quận Lê Chân"), means several wards.
    """
    return tuple(dict.fromkeys(ward for naming in _found(text) for ward in naming.wards))


def likeliest_wards(text: str) -> tuple[Ward, ...]:
    """The first of `find_ward` with those that are as likely: one ward, or all that an old, divided place became.

    "Hưng Đạo" is today's phường alone; "Hoa Động" was divided and is two wards.
    """
    found = _found(text)
    best = [naming for naming in found if _rank(naming, text) == _rank(found[0], text)]
    return tuple(dict.fromkeys(ward for naming in best for ward in naming.wards))


def _found(text: str) -> list[Naming]:
    """The namings `text` may be, the likeliest first."""
    wanted = fold(text)
    namings = [naming for key in {wanted, _without_kind(wanted)} for naming in _namings().get(key, ())]
    return sorted(namings, key=lambda naming: (_rank(naming, text), naming.full_name))


def _rank(naming: Naming, text: str) -> tuple[bool, bool, bool]:
    said = unicodedata.normalize("NFC", text).casefold()
    other_diacritics = said not in unicodedata.normalize("NFC", naming.full_name).casefold()
    return fold(naming.full_name) != fold(text), not naming.current, other_diacritics


def _without_kind(folded: str) -> str:
    return next((folded.removeprefix(kind) for kind in KINDS if folded.startswith(kind)), folded)


@cache
def _namings() -> dict[str, tuple[Naming, ...]]:
    """By folded name, and by folded name without its kind."""
    found = defaultdict(list)
    for naming in (*_current_namings(), *_old_namings()):
        full = fold(naming.full_name)
        for key in {full, _without_kind(full)}:
            found[key].append(naming)
    return {key: tuple(namings) for key, namings in found.items()}


def _current_namings() -> Iterator[Naming]:
    for ward in wards():
        yield Naming(ward.full_name, (ward,), current=True)


def _old_namings() -> Iterator[Naming]:
    """The old communes, and the old districts with all their communes' wards."""
    districts = defaultdict[str, list[Ward]](list)
    for row in read_csv("old_wards.csv"):
        now = tuple(_by_code()[code] for code in row["wards"].split("|"))
        districts[row["district"]] += now
        yield Naming(row["name"], now, current=False)
    for district, now_there in districts.items():
        yield Naming(district, tuple(dict.fromkeys(now_there)), current=False)


@cache
def _by_code() -> dict[str, Ward]:
    return {ward.code: ward for ward in wards()}


def _ward(ward: vietnam_provinces.Ward) -> Ward:
    code = f"{int(ward.code):05d}"
    kind = ward.division_type.value
    corrected = read_toml("ward_codes.toml")["corrected"].get(code, code)
    return Ward(corrected, ward.name[len(kind) :].strip(), kind, ward.name)
