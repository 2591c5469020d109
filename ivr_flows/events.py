"""What happens on the line: the input of `step`."""

from dataclasses import dataclass

from ivr_flows.model import Notice


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
class IncidentOpen:
    """An incident that concerns the caller is going on."""

    incident: str
    notice: Notice


@dataclass(frozen=True)
class NoIncident:
    """None, or none more; or the look-up was slow or failed, and the caller goes on."""


@dataclass(frozen=True)
class HungUp:
    """The caller left. Possible at any moment before the end."""


StatusAnswer = StatusFound | StatusMissing | StatusUnavailable
IncidentAnswer = IncidentOpen | NoIncident
Event = Started | Key | Silence | StatusAnswer | IncidentAnswer | HungUp
