"""Vietnamese text made comparable: no diacritics, no case, words with one space between them."""

import re
import unicodedata
from typing import Final

WORD: Final = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """ "Đường  Lạch-Tray" -> "duong lach tray". Composed, decomposed and both tone placements come out the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(WORD.findall(bare))


def contains_words(folded_text: str, folded_words: str) -> bool:
    """Whether the words stand in the text, one after the other, whole."""
    return f" {folded_words} " in f" {folded_text} "
