"""What digits can be checked for, by name: `valid` of an `Input`."""

from collections.abc import Callable, Mapping
from typing import Final

import phonenumbers
from stdnum import damm


def is_phone(digits: str) -> bool:
    """A telephone number as it is dialled in Việt Nam."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, "VN"))
    except phonenumbers.NumberParseException:
        return False


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "any": str.isdecimal,
    "damm": damm.is_valid,  # a case code
    "phone": is_phone,
    "score": lambda digits: digits in {"1", "2", "3", "4", "5"},  # of a survey
}
