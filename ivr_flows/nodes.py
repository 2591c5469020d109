"""The places of a flow: what is said there, and where it leads. Plain data; `ivr_flows.step` moves a call through them.

A `Menu` offers keys, a `CodeEntry` takes a case code and tells that case's state, an `Input` takes digits and has them
confirmed, an `IncidentNews` tells of an incident that is going on, an `Announcement` says something, a `Voicemail`
records a message, a `Condition` asks the world and says nothing, a `Call` goes through a sub-flow and comes back by its
`Return`. An `Ending` hands the call on, a `Transfer` hands it to 113, 114 or 115.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ivr_flows.vietnamese import Piece

DIGITS: Final = "0123456789"
KEYS: Final = (*DIGITS, "*", "#")  # what a telephone has
EMERGENCY: Final = ("113", "114", "115")  # police, fire brigade, ambulance


@dataclass(frozen=True)
class Notice:
    """Words that are not the flow's own: the notice of an incident, and its sound file (path without extension)."""

    text: str
    sound: str


Words = tuple[str | Piece | Notice, ...]  # names of prompts, pieces of the language, notices


class Reading(StrEnum):
    """How a value is said."""

    NUMBER = "number"
    DIGITS = "digits"  # one by one: a case code, a telephone number
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True)
class Saying:
    """A value to be said: how, and its name in `ivr_flows.facts.VALUES` or that of an `Input`."""

    reading: Reading
    fact: str

    def __str__(self) -> str:
        return f"{self.reading}:{self.fact}"


class Outcome(StrEnum):
    """How the flow ends; the value of the channel variable OUTCOME."""

    QUEUE = "queue"  # on to an operator
    SERVED = "served"  # the flow gave what was asked
    HANGUP = "hangup"  # the caller left
    TRANSFER = "transfer"  # to the number in the channel variable TRANSFER


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
class Input:
    """Takes `least` to `most` digits that pass a check of `ivr_flows.digit_checks`, and says them again.

    `#`, or a silence, ends an entry that is shorter than `most`. With `confirm` the digits count once key 1 said that
    they are right; key 2 takes them anew. They are kept in the channel variable `channel_vars.TYPED[keep]`.
    """

    name: str
    title: str
    say: tuple[str, ...]
    again: tuple[str, ...]
    least: int
    most: int
    valid: str
    keep: str
    onward: str
    too_short: tuple[str, ...]
    wrong: tuple[str, ...]  # the check says no
    read_back: tuple[str, ...]  # said before the digits
    confirm: tuple[str, ...]  # said after them; empty: what was typed counts at once
    skip: str | None = None  # node a "#" before the first digit leads to; None: it is a mistake


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
class Announcement:
    """Says something and goes on; a key cuts it short and is for the menu behind.

    When a value in `say` is not known, `instead` is said.
    """

    name: str
    title: str
    say: tuple[str | Saying, ...]
    onward: str
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """Asks the world one of `ivr_flows.facts.QUESTIONS`; each answer has its way, and so has none in time."""

    name: str
    title: str
    ask: str
    ways: Mapping[str, str]  # answer -> node; `facts.NO_ANSWER`: the world was slow, or failed


@dataclass(frozen=True)
class Call:
    """Goes through a sub-flow (`Flow.subs`); its `Return` leads `onward`."""

    name: str
    title: str
    sub: str
    onward: str


@dataclass(frozen=True)
class Voicemail:
    """Records a message of `least` to `most` seconds; `#` or `silence` seconds of quiet end it, hanging up too.

    Who left one is to be called back: the contact is a task with the 60 minutes of Điều 7.3.
    """

    name: str
    title: str
    say: tuple[str, ...]
    again: tuple[str, ...]
    least: int
    most: int
    silence: int
    too_short: tuple[str, ...]
    saved: tuple[str, ...]  # said on the way onward
    onward: str


@dataclass(frozen=True)
class Ending:
    """The flow is done."""

    name: str
    title: str
    say: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Transfer:
    """The flow is done: the dialplan calls an emergency number and joins the two."""

    name: str
    title: str
    say: tuple[str, ...]
    to: str  # one of EMERGENCY


@dataclass(frozen=True)
class Return:
    """The sub-flow is done: back to who called it."""

    name: str
    title: str
    say: tuple[str, ...]


Last = Ending | Transfer | Return  # no way leads on from here
Place = Menu | CodeEntry | Input | IncidentNews | Announcement | Condition | Call | Voicemail
Node = Place | Last

SECTIONS: Final[Mapping[type[Node], str]] = {  # of a flow's file
    Menu: "menu",
    CodeEntry: "code",
    Input: "input",
    IncidentNews: "incident",
    Announcement: "say",
    Condition: "condition",
    Call: "call",
    Voicemail: "voicemail",
    Ending: "end",
    Transfer: "transfer",
    Return: "return",
}


def node_path(node: Node) -> str:
    """Where a node stands in its file."""
    return f"{SECTIONS[type(node)]}.{node.name}"
