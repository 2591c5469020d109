"""What happened to contacts and operators, one fact each: all that call metrics are computed from. They only grow.

Asterisk's own records (CEL, queue_log) are read into these as they are written, and after an outage from where the
reading had stopped. `source` names the record, so that one read twice is one event.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ContactKind(StrEnum):
    """Moments in the life of a contact."""

    ARRIVED = "arrived"  # the citizen's channel is there
    ANSWERED = "answered"  # by 1022 itself, before the menu
    QUEUED = "queued"
    LEFT_QUEUE = "left_queue"  # for whatever reason
    RINGING = "ringing"  # at an operator's phone
    RING_ENDED = "ring_ended"  # picked up, turned down, given up
    CONNECTED = "connected"  # with an operator
    DISCONNECTED = "disconnected"  # from that operator
    HELD = "held"  # by the operator
    RESUMED = "resumed"
    CALLBACK_WANTED = "callback_wanted"  # asked to be called back, or left a message
    ENDED = "ended"


class AgentKind(StrEnum):
    """What operators do in the queue, beside talking."""

    JOINED = "joined"  # takes calls; `reason` is "paused" when not yet
    LEFT = "left"
    PAUSED = "paused"  # `reason` says why; `WRAP_UP` is the work after a contact
    READY = "ready"
    MISSED = "missed"  # the phone rang out or was turned down
    RESTARTED = "restarted"  # Asterisk itself: no call from before lives on; names no operator


WRAP_UP = "wrap_up"
PAUSED = "paused"


@dataclass(frozen=True, order=True)
class ContactEvent:
    """One fact about a call. `linkedid` is the call's whole name, `at` Asterisk's moment."""

    at: datetime
    linkedid: str
    kind: ContactKind
    source: str
    queue: str = ""  # of QUEUED
    operator: str = ""  # username


@dataclass(frozen=True, order=True)
class AgentEvent:
    """One fact about an operator in one queue. `at` is in whole seconds, as queue_log keeps it."""

    at: datetime
    operator: str
    kind: AgentKind
    source: str
    queue: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SurveyAnswer:
    """What the citizen of a call thought of it, 1 to 5."""

    linkedid: str
    score: int
    at: datetime


@dataclass(frozen=True)
class CallLink:
    """A call whose channel went on in another call: a consultation that became a transfer or a conference."""

    linkedid: str
    into: str
