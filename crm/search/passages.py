"""Parts of a case that show why it was found: texts and the places to mark in them, as data. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crm.folding import PlacedWord, fold, placed_words
from crm.search.messages import Passage
from crm.search.words import LONGEST_WORD, Term

ROOM: Final = 220  # letters of a long text that are shown
BEFORE: Final = 60  # of them, before the first mark
CUT: Final = "…"

Mark = tuple[int, int]


def passage(field: str, text: str, terms: Sequence[Term], room: int = ROOM) -> Passage:
    """The text, or the part of it that has the most to mark, with the places where terms stand."""
    marks = list(marks_in(text, terms))
    start, end = _part(text, marks, room)
    head, tail = CUT if start else "", CUT if end < len(text) else ""
    moved = len(head) - start
    inside = tuple((first + moved, last + moved) for first, last in marks if first >= start and last <= end)
    return Passage(field, f"{head}{text[start:end]}{tail}", inside)


def marks_in(text: str, terms: Sequence[Term]) -> Iterator[Mark]:
    """Where the terms stand in the text, in code points, from left to right, none over another."""
    words = list(placed_words(text))
    place = 0
    while place < len(words):
        length = max((len(term.words) for term in terms if _stands_at(words, place, term)), default=0)
        if length:
            yield words[place].start, words[place + length - 1].end
        place += length or 1


def folded(texts: Iterable[str]) -> str:
    """The words of several texts, for `is_told`; nothing reaches from one into the next."""
    return "".join(f" {fold(text)} |" for text in texts)


def is_told(term: Term, told: str) -> bool:
    """Whether one of the `folded` texts has the term."""
    return f" {' '.join(term.words)}{'' if term.begun else ' '}" in told


def _stands_at(words: Sequence[PlacedWord], place: int, term: Term) -> bool:
    """Whether the term's words are those at this place, the last one begun where it may be."""
    here = [placed.word[:LONGEST_WORD] for placed in words[place : place + len(term.words)]]
    if tuple(here) == term.words:
        return True
    if not term.begun or len(here) < len(term.words):
        return False
    return tuple(here[:-1]) == term.words[:-1] and here[-1].startswith(term.words[-1])


def _part(text: str, marks: Sequence[Mark], room: int) -> Mark:
    """The part to show: all of a short text, else some words before the marks that stand closest together."""
    if len(text) <= room:
        return 0, len(text)
    first = max((mark[0] for mark in marks), key=lambda start: _marked(marks, start, room), default=0)
    start = _word_start(text, max(0, first - BEFORE))
    end = start + room
    return start, len(text) if end >= len(text) else max(_word_start(text, end), start + room // 2)


def _marked(marks: Sequence[Mark], start: int, room: int) -> int:
    """How many marks a part would have whose first mark this is."""
    return sum(start <= first and last <= start + room - BEFORE for first, last in marks)


def _word_start(text: str, place: int) -> int:
    """The beginning of the word that stands at this place."""
    return text.rfind(" ", 0, place) + 1 if place else 0
