"""What an operator is doing, told from what Asterisk says of their phone and of the calls; never guessed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from callcenter.ami_events import Member
from callcenter.call_state import Call, CallState

UNREACHABLE: Final = frozenset({0, 4, 5})  # device states unknown, invalid, unavailable: no registered phone
FREE: Final = 1  # not in use; all others: busy in one way or another
WRAP_UP: Final = "wrap_up"  # the pause reason that stands for the work after a call


class AgentKind(StrEnum):
    """The states of an operator's page."""

    OFFLINE = "offline"  # takes no calls, or the phone is not registered
    READY = "ready"
    PAUSED = "paused"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"  # after a call, until the operator is ready again


@dataclass(frozen=True)
class AgentState:
    """`reason` is the operator's own word for a pause; `since` is Asterisk's moment."""

    state: AgentKind
    reason: str = ""
    since: datetime | None = None


OFFLINE: Final = AgentState(AgentKind.OFFLINE)


def as_one(members: Iterable[Member]) -> Member | None:
    """An operator who answers several queues, as one: paused when all of them are, the phone as it was last told."""
    seen = tuple(members)
    if not seen:
        return None
    last = seen[-1]
    return replace(last, paused=all(member.paused for member in seen))


def agent_state(member: Member | None, call: Call | None, wrapping_up: bool) -> AgentState:
    """The state of one operator. `call` is the one at their phone; `wrapping_up`: it has just ended.

    The device alone does not tell ringing from talking: with `device_state_busy_at` both are "busy".
    """
    if call is not None and call.state is CallState.TALKING:
        return AgentState(AgentKind.TALKING, since=call.connected_at)
    if call is not None:
        return AgentState(AgentKind.RINGING)
    if member is None or member.status in UNREACHABLE:
        return OFFLINE
    if member.paused and member.pause_reason != WRAP_UP:
        return AgentState(AgentKind.PAUSED, member.pause_reason, member.paused_at)
    if member.paused or wrapping_up:
        return AgentState(AgentKind.WRAP_UP, since=member.paused_at or member.last_call_at)
    if member.status != FREE:
        return AgentState(AgentKind.TALKING)
    return AgentState(AgentKind.READY, since=member.joined_at)
