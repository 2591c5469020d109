"""The lines of a page: each case with the parts of it that show why it was found; few queries, however long it is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from crm.places import ward_name
from crm.row_views import case_line
from crm.search.messages import FoundBy, Passage, SearchCases, SearchHit, Viewer
from crm.search.passages import folded, is_told, passage
from crm.search.rows import Found
from crm.search.tables import TranscriptRow
from crm.search.words import Term, read_words
from crm.tables import CaseContactRow, CaseRow, HistoryRow

WHOLE: Final = 1_000  # letters: a name, a place, are shown as they are
PERSONAL: Final = ("reporter_name", "reporter_address", "reporter_email")
Said = tuple[str, str]  # the field of a passage, and its text


def hits_of(
    session: Session,
    page: Sequence[tuple[FoundBy, Found]],
    question: SearchCases,
    viewer: Viewer,
    now: datetime,
) -> tuple[SearchHit, ...]:
    """The page's lines, in its order."""
    codes = [place.code for _, place in page]
    rows = session.scalars(select(CaseRow).where(CaseRow.code.in_(codes)).options(selectinload(CaseRow.clocks)))
    cases = {case.code: case for case in rows}
    terms = read_words(question.text).terms
    untold = {code: untold_of(cases[code], terms) for code in codes if not hides(cases[code], viewer)}
    said = said_of(session, [code for code, some in untold.items() if some])
    hits = []
    for found_by, (_, code) in page:
        case, hidden = cases[code], hides(cases[code], viewer)
        line = case_line(case, now)
        if hidden:
            line = replace(line, reporter_name="", reporter_phone="")
        told = (*passages_of(case, terms, hide_reporter=hidden), *told_by(said[code], untold.get(code, ())))
        hits.append(SearchHit(line, case.confidential, found_by, told))
    return tuple(hits)


def hides(case: CaseRow, viewer: Viewer) -> bool:
    """Confidentiality hides the reporter from units (domain page, "Personal data")."""
    return case.confidential and viewer.unit is not None


def passages_of(case: CaseRow, terms: Sequence[Term], *, hide_reporter: bool) -> Iterator[Passage]:
    """The short fields that have something to mark, as they are, and the content in any case."""
    for field, text in short_fields(case).items():
        part = passage(field, text, terms, WHOLE)
        if part.marks and not (hide_reporter and field in PERSONAL):
            yield part
    yield passage("content", case.content, terms)


def short_fields(case: CaseRow) -> dict[str, str]:
    """The case's own words beside its content."""
    fields = {"place": case.place, "ward": ward_name(case.ward) if case.ward else ""}
    return fields | {name: getattr(case, name) for name in PERSONAL}


def untold_of(case: CaseRow, terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms that neither the content nor a short field has."""
    told = folded((case.content, *short_fields(case).values()))
    return tuple(term for term in terms if not is_told(term, told))


def told_by(said: Sequence[Said], untold: Sequence[Term]) -> tuple[Passage, ...]:
    """The first note or transcript that has what nothing else told."""
    parts = (passage(field, text, untold) for field, text in said)
    part = next((part for part in parts if part.marks), None)
    return (part,) if part else ()


def said_of(session: Session, codes: Sequence[str]) -> Mapping[str, list[Said]]:
    """The notes of each case, the last one first, then what was said in its calls."""
    said = defaultdict[str, list[Said]](list)
    if not codes:
        return said
    notes = select(HistoryRow.case_code, HistoryRow.why).where(HistoryRow.case_code.in_(codes))
    heard = select(CaseContactRow.case_code, TranscriptRow.text).where(CaseContactRow.case_code.in_(codes))
    heard = heard.join(TranscriptRow, TranscriptRow.linkedid == CaseContactRow.linkedid)
    for field, query in (("note", notes.order_by(HistoryRow.id.desc())), ("transcript", heard)):
        for code, text in session.execute(query):
            said[code].append((field, text))
    return said
