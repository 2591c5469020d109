"""What somebody typed into the search field, read as conditions on words. Any text has a meaning; none is an error.

mất nước            both words, anywhere in the case
"lạch tray"         one after the other (so are the parts of a word like Lạch-Tray or 26/11)
-hải an, -"hải an"  not that word, not that phrase
nướ                 the last word, while no space follows it, also as the beginning of words; so does nướ*
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from crm.folding import fold

TEXT_READ: Final = 300  # letters; what is typed beyond is not looked at
TERMS_READ: Final = 16
LONGEST_WORD: Final = 64
QUOTES: Final = str.maketrans("“”„«»", '"' * 5)  # keyboards set them by themselves
PIECE: Final = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other; when `begun`, the last one may go on ("nuo" finds "nuoc")."""

    words: tuple[str, ...]
    begun: bool = False

    @property
    def whole(self) -> "Term":
        """The same with its last word as it stands."""
        return replace(self, begun=False)


@dataclass(frozen=True)
class Wanted:
    """All of `terms`, none of `unwanted`."""

    terms: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()


def read_words(text: str) -> Wanted:
    """The conditions of a text. A single letter at the end that may go on says nothing yet and is left out."""
    read = text[:TEXT_READ].translate(QUOTES)
    terms, unwanted = [], []
    for piece in PIECE.finditer(read):
        term = _term(piece, at_end=piece.end() == len(read) and not piece["closed"])
        if term and piece["minus"]:
            unwanted.append(term.whole)
        elif term:
            terms.append(term)
    return Wanted(tuple(terms[:TERMS_READ]), tuple(unwanted[:TERMS_READ]))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, as they are indexed and looked for."""
    return tuple(word[:LONGEST_WORD] for word in fold(text).split())


def _term(piece: re.Match[str], *, at_end: bool) -> Term | None:
    written = piece["word"] if piece["phrase"] is None else piece["phrase"]
    words = words_of(written)
    if not words:
        return None
    begun = at_end and (written[-1].isalnum() or written[-1] == "*")
    if not begun or len(words[-1]) > 1 or words[-1].isdigit():
        return Term(words, begun)
    return Term(words[:-1]) if words[:-1] else None
