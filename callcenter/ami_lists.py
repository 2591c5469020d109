"""Asterisk's lists in our words: its channels, and the queues with callers and operators. Pure.

`CoreShowChannels` carries our channel variables, so a call found alive tells as much as one watched from the start.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from callcenter.ami_events import Member, read_member
from callcenter.ami_headers import AmiMessage, Caller
from callcenter.call_state import Call, CallState, arrival
from callcenter.errors import UnreadableEvent
from callcenter.queue_state import QueueState, Waiting

log = logging.getLogger(__name__)

Row = TypeVar("Row")

CHANNEL: Final = "CoreShowChannel"
ENTRY: Final = "QueueEntry"
MEMBER: Final = "QueueMember"
MEMBER_INTERFACE: Final = "Location"  # what the queue's events call `Interface`


@dataclass(frozen=True)
class Leg:
    """One channel of a call. `caller` is the citizen only when `is_citizens`."""

    caller: Caller
    bridge: str  # "" while it talks with nobody
    is_citizens: bool  # the channel that brought the call to 1022
    is_trunk: bool  # a citizen's telephone, also one that 1022 has dialled
    operator: str | None  # whose phone it leads to


@dataclass(frozen=True)
class Picture:
    """What Asterisk has at one moment."""

    legs: tuple[Leg, ...]
    queue: QueueState
    members: tuple[Member, ...]

    def citizens(self) -> frozenset[str]:
        """The Linkedids of citizens' calls."""
        return frozenset(leg.caller.linkedid for leg in self.legs if leg.is_citizens)


def read_leg(row: AmiMessage) -> Leg:
    """A channel. A call is a citizen's when it came from the trunk: later contexts all come after the answer."""
    caller = row.caller()
    came_from_trunk = row.text("Context") == row.naming.trunk_context or caller.vars.answered_at is not None
    return Leg(
        caller=caller,
        bridge=row.maybe("BridgeId"),
        is_citizens=row.is_callers_own and came_from_trunk,
        is_trunk=caller.channel.startswith(row.naming.trunk_prefix),
        operator=row.naming.username_of_channel(caller.channel),
    )


def read_waiting(row: AmiMessage, callers: Mapping[str, Caller]) -> Waiting:
    """A caller in a queue, by the channel; `Wait` is in whole seconds, and since this queue, not the first one."""
    caller = callers.get(row.text("Channel"))
    since = caller.vars.entered_at if caller else None
    return Waiting(
        caller.linkedid if caller else row.text("Uniqueid"),
        since or row.received - timedelta(seconds=row.number("Wait")),
        row.text("Queue"),
    )


def read_legs(rows: Iterable[AmiMessage]) -> tuple[Leg, ...]:
    return readable(read_leg, rows, CHANNEL)


def read_queue(rows: Iterable[AmiMessage], legs: Iterable[Leg]) -> QueueState:
    """The callers who wait in our queues, in Asterisk's order."""
    callers = {leg.caller.channel: leg.caller for leg in legs}
    return QueueState(readable(partial(read_waiting, callers=callers), ours(rows), ENTRY))


def read_members(rows: Iterable[AmiMessage]) -> tuple[Member, ...]:
    """The operators, once for each of our queues that they answer."""
    return readable(partial(read_member, interface=MEMBER_INTERFACE), ours(rows), MEMBER)


def ours(rows: Iterable[AmiMessage]) -> Iterator[AmiMessage]:
    """The rows of our queues: other queues of the same Asterisk are none of our business."""
    return (row for row in rows if row.maybe("Queue") in row.naming.queues)


def readable(read: Callable[[AmiMessage], Row], rows: Iterable[AmiMessage], name: str) -> tuple[Row, ...]:
    """The rows of one kind. One that cannot be read is logged and left out: the others count all the same."""
    found = []
    for row in rows:
        try:
            if row.name == name:
                found.append(read(row))
        except UnreadableEvent as error:
            log.error("%s", error)
    return tuple(found)


def live_calls(picture: Picture, known: Mapping[str, Call], at: datetime) -> tuple[Call, ...]:
    """The citizens' calls in the picture. `known` gives the moments that Asterisk's records have told of them."""
    return tuple(live_call(leg, picture, known.get(leg.caller.linkedid), at) for leg in picture.legs if leg.is_citizens)


def live_call(own: Leg, picture: Picture, known: Call | None, at: datetime) -> Call:
    """One call as it is now. A step whose moment nobody has recorded was taken by `at` at the latest."""
    linkedid = own.caller.linkedid
    call = replace(known or arrival(own.caller), vars=own.caller.vars)
    call = replace(call, answered_at=call.answered_at or own.caller.vars.answered_at)
    parts = [leg for leg in picture.legs if leg.caller.linkedid == linkedid]
    waiting_since = next((waiting.since for waiting in picture.queue.callers if waiting.linkedid == linkedid), None)
    legs = [leg for leg in parts if leg.operator]
    talking = next((leg.operator for leg in legs if own.bridge and leg.bridge == own.bridge), None)
    if talking:
        connected_at = (call.connected_at or at) if citizen_is_there(own, parts) else None
        call = replace(call, queued_at=call.queued_at or at, connected_at=connected_at)
        return replace(call, state=CallState.TALKING, operator=talking)
    if waiting_since:
        rings = tuple(leg.operator for leg in legs if leg.operator)
        state = CallState.RINGING if rings else CallState.WAITING
        return replace(call, state=state, rings=rings, queued_at=call.queued_at or waiting_since)
    return replace(call, state=CallState.LEAVING if call.queued_at else CallState.IN_MENU)


def citizen_is_there(own: Leg, parts: Iterable[Leg]) -> bool:
    """Whether an operator who talks has the citizen on the line: in a call of ours, once the dialled channel talks."""
    dialled = (leg.bridge for leg in parts if leg.is_trunk)
    return not own.caller.vars.callback_of or any(dialled)
