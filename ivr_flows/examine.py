"""A flow that somebody is writing: its parts for a form, its faults at their places, its picture if it has one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import tomli_w

from ivr_flows.check import check
from ivr_flows.check_ways import unknown_nodes
from ivr_flows.draw import draw
from ivr_flows.errors import MenuError
from ivr_flows.fault import Fault
from ivr_flows.parse import parse

DRAFT: Final = "bản nháp"


@dataclass(frozen=True)
class Examined:
    """`parts` is the text as nested tables, empty when it is no TOML; `picture` an SVG, "" when a way leads nowhere."""

    text: str
    parts: Mapping[str, Any]
    faults: tuple[Fault, ...]
    picture: str


def examine(text: str) -> Examined:
    """All that can be said of a text, whatever is wrong with it."""
    try:
        flow = parse(text, DRAFT)
    except MenuError as error:
        return Examined(text, _parts(text), tuple(_fault(line) for line in error.lines), "")
    picture = "" if any(unknown_nodes(flow)) else draw(flow)
    return Examined(text, _parts(text), check(flow), picture)


def as_text(parts: Mapping[str, Any]) -> str:
    """The text of edited parts. Raises `MenuError` when there is something in them that no flow can have."""
    try:
        return tomli_w.dumps(parts)
    except (TypeError, ValueError) as error:
        raise MenuError(DRAFT, [f"có giá trị không ghi được ({error}); hãy nhập lại"]) from error


def _parts(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _fault(line: str) -> Fault:
    """A line of `MenuError`: file, then the field, what is wrong and the cure."""
    said = line.removeprefix(f"{DRAFT}: ")
    where, _, rest = said.partition(" ")
    what, _, cure = rest.partition("; ")
    return Fault(where, what, cure) if "." in where else Fault("", *said.partition("; ")[::2])
