"""The order of the Vietnamese alphabet, in which people look for a name in a list.

A database sorts by the rules it was set up with: by code points, Điện lực stands behind Văn phòng; by another
language's, Đ counts as D. Short lists are therefore sorted here.
"""

from collections.abc import Iterator
from typing import Final
from unicodedata import normalize

LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES: Final = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; ngang is none of them
PLACES: Final = {letter: place for place, letter in enumerate(LETTERS)}

Word = tuple[tuple[tuple[int, str], ...], tuple[int, ...]]


def alphabetical(text: str) -> tuple[tuple[Word, ...], str]:
    """The key to sort by, word for word as dictionaries do: letters first, tones where the letters are the same.

    >>> sorted(["Văn phòng", "Cộng đồng", "Đà", "Đá", "Dân", "Công ty"], key=alphabetical)
    ['Công ty', 'Cộng đồng', 'Dân', 'Đà', 'Đá', 'Văn phòng']
    """
    return tuple(map(word_key, text.split())), text


def word_key(word: str) -> Word:
    toned = list(toned_letters(word))
    letters = tuple((PLACES.get(letter, -1), letter) for letter, _ in toned)
    return letters, tuple(TONES.find(tone) + 1 if tone else 0 for _, tone in toned)


def toned_letters(text: str) -> Iterator[tuple[str, str]]:
    """Each letter with its own marks (ă, ê, ơ), and its tone apart."""
    for written in normalize("NFC", text.casefold()):
        parts = normalize("NFD", written)
        tone = next((part for part in parts if part in TONES), "")
        yield normalize("NFC", parts.replace(tone, "")) if tone else written, tone
