"""The index on SQLite: an FTS5 table that keeps its own text, so that it knows itself what a changed case had before.

FTS5 walks its lists of matches in the order of `rowid`, newest first, and stops when the page is full: the answer costs
the same at any size. `prefix` keeps the beginnings of two to four letters as lists of their own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import column, insert, literal_column, select, table
from sqlalchemy.orm import Session

from crm.search.plan import Condition, Span
from crm.search.rows import Entry, Found, late_at
from crm.search.words import Term

INDEX: Final = table("case_search", column("rowid"), column("code"), column("words"))


def entry(place: int, code: str, tokens: list[str]) -> Entry:
    """What `put` takes of a case."""
    return {"rowid": place, "code": code, "words": " ".join(tokens)}


def put(session: Session, entries: list[Entry]) -> None:
    """Make the cases found by these tokens, and by no others."""
    session.execute(insert(INDEX).prefix_with("OR REPLACE"), entries)


def find(
    session: Session, condition: Condition, span: Span, limit: int, late: datetime | None, *, newest_first: bool
) -> list[Found]:
    """The first cases of the span that fulfil the condition."""
    place = INDEX.c.rowid
    query = select(place, INDEX.c.code).where(
        literal_column("case_search").op("MATCH")(expression(condition)), place >= span.low, place < span.high
    )
    if late is not None:
        query = query.where(late_at(INDEX.c.code, late))
    rows = session.execute(query.order_by(place.desc() if newest_first else place).limit(limit))
    return [Found(*row) for row in rows]


def first_fulfilled(session: Session, conditions: Sequence[Condition], places: Sequence[int]) -> dict[int, int]:
    """Of these cases: which condition is the first that each fulfils."""
    first = {}
    for place, words in session.execute(select(INDEX.c.rowid, INDEX.c.words).where(INDEX.c.rowid.in_(places))):
        numbers = (number for number, condition in enumerate(conditions) if fulfils(f" {words} ", condition))
        if (number := next(numbers, None)) is not None:
            first[place] = number
    return first


def fulfils(words: str, condition: Condition) -> bool:
    """The same as FTS5 says of a case with these words (a space before and after them)."""

    def has(term: Term) -> bool:
        return f" {' '.join(term.words)}{'' if term.begun else ' '}" in words

    return all(any(map(has, group)) for group in condition.every) and not any(
        all(map(has, group)) for group in condition.never
    )


def expression(condition: Condition) -> str:
    """The condition as FTS5 reads it. Tokens are letters, digits and "_" only: nothing can break out of its quotes."""
    every = " AND ".join(f"({' OR '.join(map(phrase, group))})" for group in condition.every)
    never = " OR ".join(f"({' AND '.join(map(phrase, group))})" for group in condition.never)
    return f"({every}) NOT ({never})" if never else every


def phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.begun else ""}'
