"""What is said: prompts that are missing or never said, texts a voice misreads, values nobody knows."""

import re
from collections.abc import Iterator
from typing import Final

from ivr_flows.facts import VALUES
from ivr_flows.fault import Fault
from ivr_flows.model import Flow
from ivr_flows.nodes import (
    Announcement,
    Call,
    CodeEntry,
    Condition,
    Ending,
    IncidentNews,
    Input,
    Menu,
    Node,
    Reading,
    Return,
    Saying,
    Transfer,
    Voicemail,
    node_path,
)

# What a voice reads otherwise than it is meant, and what to write instead.
MISREAD: Final = (
    (re.compile(r"\d+"), "hãy viết số bằng chữ, hoặc dùng một giá trị như number:waiting"),
    (re.compile(r"\b[A-ZĐ]{2,}\b"), "hãy viết đầy đủ"),
    (re.compile(r"[%&@/+=<>_#*|]"), "hãy viết bằng chữ"),
)


def faulty_prompts(flow: Flow) -> Iterator[Fault]:
    used = dict(_prompts_used(flow))
    for name, where in used.items():
        if name not in flow.prompts:
            yield Fault(where, f"nói {name!r} nhưng không có câu này", f"hãy thêm prompts.{name}")
    for name in flow.prompts:
        if name not in used:
            yield Fault(f"prompts.{name}", "không được dùng", "hãy dùng hoặc bỏ đi")


def misread_prompts(flow: Flow) -> Iterator[Fault]:
    for name, text in flow.prompts.items():
        for pattern, cure in MISREAD:
            if found := pattern.search(text):
                yield Fault(f"prompts.{name}", f"có {found[0]!r}, giọng máy dễ đọc sai", cure)


def unknown_values(flow: Flow) -> Iterator[Fault]:
    """Values to say that neither the world nor an input gives, or that are not said that way."""
    typed = [name for name, node in flow.nodes.items() if isinstance(node, Input)]
    readings = {**VALUES, **dict.fromkeys(typed, Reading.DIGITS)}
    for node in flow.nodes.values():
        if not isinstance(node, Announcement):
            continue
        for part in node.say:
            if isinstance(part, Saying) and readings.get(part.fact) is not part.reading:
                known = ", ".join(f"{reading}:{fact}" for fact, reading in readings.items())
                yield Fault(f"{node_path(node)}.say", f"nói {str(part)!r} là giá trị không có", f"hãy chọn: {known}")


def _prompts_used(flow: Flow) -> Iterator[tuple[str, str]]:
    """Each prompt named, and where."""
    for field, names in (("wrong_key", flow.wrong_key), ("no_key", flow.no_key), ("give_up", flow.give_up)):
        yield from ((name, f"flow.{field}") for name in names)
    for key, choice in flow.everywhere.items():
        yield from ((name, f"everywhere.{key}") for name in choice.say)
    for node in flow.nodes.values():
        yield from ((name, node_path(node)) for name in prompts_of(node))


def prompts_of(node: Node) -> tuple[str, ...]:
    """The prompts a node names, and may say."""
    match node:
        case Menu():
            said = tuple(name for choice in node.choices.values() for name in choice.say)
            return node.say + node.again + said
        case CodeEntry():
            fixed = node.say + node.again + node.too_short + node.wrong + node.missing + node.unavailable
            return fixed + node.intro + node.digits + (*node.states.values(), *node.units.values())
        case Input():
            return node.say + node.again + node.too_short + node.wrong + node.read_back + node.confirm
        case Voicemail():
            return node.say + node.again + node.too_short + node.saved
        case IncidentNews():
            return node.say + node.offer
        case Announcement():
            return tuple(part for part in node.say if isinstance(part, str)) + node.instead
        case Condition() | Call():
            return ()
        case Ending() | Transfer() | Return():
            return node.say
