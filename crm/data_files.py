"""Sample units and routing rules of Hải Phòng, to start with and to test against; an administrator replaces them.

All of it is marked as sample. The names are those of real bodies; telephone numbers (subscriber part starting with 0)
and addresses (`.invalid`) can reach nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from crm.case import Category
from crm.data import read_csv
from crm.errors import BadData
from crm.places import Ward, wards
from crm.routing import Rule

CITY_OFFICE: Final = "city_office"
COMMITTEE: Final = "committee"  # as a rule's unit: the committee of the rule's ward
FIRST_CODE_OF_OLD_HAI_PHONG: Final = "11296"  # ward codes are in the order of the former provinces


@dataclass(frozen=True)
class Unit:
    """Đơn vị xử lý (Điều 3.4). `kind`: city_office, department, vertical, utility or committee."""

    code: str
    name: str
    kind: str
    phone: str  # E.164
    email: str
    sample: bool


@cache
def sample_units() -> tuple[Unit, ...]:
    """The units of `crm/data/units.csv`, then the 114 commune-level committees."""
    named = [(row["code"], row["name"], row["kind"]) for row in read_csv("units.csv")]
    committees = [(committee_of(ward), f"UBND {ward.kind} {ward.name}", COMMITTEE) for ward in wards()]
    return tuple(
        Unit(code, name, kind, f"+842250{number:06d}", f"{code}@don-vi-mau.invalid", sample=True)
        for number, (code, name, kind) in enumerate(named + committees, start=1)
    )


@cache
def sample_rules() -> tuple[Rule, ...]:
    """The rules of `crm/data/rules.csv`, one for each ward of their area."""
    return tuple(rule for row in read_csv("rules.csv") for rule in _rules_of(row))


def committee_of(ward: Ward) -> str:
    """The unit code of the ward's committee."""
    return f"ubnd_{ward.code}"


def _rules_of(row: dict[str, str]) -> Iterator[Rule]:
    for ward in _wards_of(row["area"], row["id"]):
        yield Rule(
            id=f"{row['id']}-{ward.code}" if ward else row["id"],
            category=Category(row["category"]),
            topic=row["topic"] or None,
            ward=ward.code if ward else None,
            keywords=tuple(row["keywords"].split("|")) if row["keywords"] else (),
            unit=committee_of(ward) if ward and row["unit"] == COMMITTEE else row["unit"],
            priority=int(row["priority"]),
            valid_from=None,
            valid_to=None,
        )


def _wards_of(area: str, rule: str) -> tuple[Ward | None, ...]:
    """The wards an area word stands for; one `None` is the whole city."""
    match area:
        case "city":
            return (None,)
        case "each_ward":
            return wards()
        case "hai_duong":  # other utilities serve the 64 wards of the former province
            return tuple(ward for ward in wards() if ward.code < FIRST_CODE_OF_OLD_HAI_PHONG)
        case _:
            raise BadData("crm/data/rules.csv", f"quy tắc “{rule}”: không hiểu địa bàn “{area}”.")
