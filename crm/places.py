"""The 114 commune-level units of Hải Phòng since 1/7/2025, from the library `vietnam-provinces`, found by name."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import vietnam_provinces

from crm.folding import fold

HAI_PHONG: Final = vietnam_provinces.ProvinceCode.P_31
KINDS: Final = ("phường", "xã", "đặc khu")


@dataclass(frozen=True)
class Ward:
    """xã, phường, đặc khu: "11383", "Lê Chân", "phường", "Phường Lê Chân"."""

    code: str  # five digits, of the General Statistics Office
    name: str
    kind: str
    full_name: str


@cache
def wards() -> tuple[Ward, ...]:
    """All 114, in the library's order (the communes of old Hải Phòng first, then those of old Hải Dương)."""
    return tuple(_ward(ward) for ward in vietnam_provinces.Ward.iter_by_province(HAI_PHONG))


def ward_by_code(code: str) -> Ward | None:
    return _by_code().get(code)


def ward_name(code: str) -> str:
    """ "Phường Lê Chân"; the code itself when it is none of ours."""
    ward = ward_by_code(code)
    return ward.full_name if ward else code


def find_ward(text: str) -> tuple[Ward, ...]:
    """The wards a name may mean, best first, diacritics and case aside."""
    wanted = fold(text)
    return tuple(ward for ward in wards() if wanted and wanted in (fold(ward.name), fold(ward.full_name)))


@cache
def _by_code() -> dict[str, Ward]:
    return {ward.code: ward for ward in wards()}


def _ward(ward: vietnam_provinces.Ward) -> Ward:
    kind = ward.division_type.value
    return Ward(f"{int(ward.code):05d}", ward.name[len(kind) :].strip(), kind, ward.name)
