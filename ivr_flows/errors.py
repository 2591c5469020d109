"""What can go wrong with a menu.

FlowError
├── MenuError         the menu file can't be used: says file, field and cure
├── FlowTaken         somebody else published meanwhile: look at theirs first
├── BadKeys           something to press that no telephone has
└── ImpossibleEvent   the driver told the engine something that can't happen here: our own mistake
"""

from collections.abc import Sequence
from pathlib import Path


class FlowError(Exception):
    """Root of this room's errors."""


class MenuError(FlowError):
    """A menu file that can't be used. `lines` has one plain line per fault; the message is the first of them."""

    def __init__(self, file: Path | str, faults: Sequence[str]) -> None:
        self.lines = tuple(f"{file}: {fault}" for fault in faults)
        more = len(faults) - 1
        after = f" (và {more} lỗi nữa)" if more else ""
        super().__init__(self.lines[0] + after)


class FlowTaken(FlowError):
    """Somebody else published a version meanwhile; `number` is in force now."""

    def __init__(self, number: int, who: str) -> None:
        super().__init__(f"{who or 'Người khác'} vừa công bố bản {number}. Hãy xem bản đó rồi công bố lại.")
        self.number = number


class BadKeys(FlowError):
    """Keys to walk a menu with that no telephone has."""


class ImpossibleEvent(FlowError):
    """An event that can't follow from the last action, such as a key after the end."""
