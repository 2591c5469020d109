"""The search itself: a page of cases, each with why it was found."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from crm.search.hits import hits_of
from crm.search.index import find_places, first_fulfilled
from crm.search.messages import COUNTED, Cursor, FoundBy, Order, SearchAnswer, SearchCases, Viewer
from crm.search.plan import Plan, Span, Tier, plan_of, span_of
from crm.search.rows import Found
from crm.store import Store

RANK: Final = {found_by: rank for rank, found_by in enumerate(FoundBy)}
Places = list[tuple[FoundBy, Found]]


def search_cases(question: SearchCases, viewer: Viewer, store: Store, now: datetime) -> SearchAnswer:
    """The cases that fulfil the question, best first; of one moment's database, by indexes alone."""
    with store.reading() as session:
        found, count = find(session, question, plan_of(question, viewer), now)
        page = found[: question.limit]
        after = Cursor(page[-1][0], page[-1][1].place) if len(found) > len(page) else None
        return SearchAnswer(hits_of(session, page, question, viewer, now), count, after)


def find(session: Session, question: SearchCases, plan: Plan, now: datetime) -> tuple[Places, int | None]:
    """The page's cases and at least one more, if there is one; and how many there are in all, if they are few."""
    span, newest_first = span_of(question.filters), question.order is not Order.OLDEST
    late = now if question.filters.late else None
    by_reason, first_page = len(plan.tiers) > 1, question.after is None
    if by_reason or first_page:
        enough = max(COUNTED, question.limit) + 1
        few = find_places(session, plan.widest, span, enough, late, newest_first=newest_first)
        count = len(few) if first_page and len(few) <= COUNTED else None
        if not by_reason:
            return [(plan.tiers[0].found_by, place) for place in few], count
        if len(few) <= COUNTED:
            return after_cursor(sorted_by_reason(session, plan, few), question.after), count
    found: Places = []
    for tier in plan.tiers:
        rest = rest_of(span, tier, question.after, newest_first=newest_first)
        if rest is not None and len(found) <= question.limit:
            left = question.limit + 1 - len(found)
            places = find_places(session, tier.condition, rest, left, late, newest_first=newest_first)
            found += ((tier.found_by, place) for place in places)
    return found, None


def sorted_by_reason(session: Session, plan: Plan, few: Sequence[Found]) -> Places:
    """Few cases, all there are: one look at each tells its reason, where a search for every reason would cost more."""
    first = first_fulfilled(session, [tier.condition for tier in plan.tiers], [found.place for found in few])
    in_order = sorted((number, -place) for place, number in first.items())
    known = {found.place: found for found in few}
    return [(plan.tiers[number].found_by, known[-place]) for number, place in in_order]


def after_cursor(places: Places, after: Cursor | None) -> Places:
    """The places after the cursor's, in the order of the best first."""
    if after is None:
        return places
    passed = RANK[after.found_by], -after.place
    return [(found_by, found) for found_by, found in places if (RANK[found_by], -found.place) > passed]


def rest_of(span: Span, tier: Tier, after: Cursor | None, *, newest_first: bool) -> Span | None:
    """What is left of the span for this reason after the cursor; None when the cursor is past the reason."""
    if after is None or RANK[tier.found_by] > RANK[after.found_by]:
        return span
    if RANK[tier.found_by] < RANK[after.found_by]:
        return None
    return replace(span, high=after.place) if newest_first else replace(span, low=after.place + 1)
