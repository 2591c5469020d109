"""The search itself: a page of cases, each with why it was found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from crm.places import ward_name
from crm.row_views import case_line
from crm.search.index import find_places, first_fulfilled
from crm.search.messages import COUNTED, Cursor, FoundBy, Order, Passage, SearchAnswer, SearchCases, SearchHit, Viewer
from crm.search.passages import folded, is_told, passage
from crm.search.plan import Plan, Span, Tier, plan_of, span_of
from crm.search.rows import Found
from crm.search.tables import TranscriptRow
from crm.search.words import Term, read_words
from crm.store import Store
from crm.tables import CaseContactRow, CaseRow

RANK: Final = {found_by: rank for rank, found_by in enumerate(FoundBy)}
WHOLE: Final = 1_000  # letters: a name, a place, are shown as they are
Places = list[tuple[FoundBy, Found]]


def search_cases(question: SearchCases, viewer: Viewer, store: Store, now: datetime) -> SearchAnswer:
    """The cases that fulfil the question, best first; of one moment's database, by indexes alone."""
    first_page = question.after is None
    with store.reading() as session:
        wanted = max(question.limit, COUNTED if first_page else 0) + 1
        found = find(session, question, plan_of(question, viewer), wanted, now)
        page = found[: question.limit]
        after = Cursor(page[-1][0], page[-1][1].place) if len(found) > len(page) else None
        count = len(found) if first_page and len(found) <= COUNTED else None
        return SearchAnswer(hits_of(session, page, question, viewer, now), count, after)


def find(session: Session, question: SearchCases, plan: Plan, wanted: int, now: datetime) -> Places:
    """The first cases after the cursor, reason by reason."""
    span, newest_first = span_of(question.filters), question.order is not Order.OLDEST
    late = now if question.filters.late else None
    if len(plan.tiers) > 1:
        few = find_places(session, plan.widest, span, COUNTED + 1, late)
        if len(few) <= COUNTED:
            return after_cursor(sorted_by_reason(session, plan, few), question.after)[:wanted]
    found: Places = []
    for tier in plan.tiers:
        rest = rest_of(span, tier, question.after, newest_first=newest_first)
        if rest is not None and len(found) < wanted:
            left = wanted - len(found)
            places = find_places(session, tier.condition, rest, left, late, newest_first=newest_first)
            found += ((tier.found_by, place) for place in places)
    return found


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


def hits_of(
    session: Session,
    page: Sequence[tuple[FoundBy, Found]],
    question: SearchCases,
    viewer: Viewer,
    now: datetime,
) -> tuple[SearchHit, ...]:
    """The page's lines, in its order; a handful of queries however long the page is."""
    codes = [place.code for _, place in page]
    loaded = select(CaseRow).where(CaseRow.code.in_(codes))
    rows = session.scalars(loaded.options(selectinload(CaseRow.clocks), selectinload(CaseRow.history)))
    cases = {case.code: case for case in rows}
    heard = transcripts_of(session, codes)
    terms = read_words(question.text).terms
    hits = []
    for found_by, place in page:
        case = cases[place.code]
        told = tuple(passages_of(case, heard[case.code], terms, hide_reporter=hides(case, viewer)))
        line = case_line(case, now)
        if hides(case, viewer):
            line = replace(line, reporter_name="", reporter_phone="")
        hits.append(SearchHit(line, case.confidential, found_by, told))
    return tuple(hits)


def hides(case: CaseRow, viewer: Viewer) -> bool:
    """Confidentiality hides the reporter from units (domain page, "Personal data")."""
    return case.confidential and viewer.unit is not None


def passages_of(
    case: CaseRow, transcripts: Sequence[str], terms: Sequence[Term], *, hide_reporter: bool
) -> Iterable[Passage]:
    """The content, and what else tells why: short fields as they are, a note or transcript if nothing else does."""
    short = {"place": case.place, "ward": ward_name(case.ward) if case.ward else ""}
    if not hide_reporter:
        short |= {name: getattr(case, name) for name in ("reporter_name", "reporter_address", "reporter_email")}
    marked = [passage(field, text, terms, WHOLE) for field, text in short.items() if text]
    yield from (part for part in marked if part.marks)
    yield passage("content", case.content, terms)
    if hide_reporter:
        return
    told = folded((case.content, *short.values()))
    untold = [term for term in terms if not is_told(term, told)]
    notes = (("note", step.why) for step in reversed(case.history))
    spoken = (("transcript", text) for text in transcripts)
    for field, text in (*notes, *spoken) if untold else ():
        part = passage(field, text, untold)
        if part.marks:
            yield part
            return


def transcripts_of(session: Session, codes: Sequence[str]) -> Mapping[str, list[str]]:
    """What was said in the calls of each case."""
    heard = defaultdict[str, list[str]](list)
    joined = select(CaseContactRow.case_code, TranscriptRow.text).join(
        TranscriptRow, TranscriptRow.linkedid == CaseContactRow.linkedid
    )
    for code, text in session.execute(joined.where(CaseContactRow.case_code.in_(codes))):
        heard[code].append(text)
    return heard
