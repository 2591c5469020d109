"""A flow as data: a graph of `ivr_flows.nodes`, where calls come in, and what holds in all of it.

Prompts are named texts, whose sound files can be made at set-up; only the notice of an incident comes from outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr_flows.facts import label_of
from ivr_flows.nodes import (
    Announcement,
    Call,
    Choice,
    CodeEntry,
    Condition,
    Ending,
    IncidentNews,
    Input,
    Menu,
    Node,
    Return,
    Transfer,
    Voicemail,
)


@dataclass(frozen=True)
class Entry:
    """Another way in than `Flow.start`, for calls that were elsewhere meanwhile: the queue, an operator.

    Nobody is led from here to an operator by mistakes: they lead to the end `give_up`.
    """

    name: str
    start: str
    give_up: str


@dataclass(frozen=True)
class Sub:
    """A sub-flow: what can be reached from `start`, up to a `Return`."""

    name: str
    title: str
    start: str


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
    entries: Mapping[str, Entry]
    subs: Mapping[str, Sub]

    def choices(self, menu: Menu) -> Mapping[str, Choice]:
        """All keys of a menu, the ones offered everywhere last."""
        return {**menu.choices, **self.everywhere}

    def exits(self, node: Node) -> tuple[Exit, ...]:
        """The ways out of a node that a caller can take; being led to the operator (mistakes, a look-up that failed)
        is not among them, nor is the way back from a sub-flow."""
        match node:
            case Menu():
                ways = tuple(Exit(key, each.label, each.goto) for key, each in self.choices(node).items())
                return ways if node.silence is None else (*ways, Exit("", "Không nhấn phím", node.silence))
            case CodeEntry():
                return (
                    Exit("", f"Mã {node.length} chữ số: tình trạng", node.found),
                    Exit("#", "Không có mã", node.no_code),
                )
            case Input():
                typed = Exit("", f"Đã nhập {length_words(node)}", node.onward)
                return (typed,) if node.skip is None else (typed, Exit("#", "Bỏ qua", node.skip))
            case IncidentNews():
                everywhere = (Exit(key, each.label, each.goto) for key, each in self.everywhere.items())
                onward = Exit("", "Không có sự cố, hoặc nghe tiếp", node.onward)
                return (Exit(node.key, node.label, node.joined), *everywhere, onward)
            case Announcement():
                return (Exit("", "Nghe xong", node.onward),)
            case Condition():
                return tuple(Exit("", label_of(node.ask, answer), goto) for answer, goto in node.ways.items())
            case Call():
                sub = self.subs.get(node.sub)
                through = () if sub is None else (Exit("", f"Vào: {sub.title}", sub.start),)
                return (*through, Exit("", "Trở về", node.onward))
            case Voicemail():
                return (Exit("", f"Để lại lời nhắn, tối đa {node.most} giây", node.onward),)
            case Ending() | Transfer() | Return():
                return ()


def length_words(node: Input) -> str:
    """How many digits an input takes: "9 chữ số", "9 đến 11 chữ số"."""
    return f"{node.most} chữ số" if node.least == node.most else f"{node.least} đến {node.most} chữ số"
