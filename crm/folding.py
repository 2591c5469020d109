"""Vietnamese text made comparable: no diacritics, no case, words with one space between them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

WORD: Final = re.compile(r"[a-z0-9]+")
LETTERS_KEPT: Final = 4096  # more than a Vietnamese text ever has


class PlacedWord(NamedTuple):
    """A folded word, and where it stands in the text as it was written: `text[start:end]`."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """ "Đường  Lạch-Tray" -> "duong lach tray". Composed, decomposed and both tone placements come out the same."""
    return " ".join(WORD.findall("".join(map(bare_letters, text))))


def placed_words(text: str) -> Iterator[PlacedWord]:
    """The words of `fold(text)` in their order, each with its place in `text` (in code points)."""
    folded = [(letter, place) for place, written in enumerate(text) for letter in bare_letters(written)]
    for found in WORD.finditer("".join(letter for letter, _ in folded)):
        end = folded[found.end() - 1][1] + 1
        while end < len(text) and unicodedata.combining(text[end]):  # a mark written apart belongs to its letter
            end += 1
        yield PlacedWord(found.group(), folded[found.start()][1], end)


@lru_cache(LETTERS_KEPT)
def bare_letters(letter: str) -> str:
    """What one code point becomes: a letter or digit, nothing for a mark, several for a ligature."""
    decomposed = unicodedata.normalize("NFKD", letter.casefold().replace("đ", "d"))
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def contains_words(folded_text: str, folded_words: str) -> bool:
    """Whether the words stand in the text, one after the other, whole."""
    return f" {folded_words} " in f" {folded_text} "
