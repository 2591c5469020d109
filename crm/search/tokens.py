"""A case as the search index knows it: one list of tokens, the same on every database. Pure.

Words are folded (`crm.folding`): letters and digits only. Everything else that can be asked for is a token that begins
with "_", so that no typed word can ever be one: what the case is (`_s_new`), words of one field (`_p_nguyen`), and for
confidential cases the words that also a unit may find it by (`_v_nuoc`; Điều 10, domain page "Personal data").
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from crm.phone_numbers import E164, show
from crm.places import ward_name
from crm.search.words import Term, words_of
from crm.views import CaseView

CASE: Final = "_case"  # every case has it
GAP: Final = "_"  # between fields: no phrase reaches from one into the next
WORDS_KEPT: Final = 20_000  # of one case; a transcript of hours must not outgrow a tsvector (1 MB)
SAFE: Final = re.compile(r"[a-z0-9][a-z0-9_]*")
NO_CALL: Final = "none"  # the channel of a case that no contact belongs to
MINUTE: Final = timedelta(minutes=1)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
NUMBER_BITS: Final = 20  # a year's numbers end at 999,999
SEASON_BITS: Final = NUMBER_BITS + 1 + 15  # 2^15 minutes are 22.75 days


class Facet(StrEnum):
    """What a case is, besides its words."""

    CATEGORY = "c"
    TOPIC = "t"
    WARD = "w"
    UNIT = "u"
    STATE = "s"
    CHANNEL = "n"
    CONFIDENTIAL = "k"
    RUNNING = "r"  # whether a clock runs
    CODE = "i"
    PHONE = "h"
    SEASON = "z"


class Field(StrEnum):
    """Fields whose words can be asked for by themselves."""

    NAME = "p"
    PLACE = "l"
    SHOWN = "v"  # of a confidential case: what does not tell the reporter


def facet(kind: Facet, value: str) -> str:
    """The token of a value: keys as they are, anything else in hex, so that it stays one token."""
    return f"_{kind}_{value}" if SAFE.fullmatch(value) else f"_{kind}__{value.encode().hex()}"


def flag(kind: Facet, holds: bool) -> str:
    """The token of a yes or no."""
    return facet(kind, str(int(holds)))


def in_field(field: Field, term: Term) -> Term:
    """The term in that field only."""
    return Term(tuple(f"_{field}_{word}" for word in term.words), term.begun)


def place_in_line(received_at: datetime, code: str) -> int:
    """The case's key in the index: later received, higher; minutes, then whether the year is odd, then the number.

    It never changes, since the moment of receipt and the code never do; two cases cannot have the same one, since a
    number comes again only with the next year, and the same minute's case two years later never.
    """
    return first_place(received_at) | (int(code[:2]) & 1) << NUMBER_BITS | int(code[2:8])


def first_place(moment: datetime) -> int:
    """Where the cases received in this minute begin."""
    return (moment - EPOCH) // MINUTE << NUMBER_BITS + 1


def season_of(place: int) -> int:
    """Which of the equal stretches of time a place belongs to: a part of the index that is a token as well."""
    return place >> SEASON_BITS


def season_start(season: int) -> int:
    """The first place of a season."""
    return season << SEASON_BITS


def tokens_of(case: CaseView, transcripts: Sequence[str]) -> list[str]:
    """The tokens of a case: what it is, the words of single fields, then all words in the order of the fields."""
    fields = case.fields
    name, place, content = words_of(fields.reporter_name), words_of(_where(case)), words_of(fields.content)
    by_field = [(Field.NAME, name), (Field.PLACE, place)]
    shown = (place, content, (case.code,))
    if fields.confidential:
        by_field += [(Field.SHOWN, words) for words in shown]
    parts = [_facets(case), *(in_field(field, Term(words)).words for field, words in by_field), name, *shown]
    parts += map(words_of, (fields.reporter_address, fields.reporter_email, *map(_dialled, _phones(case))))
    parts += map(words_of, (*dict.fromkeys(step.why for step in case.history), *transcripts))
    return [token for part in parts if part for token in (*part, GAP)][:WORDS_KEPT]


def phone_key(phone: str) -> str:
    """A number as a facet's value, whichever way it is stored."""
    return phone.removeprefix("+") if E164.fullmatch(phone) else phone


def _where(case: CaseView) -> str:
    return f"{case.fields.place} {ward_name(case.fields.ward) if case.fields.ward else ''}"


def _phones(case: CaseView) -> Iterable[str]:
    """The reporter's number, and those the case's calls came from."""
    phones = (case.fields.reporter_phone, *(contact.phone for contact in case.contacts))
    return dict.fromkeys(phone for phone in phones if phone)


def _dialled(phone: str) -> str:
    """A number in one piece, as people here dial it: whoever types its first digits finds it."""
    return "".join(show(phone).split())


def _facets(case: CaseView) -> tuple[str, ...]:
    fields = case.fields
    channels = {contact.channel for contact in case.contacts} or {NO_CALL}
    named = (
        (Facet.CATEGORY, fields.category),
        (Facet.TOPIC, fields.topic),
        (Facet.WARD, fields.ward),
        (Facet.UNIT, case.unit.code if case.unit else None),
        (Facet.STATE, case.state),
        (Facet.CODE, case.code),
        (Facet.SEASON, str(season_of(place_in_line(case.received_at, case.code)))),
        *((Facet.CHANNEL, channel) for channel in sorted(channels)),
        *((Facet.PHONE, phone_key(phone)) for phone in _phones(case)),
    )
    running = any(clock.stopped_at is None for clock in case.clocks)
    flags = flag(Facet.CONFIDENTIAL, fields.confidential), flag(Facet.RUNNING, running)
    return (CASE, *flags, *(facet(kind, value) for kind, value in named if value))
