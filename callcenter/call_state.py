"""A citizen's call as one table: state -> event -> state. Pure; nothing here knows of AMI or the store.

The order Asterisk tells it in (recorded in tests/streams): CallerArrived, JoinedQueue, OperatorRings,
LeftQueue, OperatorAnswered, OperatorDone, CallerGone. An operator who misses: OperatorMissed, then OperatorRings again.
A caller who is not served: Abandoned, LeftQueue, CallerGone, without an OperatorMissed for a phone that still rings.
OperatorDone comes from a thread of its own in Asterisk and may be told after CallerGone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from callcenter.ami_events import (
    Abandoned,
    CallerGone,
    CallEvent,
    CitizenReached,
    JoinedQueue,
    LeftQueue,
    OperatorAnswered,
    OperatorDone,
    OperatorMissed,
    OperatorRings,
)
from callcenter.ami_headers import Caller
from callcenter.call_vars import CallVars
from crm.messages import ContactFacts, ContactState
from crm.phone_numbers import normalise

SERVED: Final = "served"  # CC_OUTCOME of a call the menu itself had the answer for


class CallState(StrEnum):
    """Where a live call is."""

    IN_MENU = "in_menu"
    WAITING = "waiting"
    RINGING = "ringing"
    TALKING = "talking"
    LEAVING = "leaving"  # after the queue or the talk: an apology may still be playing
    ENDED = "ended"


# What is not in the table changes nothing: an event told twice, or told again after a resync, is no news.
TRANSITIONS: Final[Mapping[CallState, Mapping[type[CallEvent], CallState]]] = MappingProxyType(
    {
        CallState.IN_MENU: {
            JoinedQueue: CallState.WAITING,
            OperatorRings: CallState.RINGING,
            OperatorAnswered: CallState.TALKING,
            CallerGone: CallState.ENDED,
        },
        CallState.WAITING: {
            OperatorRings: CallState.RINGING,
            OperatorAnswered: CallState.TALKING,
            Abandoned: CallState.LEAVING,
            LeftQueue: CallState.LEAVING,
            CallerGone: CallState.ENDED,
        },
        CallState.RINGING: {
            OperatorMissed: CallState.WAITING,  # when nobody else's phone rings
            OperatorAnswered: CallState.TALKING,
            Abandoned: CallState.LEAVING,
            CallerGone: CallState.ENDED,
        },
        CallState.TALKING: {
            OperatorDone: CallState.LEAVING,
            CallerGone: CallState.ENDED,
        },
        CallState.LEAVING: {
            JoinedQueue: CallState.WAITING,
            OperatorAnswered: CallState.TALKING,  # LeftQueue is told just before it
            CallerGone: CallState.ENDED,
        },
        CallState.ENDED: {},
    }
)


@dataclass(frozen=True)
class Call:
    """One call, from its arrival to its end. Moments are Asterisk's."""

    linkedid: str
    state: CallState = CallState.IN_MENU
    phone: str = field(default="", repr=False)  # E.164 where possible, "" when withheld
    caller_name: str = field(default="", repr=False)
    dialled: str = ""
    answered_at: datetime | None = None  # "contact received" (Điều 7.3): what the channel itself says, in CC_ANSWERED
    queued_at: datetime | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    operator: str | None = None  # who talks or talked
    rings: tuple[str, ...] = ()  # whose phones ring now
    vars: CallVars = field(default_factory=CallVars)

    @property
    def operators(self) -> tuple[str, ...]:
        """At whose phone the call is: those that ring, or the one who talks."""
        return (self.operator,) if self.state is CallState.TALKING and self.operator else self.rings

    def is_at(self, username: str) -> bool:
        """Whether it rings at this operator, or they talk in it."""
        return username in self.operators


def arrival(caller: Caller) -> Call:
    """A call seen for the first time."""
    return Call(
        caller.linkedid,
        phone=normalise(caller.phone),
        caller_name=caller.name,
        dialled=caller.dialled,
        answered_at=caller.vars.answered_at,
        vars=caller.vars,
    )


def after(call: Call, event: CallEvent) -> Call:
    """The call after the event: its state by the table, and what the event tells besides."""
    if call.state is CallState.ENDED:
        return call
    state = TRANSITIONS[call.state].get(type(event), call.state)
    rings = still_ringing(call.rings, event)
    if rings and isinstance(event, OperatorMissed):
        state = call.state
    learnt = learn(replace(call, vars=event.caller.vars if event.caller.vars != CallVars() else call.vars), event)
    return replace(learnt, state=state, rings=rings if state is CallState.RINGING else ())


def still_ringing(rings: tuple[str, ...], event: CallEvent) -> tuple[str, ...]:
    """Whose phones ring after the event."""
    match event:
        case OperatorRings(username=username) if username not in rings:
            return (*rings, username)
        case OperatorMissed(username=username):
            return tuple(other for other in rings if other != username)
    return rings


def learn(call: Call, event: CallEvent) -> Call:
    """The moments and names an event brings. A moment once known stays: the first telling is the true one.

    In a call of ours the operator is there first: it connects when the citizen has answered.
    """
    match event:
        case JoinedQueue():
            call = replace(call, queued_at=call.queued_at or event.at)
        case OperatorAnswered():
            connected_at = call.connected_at or (None if call.vars.callback_of else event.at)
            call = replace(call, connected_at=connected_at, operator=event.username)
        case CitizenReached():
            call = replace(call, connected_at=call.connected_at or event.at)
        case CallerGone():
            call = replace(call, ended_at=event.at)
    return replace(
        call,
        answered_at=call.answered_at or call.vars.answered_at,
        queued_at=call.queued_at or call.vars.entered_at,
    )


def facts(call: Call) -> ContactFacts:
    """What the store is to know of the call now."""
    return ContactFacts(
        linkedid=call.linkedid,
        state=contact_state(call),
        phone=call.phone,
        caller_name=call.caller_name,
        dialled=call.dialled,
        answered_at=call.answered_at,
        queued_at=call.queued_at,
        connected_at=call.connected_at,
        ended_at=call.ended_at,
        operator=call.operator,
        keys=call.vars.keys,
        category=call.vars.category,
        topic=call.vars.topic,
        recording=None if is_vain(call) else call.vars.recording,
        fallback=call.vars.fallback,
        callback_wanted=call.vars.callback,
        joined_incident=call.vars.joined_incident,
        voicemail=call.vars.voicemail,
        queues=call.vars.queues,
    )


def contact_state(call: Call) -> ContactState:
    """How far the contact got; a call that is over is judged by what it reached.

    A call of ours changes nothing about the contact it returns until the citizen has answered.
    """
    if is_vain(call):
        return ContactState.ABANDONED
    if call.state is CallState.ENDED:
        return end_state(call)
    if call.state is CallState.LEAVING:
        return ContactState.TALKING if call.connected_at else ContactState.WAITING
    return ContactState(call.state.value)


def is_vain(call: Call) -> bool:
    """A call of ours that nobody has answered (yet)."""
    return bool(call.vars.callback_of) and call.connected_at is None


def end_state(call: Call) -> ContactState:
    """An ended call: spoken with, lost in the queue (to be called back), or over in the menu."""
    if call.connected_at:
        return ContactState.HANDLED
    if call.queued_at:
        return ContactState.ABANDONED
    return ContactState.SERVED_BY_MENU if call.vars.outcome == SERVED else ContactState.LEFT_IN_MENU
