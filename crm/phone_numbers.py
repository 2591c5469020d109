"""Telephone numbers: E.164 in the store, the usual spelling on the page, hidden in logs."""

import re
from typing import Final

import phonenumbers

REGION: Final = "VN"
WITHHELD: Final = frozenset({"anonymous", "unknown", "unavailable", "private", "restricted", "withheld"})
DIALLABLE: Final = re.compile(r"[+(]?[0-9][0-9 ().\-/]{2,24}")
E164: Final = re.compile(r"\+[1-9][0-9]{5,14}")
MASK: Final = "***"
SHOWN_IN_MASK: Final = 3


def normalise(raw: str) -> str:
    """E.164 for a possible number, what was heard (stripped) otherwise, "" when the caller withheld it.

    Possible is enough, valid is not asked: new prefixes come faster than libraries, and a number that a caller did
    call from must be kept. Letters never become digits ("op-nam" is no number).
    """
    heard = raw.strip()
    if heard.partition("@")[0].casefold() in WITHHELD:
        return ""
    if not DIALLABLE.fullmatch(heard):
        return heard
    try:
        number = phonenumbers.parse(heard, REGION)
    except phonenumbers.NumberParseException:
        return heard
    if not phonenumbers.is_possible_number(number):
        return heard
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show(e164: str) -> str:
    """As people here write it: "0912 345 678"; foreign numbers with "+"; anything else as it stands."""
    if not E164.fullmatch(e164):
        return e164
    number = phonenumbers.parse(e164)
    if number.country_code != phonenumbers.country_code_for_region(REGION):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if not phonenumbers.is_valid_number(number):  # the library knows no grouping for it, e.g. 02251022
        return f"0{number.national_number}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def mask(phone: str) -> str:
    """For logs: the last three digits at most, "" for a withheld number."""
    if not phone:
        return ""
    return MASK + (phone[-SHOWN_IN_MASK:] if len(phone) > 2 * SHOWN_IN_MASK else "")
