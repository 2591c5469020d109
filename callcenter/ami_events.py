"""Asterisk's manager events in our words: AMI's names of things stop here and at `ami_lists.py`.

An event that lacks what it must have is an `UnreadableEvent`; one that is none of our business reads as `None`.
The order of a call's events is in `call_state.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from callcenter.ami_headers import AmiMessage, Caller


@dataclass(frozen=True)
class CallEvent:
    """Something happened to a citizen's call."""

    at: datetime
    caller: Caller


@dataclass(frozen=True)
class CallerArrived(CallEvent):
    """A call came in from the trunk."""


@dataclass(frozen=True)
class JoinedQueue(CallEvent):
    position: int  # 1 is the next to be served
    queue: str


@dataclass(frozen=True)
class LeftQueue(CallEvent):
    """For whatever reason: answered, given up, waited too long."""


@dataclass(frozen=True)
class Abandoned(CallEvent):
    """The citizen hung up in the queue, or waited as long as the queue allows: nobody served them."""


@dataclass(frozen=True)
class OperatorEvent(CallEvent):
    username: str


@dataclass(frozen=True)
class OperatorRings(OperatorEvent):
    """The operator's phone is about to ring: the screen pops now."""


@dataclass(frozen=True)
class OperatorMissed(OperatorEvent):
    """It rang out, or the operator's phone turned the call down."""


@dataclass(frozen=True)
class OperatorAnswered(OperatorEvent):
    pass


@dataclass(frozen=True)
class OperatorDone(OperatorEvent):
    """Operator and citizen no longer talk."""


@dataclass(frozen=True)
class CitizenReached(CallEvent):
    """In a call that 1022 makes: the citizen has answered."""


@dataclass(frozen=True)
class CallerGone(CallEvent):
    """The citizen's channel is gone."""


@dataclass(frozen=True)
class Member:
    """An operator as the queue sees them. `status` is Asterisk's device state."""

    username: str
    status: int
    paused: bool
    pause_reason: str
    joined_at: datetime | None
    last_call_at: datetime | None  # end of the last call
    paused_at: datetime | None  # start of the last pause
    queue: str
    penalty: int  # those with a lower one are rung first


@dataclass(frozen=True)
class MemberSeen:
    at: datetime
    member: Member


@dataclass(frozen=True)
class MemberGone:
    """The operator takes no calls of this queue any more."""

    at: datetime
    username: str
    queue: str


@dataclass(frozen=True)
class HoldChanged:
    """An operator has put the citizen on hold, or taken them back. Only AMI tells of it."""

    at: datetime
    linkedid: str
    username: str
    held: bool


Event = CallEvent | MemberSeen | MemberGone | HoldChanged


def read_event(message: AmiMessage) -> Event | None:
    """The event in our words, `None` when it does not concern us. Raises `UnreadableEvent`."""
    reader = READERS.get(message.name)
    return reader(message) if reader else None


def read_arrival(message: AmiMessage) -> CallerArrived | None:
    if not message.is_callers_own or message.text("Context") != message.naming.trunk_context:
        return None
    return CallerArrived(message.at, message.caller())


def read_hangup(message: AmiMessage) -> CallerGone | None:
    return CallerGone(message.at, message.caller()) if message.is_callers_own else None


def read_join(message: AmiMessage) -> JoinedQueue:
    return JoinedQueue(message.at, message.caller(), message.number("Position"), message.text("Queue"))


def read_leave(message: AmiMessage) -> LeftQueue:
    return LeftQueue(message.at, message.caller())


def read_abandon(message: AmiMessage) -> Abandoned:
    return Abandoned(message.at, message.caller())


def read_reached(message: AmiMessage) -> CitizenReached | None:
    """The end of a dialling. The queue dials operators' phones; what else a call of ours dials is the citizen."""
    if not message.maybe("Channel"):
        return None  # nobody dialled: Originate did
    caller = message.caller()
    rang_operator = message.naming.username_of_channel(message.maybe("DestChannel")) is not None
    if not caller.vars.callback_of or rang_operator or message.text("DialStatus") != "ANSWER":
        return None
    return CitizenReached(message.at, caller)


def read_operator(kind: type[OperatorEvent]) -> Callable[[AmiMessage], OperatorEvent]:
    return lambda message: kind(message.at, message.caller(), message.username("Interface"))


def read_member(message: AmiMessage, interface: str = "Interface") -> Member:
    """A queue member; the list row of `QueueStatus` calls the interface `Location`."""
    return Member(
        username=message.username(interface),
        status=message.number("Status"),
        paused=message.flag("Paused"),
        pause_reason=message.maybe("PausedReason"),
        joined_at=message.moment("LoginTime"),
        last_call_at=message.moment("LastCall"),
        paused_at=message.moment("LastPause"),
        queue=message.text("Queue"),
        penalty=message.number("Penalty"),
    )


def read_member_event(message: AmiMessage) -> MemberSeen:
    return MemberSeen(message.at, read_member(message))


def read_member_removed(message: AmiMessage) -> MemberGone:
    return MemberGone(message.at, message.username("Interface"), message.text("Queue"))


def read_hold(held: bool) -> Callable[[AmiMessage], HoldChanged | None]:
    """An operator's phone holds; a citizen's that does so is none of our business."""

    def read(message: AmiMessage) -> HoldChanged | None:
        username = message.naming.username_of_channel(message.text("Channel"))
        return HoldChanged(message.at, message.text("Linkedid"), username, held) if username else None

    return read


Reader = Callable[[AmiMessage], Event | None]


def of_our_queue(reader: Reader) -> Reader:
    """Other queues of the same Asterisk are none of our business."""
    return lambda message: reader(message) if message.text("Queue") in message.naming.queues else None


READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "Newchannel": read_arrival,
        "Hangup": read_hangup,
        "Hold": read_hold(True),
        "Unhold": read_hold(False),
        "DialEnd": read_reached,
        "QueueCallerJoin": of_our_queue(read_join),
        "QueueCallerLeave": of_our_queue(read_leave),
        "QueueCallerAbandon": of_our_queue(read_abandon),
        "AgentCalled": of_our_queue(read_operator(OperatorRings)),
        "AgentRingNoAnswer": of_our_queue(read_operator(OperatorMissed)),
        "AgentConnect": of_our_queue(read_operator(OperatorAnswered)),
        "AgentComplete": of_our_queue(read_operator(OperatorDone)),
        "QueueMemberAdded": of_our_queue(read_member_event),
        "QueueMemberStatus": of_our_queue(read_member_event),
        "QueueMemberPause": of_our_queue(read_member_event),
        "QueueMemberRemoved": of_our_queue(read_member_removed),
    }
)
