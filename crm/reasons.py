"""Reasons to choose from: why a report is refused (Điều 1.2, 4.7), and why a contact becomes no case."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from crm.data import read_toml
from crm.errors import BadData, NotFound

REFUSALS: Final = "refusal_reasons.toml"
NO_CASE: Final = "no_case_reasons.toml"


@dataclass(frozen=True)
class Reason:
    key: str
    name: str
    article: str = ""  # of the regulation, for a refusal


def refusal_reasons() -> tuple[Reason, ...]:
    """Why a report may be refused, in the order they are offered."""
    return _read(REFUSALS)


def no_case_reasons() -> tuple[Reason, ...]:
    """Why a contact may be closed without a case."""
    return _read(NO_CASE)


def refusal_reason(key: str) -> Reason:
    """The reason with this key, else `NotFound`."""
    return _find(refusal_reasons(), "lý do từ chối", key)


def no_case_reason(key: str) -> Reason:
    """The reason with this key, else `NotFound`."""
    return _find(no_case_reasons(), "lý do không lập phiếu", key)


def _find(reasons: tuple[Reason, ...], what: str, key: str) -> Reason:
    for reason in reasons:
        if reason.key == key:
            return reason
    raise NotFound(what, key)


@cache
def _read(name: str) -> tuple[Reason, ...]:
    try:
        return tuple(Reason(**row) for row in read_toml(name)["reason"])
    except (KeyError, TypeError) as error:
        raise BadData(f"crm/data/{name}", str(error)) from error
