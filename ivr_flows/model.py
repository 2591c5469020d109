"""A menu as data: what is said, which keys are offered, where each leads.

A flow is a graph of four kinds of node: a `Menu` offers keys, a `CodeEntry` takes a case code and tells that case's
state, an `IncidentNews` tells of an incident that is going on, an `Ending` hands the call on. Prompts are named texts,
whose sound files can be made at set-up; only the notice of an incident comes from outside (`Notice`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DIGITS: Final = "0123456789"
KEYS: Final = (*DIGITS, "*", "#")  # what a telephone has


@dataclass(frozen=True)
class Notice:
    """Words that are not the menu's own: the notice of an incident, and its sound file (path without extension)."""

    text: str
    sound: str


Words = tuple[str | Notice, ...]  # names of prompts, and notices


class Outcome(StrEnum):
    """How the menu ends; the value of the channel variable OUTCOME."""

    QUEUE = "queue"  # on to an operator
    SERVED = "served"  # the menu gave what was asked
    HANGUP = "hangup"  # the caller left


@dataclass(frozen=True)
class Choice:
    """What a key does: remember a category and a topic, say something, go to a node."""

    label: str  # Vietnamese, for the picture
    goto: str
    say: tuple[str, ...] = ()  # said on the way there
    category: str | None = None
    topic: str | None = None


@dataclass(frozen=True)
class Menu:
    """Offers keys. `again` is what is said the second time, and when the caller wants to hear it again."""

    name: str
    title: str
    say: tuple[str, ...]
    again: tuple[str, ...]
    choices: Mapping[str, Choice]
    silence: str | None = None  # node a silence leads to; None: a silence is a mistake


@dataclass(frozen=True)
class CodeEntry:
    """Takes a case code of `length` digits (the last one a Damm check digit) and says how the case stands.

    `#` ends an entry early; before the first digit it means "I have no code". The fields from `too_short` on are
    prompts said when the entry goes that way; `states` and `units` map the words of an answer to prompts.
    """

    name: str
    title: str
    say: tuple[str, ...]
    again: tuple[str, ...]
    length: int
    found: str  # node after the state was told
    no_code: str  # node for a caller without a code
    too_short: tuple[str, ...]
    wrong: tuple[str, ...]  # the check digit does not fit
    missing: tuple[str, ...]  # said before the digits: no such case
    unavailable: tuple[str, ...]  # the look-up was slow or failed: on to the operator
    intro: tuple[str, ...]  # said before the digits of a case that was found
    digits: tuple[str, ...]  # ten prompts, 0 to 9
    states: Mapping[str, str]  # state of a case -> prompt
    units: Mapping[str, str]  # kind of the unit that has it -> prompt


@dataclass(frozen=True)
class IncidentNews:
    """Tells a caller of an incident that many report: `key` joins in, anything else goes on.

    `say`, and what is said on the way here, comes before the look-up; a key pressed then is for the menu behind.
    """

    name: str
    title: str
    say: tuple[str, ...]
    offer: tuple[str, ...]  # said after the notice: which key joins
    key: str
    label: str  # of that key, Vietnamese, for the picture
    joined: str  # node for who joined
    onward: str  # node for everybody else
    by_topic: bool  # only incidents of the topic the caller chose; else those that every caller is told
    notices: int  # so many at most, one after the other
    seconds: float  # wait for a key after a notice


@dataclass(frozen=True)
class Ending:
    """The menu is done."""

    name: str
    title: str
    say: tuple[str, ...]
    outcome: Outcome


Node = Menu | CodeEntry | IncidentNews | Ending


@dataclass(frozen=True)
class Exit:
    """A way from one node to another, as check and draw see it. `key` is "" for what happens without one."""

    key: str
    label: str
    goto: str


@dataclass(frozen=True)
class Flow:
    """A whole menu. Mistakes (wrong keys and silences in one node) and turns are limited: nobody stays for ever."""

    name: str
    title: str
    start: str
    operator: str  # node for callers who need a person
    again_key: str  # says it again in a menu, starts anew in a code
    mistakes: int  # so many in one node lead to the operator
    turns: int  # so many questions in one call lead to the operator
    seconds: float  # wait for a key after the prompt
    digit_seconds: float  # wait between the digits of a code
    wrong_key: tuple[str, ...]
    no_key: tuple[str, ...]
    give_up: tuple[str, ...]  # said on the way to the operator after too many mistakes or turns
    everywhere: Mapping[str, Choice]  # keys every menu offers
    nodes: Mapping[str, Node]
    prompts: Mapping[str, str]

    def choices(self, menu: Menu) -> Mapping[str, Choice]:
        """All keys of a menu, the ones offered everywhere last."""
        return {**menu.choices, **self.everywhere}

    def exits(self, node: Node) -> tuple[Exit, ...]:
        """The ways out of a node that a caller can take; being led to the operator (mistakes, a look-up that failed)
        is not among them."""
        match node:
            case Menu():
                ways = tuple(Exit(key, each.label, each.goto) for key, each in self.choices(node).items())
                return ways if node.silence is None else (*ways, Exit("", "Không nhấn phím", node.silence))
            case CodeEntry():
                return (
                    Exit("", f"Mã {node.length} chữ số: tình trạng", node.found),
                    Exit("#", "Không có mã", node.no_code),
                )
            case IncidentNews():
                everywhere = (Exit(key, each.label, each.goto) for key, each in self.everywhere.items())
                onward = Exit("", "Không có sự cố, hoặc nghe tiếp", node.onward)
                return (Exit(node.key, node.label, node.joined), *everywhere, onward)
            case Ending():
                return ()
