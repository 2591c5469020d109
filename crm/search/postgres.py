"""The index on PostgreSQL: one `tsvector` a case, made of our own tokens, under a GIN index. No extension is needed.

GIN answers with all matches at once, which is cheap when they are few and costs more the more there are. So the newest
`NEAR` cases are looked through first: what is frequent fills the page there. Only what is so rare that it does not is
asked of GIN, for the rest of the span. The planner is not left to guess which of both it is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, case, cast, column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR, insert
from sqlalchemy.orm import Session

from crm.search.plan import Condition, Span
from crm.search.rows import Entry, Found, late_at
from crm.search.words import Term

INDEX: Final = table("case_search", column("place"), column("code"), column("words", TSVECTOR))
WORDS: Final = cast(bindparam("words"), TSVECTOR)
NEAR: Final = 3_000
LAST_POSITION: Final = 16_383  # of a tsvector


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
    near, far = parts(session, span, newest_first=newest_first)
    matching = cast(expression(condition), TSQUERY)
    found: list[Any] = []
    for part in (near, far):
        if part is None or len(found) == limit:
            continue
        query = select(INDEX.c.place, INDEX.c.code).where(INDEX.c.words.op("@@")(matching), *within(part))
        if late is not None:
            query = query.where(late_at(INDEX.c.code, late))
        found += session.execute(in_order(query, part is far, limit - len(found), newest_first=newest_first))
    return [Found(*row) for row in found]


def first_fulfilled(session: Session, conditions: Sequence[Condition], places: Sequence[int]) -> dict[int, int]:
    """Of these cases: which condition is the first that each fulfils."""
    fulfils = [INDEX.c.words.op("@@")(cast(expression(condition), TSQUERY)) for condition in conditions]
    number = case(*((holds, at) for at, holds in enumerate(fulfils))).label("number")
    rows = session.execute(select(INDEX.c.place, number).where(INDEX.c.place.in_(places), number.is_not(None)))
    return {row.place: row.number for row in rows}


def parts(session: Session, span: Span, *, newest_first: bool) -> tuple[Span, Span | None]:
    """The span's first `NEAR` cases, and the rest of it, if there is any."""
    place = INDEX.c.place
    order = place.desc() if newest_first else place
    edge = session.scalar(select(place).where(*within(span)).order_by(order).offset(NEAR).limit(1))
    if edge is None:
        return span, None
    if newest_first:
        return Span(edge + 1, span.high), Span(span.low, edge + 1)
    return Span(span.low, edge), Span(edge, span.high)


def within(span: Span) -> tuple[Any, Any]:
    return INDEX.c.place >= span.low, INDEX.c.place < span.high


def in_order(query: Select[Any], far: bool, limit: int, *, newest_first: bool) -> Select[Any]:
    """The first rows. GIN fetches all of the far part before they are sorted."""
    rows = query.cte("matches").prefix_with("MATERIALIZED") if far else None
    source = select(rows.c.place, rows.c.code) if rows is not None else query
    place = rows.c.place if rows is not None else INDEX.c.place
    return source.order_by(place.desc() if newest_first else place).limit(limit)


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
