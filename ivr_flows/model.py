"""A menu as data: what is said, which keys are offered, where each leads.

A flow is a graph of three kinds of node: a `Menu` offers keys, a `CodeEntry` takes a case code and tells that case's
state, an `Ending` hands the call on. Prompts are named texts; everything ever said is made of them, so that all
sound files can be made at set-up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DIGITS: Final = "0123456789"
KEYS: Final = (*DIGITS, "*", "#")  # what a telephone has


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
class Ending:
    """The menu is done."""

    name: str
    title: str
    say: tuple[str, ...]
    outcome: Outcome


Node = Menu | CodeEntry | Ending


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
            case Ending():
                return ()
