"""Numbers and days as Vietnamese documents write them: "1.234", "12,30%", "25/8/2026"."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

NOT_PRINTED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
TO_VIETNAMESE: Final = str.maketrans(",.", ".,")


def number(count: int) -> str:
    return f"{count:,}".translate(TO_VIETNAMESE)


def percent(share: Decimal) -> str:
    """As rounded; a whole one without decimals ("100%")."""
    whole = share == share.to_integral_value()
    return f"{share.to_integral_value() if whole else share}%".translate(TO_VIETNAMESE)


def day(of: date) -> str:
    return f"{of.day}/{of.month}/{of.year}"


def day_in_words(of: date) -> str:
    return f"ngày {of.day} tháng {of.month} năm {of.year}"


def printed(text: str) -> str:
    """What somebody wrote, without what no document can hold."""
    return NOT_PRINTED.sub(" ", text)
