"""The index on PostgreSQL: one `tsvector` a case, made of our own tokens, under a GIN index. No extension is needed.

GIN answers with all matches at once, which is cheap when they are few and costs more the more there are. So the newest
`NEAR` cases are looked through first: what is frequent fills the page there. What is rarer is asked of GIN, for longer
and longer stretches of time (which are tokens too), until the page is full: whatever is looked for, never more than a
few thousand matches are fetched. The planner is not left to guess which way it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import FromClause, Select, bindparam, case, cast, column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR, insert
from sqlalchemy.orm import Session

from crm.search.plan import Condition, Span
from crm.search.rows import Entry, Found, late_at
from crm.search.tokens import Facet, facet, season_of, season_start
from crm.search.words import Term

INDEX: Final = table("case_search", column("place"), column("code"), column("words", TSVECTOR))
WORDS: Final = cast(bindparam("words"), TSVECTOR)
NEAR: Final = 3_000
LENGTHS: Final = (2, 8, 32, 128)  # of the stretches after those, in seasons of 22.75 days
LAST_POSITION: Final = 16_383  # of a tsvector


@dataclass(frozen=True)
class Part:
    """A part of the span, and the seasons it lies in where they narrow the search; `near`: walked through in order."""

    span: Span
    seasons: tuple[Term, ...] = ()
    near: bool = False


def entry(place: int, code: str, tokens: list[str]) -> Entry:
    """What `put` takes of a case."""
    return {"place": place, "code": code, "words": vector(tokens)}


def put(session: Session, entries: list[Entry]) -> None:
    """Make the cases found by these tokens, and by no others."""
    row = insert(INDEX).values(place=bindparam("place"), code=bindparam("code"), words=WORDS)
    session.execute(row.on_conflict_do_update(index_elements=["place"], set_={"words": row.excluded.words}), entries)


def find(
    session: Session, condition: Condition, span: Span, limit: int, late: datetime | None, *, newest_first: bool
) -> list[Found]:
    """The first cases of the span that fulfil the condition."""
    session.execute(text("SET LOCAL enable_seqscan = off"))
    found: list[Any] = []
    for part in parts(session, span, newest_first=newest_first):
        narrowed = replace(condition, every=(*condition.every, part.seasons)) if part.seasons else condition
        find_in = walk if part.near else fetch
        query = find_in(narrowed, part.span, late, newest_first=newest_first)
        found += session.execute(query.limit(limit - len(found)))
        if len(found) == limit:
            break
    return [Found(*row) for row in found]


def first_fulfilled(session: Session, conditions: Sequence[Condition], places: Sequence[int]) -> dict[int, int]:
    """Of these cases: which condition is the first that each fulfils."""
    fulfils = [INDEX.c.words.op("@@")(cast(expression(condition), TSQUERY)) for condition in conditions]
    number = case(*((holds, at) for at, holds in enumerate(fulfils))).label("number")
    rows = session.execute(select(INDEX.c.place, number).where(INDEX.c.place.in_(places), number.is_not(None)))
    return {row.place: row.number for row in rows}


def parts(session: Session, span: Span, *, newest_first: bool) -> Iterator[Part]:
    """The span in parts, in the order of the answer: the first `NEAR` cases, then longer and longer stretches of it."""
    order = INDEX.c.place.desc() if newest_first else INDEX.c.place
    edge = session.scalar(select(INDEX.c.place).where(*within(span)).order_by(order).offset(NEAR).limit(1))
    if edge is None:
        yield Part(span, near=True)
        return
    near, rest = (Span(edge + 1, span.high), Span(span.low, edge + 1))
    if not newest_first:
        near, rest = Span(span.low, edge), Span(edge, span.high)
    yield Part(near, near=True)
    for length in LENGTHS:
        if rest.low >= rest.high:
            return
        stretch, rest = first_stretch(rest, length, newest_first=newest_first)
        seasons = range(season_of(stretch.low), season_of(stretch.high - 1) + 1)
        yield Part(stretch, tuple(Term((facet(Facet.SEASON, str(season)),)) for season in seasons))
    yield Part(rest)


def first_stretch(span: Span, length: int, *, newest_first: bool) -> tuple[Span, Span]:
    """So many seasons of the span, and what is left of it."""
    if newest_first:
        edge = max(span.low, season_start(season_of(span.high - 1) + 1 - length))
        return Span(edge, span.high), Span(span.low, edge)
    edge = min(span.high, season_start(season_of(span.low) + length))
    return Span(span.low, edge), Span(edge, span.high)


def within(span: Span) -> tuple[Any, Any]:
    return INDEX.c.place >= span.low, INDEX.c.place < span.high


def walk(condition: Condition, span: Span, late: datetime | None, *, newest_first: bool) -> Select[Any]:
    """The cases of the span one after the other, by their key: OFFSET keeps the planner from asking GIN for all."""
    order = INDEX.c.place.desc() if newest_first else INDEX.c.place
    rows = select(INDEX).where(*within(span)).order_by(order).offset(0).subquery()
    return in_order(matching(rows, condition, late), rows, newest_first=newest_first)


def fetch(condition: Condition, span: Span, late: datetime | None, *, newest_first: bool) -> Select[Any]:
    """All that GIN finds, and only then sorted."""
    rows = matching(INDEX, condition, late).where(*within(span)).cte("matches").prefix_with("MATERIALIZED")
    return in_order(select(rows.c.place, rows.c.code), rows, newest_first=newest_first)


def matching(rows: FromClause, condition: Condition, late: datetime | None) -> Select[Any]:
    """Of these rows of the index those that fulfil the condition; `late`: and that are over a term then."""
    query = select(rows.c.place, rows.c.code).where(rows.c.words.op("@@")(cast(expression(condition), TSQUERY)))
    return query if late is None else query.where(late_at(rows.c.code, late))


def in_order(query: Select[Any], rows: FromClause, *, newest_first: bool) -> Select[Any]:
    return query.order_by(rows.c.place.desc() if newest_first else rows.c.place)


def expression(condition: Condition) -> str:
    """The condition as a tsquery. Tokens are letters, digits and "_" only: nothing can break out of its quotes."""
    every = " & ".join(f"({' | '.join(map(phrase, group))})" for group in condition.every)
    never = "".join(f" & !({' & '.join(map(phrase, group))})" for group in condition.never)
    return every + never


def phrase(term: Term) -> str:
    words = " <-> ".join(f"'{word}'" for word in term.words)
    return f"({words}{':*' if term.begun else ''})"


def vector(tokens: list[str]) -> str:
    """The tokens with their positions, as a tsvector is written."""
    positions: dict[str, list[int]] = {}
    for place, token in enumerate(tokens, start=1):
        positions.setdefault(token, []).append(min(place, LAST_POSITION))
    return " ".join(f"'{token}':{','.join(map(str, dict.fromkeys(places)))}" for token, places in positions.items())
