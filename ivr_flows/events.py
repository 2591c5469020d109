"""What happens on the line: the input of `step`."""

from dataclasses import dataclass

from ivr_flows.nodes import Notice


@dataclass(frozen=True)
class Started:
    """The call has been answered; or, with the name of an entry, has come back into the flow.

    `keys` are those pressed in the call before.
    """

    entry: str = ""
    keys: tuple[str, ...] = ()


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
class IncidentOpen:
    """An incident that concerns the caller is going on."""

    incident: str
    notice: Notice


@dataclass(frozen=True)
class NoIncident:
    """None, or none more; or the look-up was slow or failed, and the caller goes on."""


@dataclass(frozen=True)
class FactAnswer:
    """The answer to a question about the world, or a value; None: the world was slow, failed, or does not know."""

    value: str | None


@dataclass(frozen=True)
class Recorded:
    """What the caller said, whole: its file (relative to the recordings folder) and length. It may be empty.

    Most callers end a message by hanging up: then no `HungUp` follows.
    """

    file: str
    seconds: float
    hung_up: bool = False


@dataclass(frozen=True)
class HungUp:
    """The caller left. Possible at any moment before the end."""


StatusAnswer = StatusFound | StatusMissing | StatusUnavailable
IncidentAnswer = IncidentOpen | NoIncident
Event = Started | Key | Silence | StatusAnswer | IncidentAnswer | FactAnswer | Recorded | HungUp
