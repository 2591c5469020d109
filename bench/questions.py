"""What people look for in the search, by kinds: made of the words that the cases of the city really have."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from crm.folding import fold
from crm.search.messages import Filters, Order, SearchCases, Viewer
from crm.tables import CaseRow
from crm.working_time import local_day

FREQUENT: Final = 12  # words of the cases' contents that most cases have
PHRASE: Final = 3  # words
BEGUN: Final = 2  # letters of a word that is still being typed
MONTH: Final = timedelta(days=30)


OUR_OWN: Final = Viewer()
ALL: Final = Filters()


@dataclass(frozen=True)
class Question:
    """What is looked for, and by whom."""

    search: SearchCases
    viewer: Viewer = OUR_OWN


@dataclass(frozen=True)
class Words:
    """What a question is made of: any case, another one, and the words that are frequent in all."""

    case: CaseRow
    other: CaseRow
    frequent: Sequence[str]
    chance: Random

    @property
    def common(self) -> str:
        """A frequent word."""
        return self.chance.choice(self.frequent)

    def phrase(self, length: int) -> str:
        """So many words of the content, one after the other."""
        words = self.case.content.split()
        first = self.chance.randrange(max(1, len(words) - length + 1))
        return " ".join(words[first : first + length])


def asked(text: str, filters: Filters = ALL, order: Order = Order.BEST) -> Question:
    return Question(SearchCases(text, filters, order))


def of_case(case: CaseRow) -> Filters:
    """What the page's filters can say of a case."""
    return Filters(categories=(case.category,), wards=(case.ward,) if case.ward else (), states=(case.state,))


def around(case: CaseRow) -> Filters:
    """A month around its receipt."""
    day = local_day(case.received_at)
    return Filters(received_from=day - MONTH, received_to=day)


KINDS: Final[Mapping[str, Callable[[Words], Question]]] = {
    "code": lambda words: asked(words.case.code),
    "phone": lambda words: asked(words.case.reporter_phone),
    "name": lambda words: asked(words.case.reporter_name),
    "place": lambda words: asked(words.case.place),
    "frequent word": lambda words: asked(f"{words.common} "),
    "two frequent words": lambda words: asked(f"{words.common} {words.common} "),
    "without diacritics": lambda words: asked(fold(words.phrase(PHRASE)) + " "),
    "phrase": lambda words: asked(f'"{words.phrase(PHRASE)}"'),
    "word begun": lambda words: asked(words.common[:BEGUN]),
    "phrase and word begun": lambda words: asked(f"{words.phrase(PHRASE)} {words.common[:BEGUN]}"),
    "word left out": lambda words: asked(f"{words.common} -{words.common} "),
    "words that never meet": lambda words: asked(f"{words.case.reporter_name} {words.other.place} {words.common} "),
    "filters alone": lambda words: asked("", of_case(words.case)),
    "frequent word, filters": lambda words: asked(f"{words.common} ", of_case(words.case)),
    "frequent word, a month": lambda words: asked(f"{words.common} ", around(words.case)),
    "frequent word, late": lambda words: asked(f"{words.common} ", Filters(late=True)),
    "name, the oldest first": lambda words: asked(words.case.reporter_name, order=Order.OLDEST),
    "by a unit": lambda words: Question(SearchCases(words.phrase(PHRASE)), Viewer(words.case.unit_code)),
}


def questions_of(pool: Sequence[CaseRow], samples: int, chance: Random) -> Mapping[str, tuple[Question, ...]]:
    """So many questions of each kind."""
    said = Counter(word for case in pool for word in set(case.content.lower().split()))
    frequent = [word for word, _ in said.most_common(FREQUENT)]

    def words() -> Words:
        return Words(chance.choice(pool), chance.choice(pool), frequent, chance)

    return {kind: tuple(make(words()) for _ in range(samples)) for kind, make in KINDS.items()}
