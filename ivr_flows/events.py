"""What happens on the line: the input of `step`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Started:
    """The call has been answered."""


@dataclass(frozen=True)
class Key:
    """The caller pressed a key: one of 0-9, * and #."""

    key: str


@dataclass(frozen=True)
class Silence:
    """No key within the time."""


@dataclass(frozen=True)
class StatusFound:
    """The case is known: its state and the kind of unit that has it, in the words of the case store."""

    state: str
    unit: str | None = None


@dataclass(frozen=True)
class StatusMissing:
    """No case has this code."""


@dataclass(frozen=True)
class StatusUnavailable:
    """The look-up was slow or failed."""


@dataclass(frozen=True)
class HungUp:
    """The caller left. Possible at any moment before the end."""


StatusAnswer = StatusFound | StatusMissing | StatusUnavailable
Event = Started | Key | Silence | StatusAnswer | HungUp
