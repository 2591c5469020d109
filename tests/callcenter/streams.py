"""Recorded streams of a real Asterisk 22 (`tests/streams`): NAME.txt what AMI sent, NAME.csv what CEL kept of it."""

from datetime import UTC, datetime
from pathlib import Path

from panoramisk.message import Message

from callcenter.ami_events import Event, read_event
from callcenter.ami_headers import AmiMessage
from callcenter.ami_wire import Headers, headers_of
from callcenter.naming import Naming

FOLDER = Path(__file__).parent.parent / "streams"
NAMES = (
    "abandoned",
    "abandoned_ringing",
    "answered",
    "fallback",
    "left_in_menu",
    "ring_no_answer",
    "snapshot",
    "ten_calls",
    "turned_down",
    "waited_too_long",
)
NAMING = Naming()
RECEIVED = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # later than anything in the streams


def blocks(name: str) -> list[bytes]:
    """The messages of a stream, as they came."""
    return [block + b"\r\n\r\n" for block in (FOLDER / f"{name}.txt").read_bytes().split(b"\r\n\r\n") if block]


def events(name: str) -> list[bytes]:
    """The events of a stream, without answers to actions."""
    return [block for block in blocks(name) if block.startswith(b"Event: ") and b"ActionID: " not in block]


def rows(name: str, action_id: str) -> tuple[Headers, ...]:
    """The list a stream holds as the answer to one action."""
    mark = f"ActionID: {action_id}".encode()
    found = [headers(block) for block in blocks(name) if mark in block and block.startswith(b"Event: ")]
    return tuple(row for row in found if row.get("EventList") != "Complete")


def headers(block: bytes) -> Headers:
    return headers_of(Message.from_line(block.decode().strip()))


def message(block: bytes) -> AmiMessage:
    return AmiMessage(headers(block), NAMING, RECEIVED)


def heard(name: str) -> list[Event]:
    """The events of a stream that concern us, in our words."""
    read = (read_event(message(block)) for block in events(name))
    return [event for event in read if event is not None]


def cel_lines(name: str) -> list[bytes]:
    return (FOLDER / f"{name}.csv").read_bytes().splitlines(keepends=True)
