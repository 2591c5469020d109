"""The code of a case: YY + six-digit running number of the year + Damm check digit, e.g. "260001237".

Digits only, so that a citizen can key it in; the check digit catches every single wrong digit and every swap of two
neighbours, so that a slip is never answered with somebody else's case.
"""

from typing import Final

from stdnum import damm

from crm.errors import BadCaseCode, CaseNumbersUsedUp

LENGTH: Final = 9
MAX_NUMBER: Final = 999_999
SEPARATORS: Final = str.maketrans("", "", " \t\u00a0.-")  # how people write the groups


def make(year: int, number: int) -> str:
    """The code of the `number`-th case (from 1) of `year`, without separators."""
    if not 1 <= number <= MAX_NUMBER:
        raise CaseNumbersUsedUp(year, number)
    body = f"{year % 100:02d}{number:06d}"
    return f"{body}{damm.calc_check_digit(body)}"


def parse(text: str) -> str:
    """The code in what was typed, keyed or pasted (spaces, dots and dashes are ignored), else `BadCaseCode`."""
    code = text.translate(SEPARATORS)
    if not (code.isascii() and code.isdigit()):
        raise BadCaseCode("Mã có ký tự không phải chữ số.")
    if len(code) != LENGTH:
        raise BadCaseCode(f"Mã có {len(code)} chữ số.")
    if not damm.is_valid(code):
        raise BadCaseCode("Mã có chữ số bị nhầm.")
    return code


def spoken(code: str) -> str:
    """The code in the groups it is shown and read out in: "26 000 123 7"."""
    return f"{code[:2]} {code[2:5]} {code[5:8]} {code[8:]}"
