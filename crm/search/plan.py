"""A question as conditions over tokens, the best first: each case belongs to the first one it fulfils. Pure.

That order is the whole ranking: why a case was found, then how new it is. It needs no statistics of all matches, so the
first page costs the same among a thousand cases and a million, and every place in the answer can be told a reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Final

from crm.case_code import parse
from crm.errors import BadCaseCode
from crm.phone_numbers import E164, normalise
from crm.search.messages import Filters, FoundBy, Order, SearchCases, Viewer
from crm.search.tokens import CASE, Facet, Field, facet, first_place, flag, in_field, phone_key
from crm.search.words import Term, read_words, words_of
from crm.working_time import HAI_PHONG

AnyOf = tuple[Term, ...]
AllOf = tuple[Term, ...]
DIGITS: Final = re.compile(r"\s*[+(]?\d[\d\s.()/-]*", re.ASCII)  # a code or number, whole or begun, however grouped
OPENLY: Final = Term((flag(Facet.CONFIDENTIAL, False),))


@dataclass(frozen=True)
class Condition:
    """At least one term of each of `every`; of each of `never` not all terms."""

    every: tuple[AnyOf, ...]
    never: tuple[AllOf, ...] = ()


@dataclass(frozen=True)
class Tier:
    """The cases found for one reason."""

    found_by: FoundBy
    condition: Condition


@dataclass(frozen=True)
class Plan:
    """Every case of the answer fulfils `widest`, and exactly one of `tiers`."""

    widest: Condition
    tiers: tuple[Tier, ...]


@dataclass(frozen=True)
class Span:
    """Which part of the index: places from `low` up to, not including, `high`."""

    low: int
    high: int


def plan_of(question: SearchCases, viewer: Viewer) -> Plan:
    """The conditions in the order of the answer; a single one where the order is by receipt."""
    wanted = read_words(question.text)
    never = tuple(term for unwanted in wanted.unwanted for term in hidden(unwanted, viewer))
    always = ((Term((CASE,)),), *of_viewer(viewer), *of_filters(question.filters))
    named = by_identity(question.text)
    groups = groups_of(named, question.text, wanted.terms)
    widest = Condition((*always, *seen(groups, viewer)), never)
    if question.order is not Order.BEST or not groups:
        return Plan(widest, (Tier(FoundBy.FILTER, widest),))
    better = [named] if named else by_field(groups)
    found = []
    for found_by, clauses in better:
        personal = viewer.unit is not None and found_by in (FoundBy.PHONE, FoundBy.NAME)
        own = (*clauses, (OPENLY,)) if personal else clauses
        found.append(Tier(found_by, Condition((*always, *own), never)))
        never = (*never, *product(*own))
    return Plan(widest, (*found, *whole_and_begun(always, groups, never, viewer)))


def span_of(filters: Filters) -> Span:
    """The days of receipt, as a part of the index."""
    first = filters.received_from or date(1970, 1, 2)
    last = filters.received_to or date(9000, 1, 1)
    return Span(midnight_before(first), midnight_before(last + timedelta(days=1)))


def midnight_before(day: date) -> int:
    """Where the day's cases begin in the index."""
    return first_place(datetime(day.year, day.month, day.day, tzinfo=HAI_PHONG))


def by_identity(text: str) -> tuple[FoundBy, tuple[AnyOf, ...]] | None:
    """The text is a case's code or a telephone number, however it is written."""
    try:
        return FoundBy.CODE, ((Term((facet(Facet.CODE, parse(text)),)),),)
    except BadCaseCode:
        number = normalise(text)
    if not E164.fullmatch(number):
        return None
    return FoundBy.PHONE, ((Term((facet(Facet.PHONE, phone_key(number)),)),),)


def groups_of(named: tuple[FoundBy, tuple[AnyOf, ...]] | None, text: str, terms: Sequence[Term]) -> tuple[AnyOf, ...]:
    """What must all be in the case. Digits in groups are one number, or stand in the text in the same spelling."""
    if DIGITS.fullmatch(text):
        words = words_of(text)
        identity = named[1][0] if named else (Term(("".join(words),), begun=True),)
        return ((*identity, Term(words, begun=True)),)
    return tuple((term,) for term in terms)


def by_field(groups: Sequence[AnyOf]) -> list[tuple[FoundBy, tuple[AnyOf, ...]]]:
    """All the words in the reporter's name, then all in the place of the matter."""
    fields = (FoundBy.NAME, Field.NAME), (FoundBy.PLACE, Field.PLACE)
    return [
        (found_by, tuple(tuple(in_field(field, term.whole) for term in group) for group in groups))
        for found_by, field in fields
    ]


def whole_and_begun(
    always: tuple[AnyOf, ...], groups: tuple[AnyOf, ...], never: tuple[AllOf, ...], viewer: Viewer
) -> tuple[Tier, ...]:
    """The words anywhere in the case as they stand; then, where the last may go on, also as the beginning of others."""
    whole = tuple(tuple(term.whole for term in group) for group in groups)
    text = Tier(FoundBy.TEXT, Condition((*always, *seen(whole, viewer)), never))
    standing = tuple(part for term in groups[-1] if term.begun for part in hidden(term.whole, viewer))
    if not standing:
        return (text,)
    return text, Tier(FoundBy.BEGUN, Condition((*always, *seen(groups, viewer)), (*never, *standing)))


def seen(groups: Sequence[AnyOf], viewer: Viewer) -> tuple[AnyOf, ...]:
    """What must be in the case, where the viewer may look: a unit not into what tells a confidential reporter."""
    if viewer.unit is None:
        return tuple(groups)
    shown = ((*(in_field(Field.SHOWN, term) for term in group), OPENLY) for group in groups)
    return (*groups, *shown)


def hidden(term: Term, viewer: Viewer) -> tuple[AllOf, ...]:
    """What must not be in the case. Also by what is left out a unit must not learn who a confidential reporter is."""
    if viewer.unit is None:
        return ((term,),)
    return (term, OPENLY), (in_field(Field.SHOWN, term),)


def of_viewer(viewer: Viewer) -> tuple[AnyOf, ...]:
    """A unit's own cases."""
    return ((Term((facet(Facet.UNIT, viewer.unit),)),),) if viewer.unit is not None else ()


def of_filters(filters: Filters) -> tuple[AnyOf, ...]:
    """The filters that are tokens; the days are a `Span`, and `late` is a matter of the moment."""
    kinds = (
        (Facet.CATEGORY, filters.categories),
        (Facet.TOPIC, filters.topics),
        (Facet.WARD, filters.wards),
        (Facet.UNIT, filters.units),
        (Facet.STATE, filters.states),
        (Facet.CHANNEL, filters.channels),
    )
    found = [tuple(Term((facet(kind, value),)) for value in values) for kind, values in kinds if values]
    if filters.confidential is not None:
        found.append((Term((flag(Facet.CONFIDENTIAL, filters.confidential),)),))
    if filters.late:
        found.append((Term((flag(Facet.RUNNING, True),)),))
    return tuple(found)
