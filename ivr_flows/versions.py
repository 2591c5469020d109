"""Versions of a flow: published by somebody at a moment, for a reason; the newest is in force. Nothing is changed.

Where they are kept is a `Shelf`'s business. Version 0 comes with the program and is on no shelf.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from ivr_flows.errors import FlowTaken, MenuError
from ivr_flows.model import Flow
from ivr_flows.parse import parse_sound

OWN: Final = 0  # the number of the version that comes with the program


@dataclass(frozen=True)
class Version:
    """A whole flow as text (TOML). Who published it is a user name; `copy_of` an earlier one that was used again."""

    number: int
    text: str
    who: str = ""
    at: datetime | None = None
    why: str = ""
    copy_of: int | None = None


class Shelf(Protocol):
    """Keeps versions for good."""

    def versions(self) -> Sequence[Version]:
        """All that were published, the oldest first."""
        ...

    def add(self, version: Version) -> None:
        """Keep one. Raises `FlowTaken` when there is one of that number."""
        ...


@dataclass(frozen=True)
class Publication:
    """What somebody wants in force; `over` is the number they saw in force when they began."""

    text: str
    over: int
    who: str
    why: str
    copy_of: int | None = None


def in_force(shelf: Shelf, own: Version) -> Version:
    """The newest version, else the one that comes with the program."""
    return next(iter(reversed(shelf.versions())), own)


def numbered(shelf: Shelf, own: Version, number: int) -> Version:
    """One version. Raises `MenuError` when there is none of that number."""
    found = next((version for version in (own, *shelf.versions()) if version.number == number), None)
    if found is None:
        raise MenuError(f"bản {number}", ["không có; hãy tải lại trang để xem các bản đang có"])
    return found


def ready(publication: Publication, shelf: Shelf, own: Version, at: datetime) -> tuple[Version, Flow]:
    """The version that `publication` becomes, sound and not yet on the shelf.

    Raises `MenuError` for its faults, `FlowTaken` when another one came in force meanwhile.
    """
    before = in_force(shelf, own)
    if before.number != publication.over:
        raise FlowTaken(before.number, before.who)
    flow = parse_sound(publication.text, "bản nháp")
    name = parse_sound(own.text, "bản có sẵn").name
    if flow.name != name:
        raise MenuError("bản nháp", [f"flow.name là {flow.name!r}; tổng đài gọi luồng này bằng tên {name!r}"])
    who, why = publication.who, publication.why
    return Version(before.number + 1, publication.text, who, at, why, publication.copy_of), flow
