"""Asterisk's queue_log: what operators do in the queues. Pure.

One line an event: Unix seconds, the call, the queue, the operator, what happened, and more, with bars between. Calls
are read from CEL, whose moments are exact; queue_log is the only record of who joined, paused, and did not answer.
"""

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from callcenter.errors import UnreadableRecord
from callcenter.naming import Naming
from crm.metrics.events import PAUSED, AgentEvent, AgentKind

FIELDS: Final = 5  # those that are always there
KINDS: Final = MappingProxyType(
    {
        "ADDMEMBER": AgentKind.JOINED,
        "REMOVEMEMBER": AgentKind.LEFT,
        "PAUSE": AgentKind.PAUSED,
        "UNPAUSE": AgentKind.READY,
        "RINGNOANSWER": AgentKind.MISSED,
        "QUEUESTART": AgentKind.RESTARTED,
    }
)


def agent_event(line: bytes, source: str, naming: Naming) -> AgentEvent | None:
    """The event of one line, if it is one that concerns us. `source` names the line. Raises `UnreadableRecord`."""
    words = line.decode(errors="replace").rstrip("\n").split("|")
    if len(words) < FIELDS:
        raise UnreadableRecord("queue_log", f"{len(words)} trường")
    seconds, _call, queue, member, what, *more = words
    kind = KINDS.get(what)
    if kind is None:
        return None
    restarted = kind is AgentKind.RESTARTED
    return AgentEvent(
        at=read_moment(seconds),
        operator="" if restarted else naming.username(member) or member,
        kind=kind,
        source=source,
        queue="" if restarted else queue,
        reason=reason_of(kind, more[0] if more else ""),
    )


def reason_of(kind: AgentKind, told: str) -> str:
    """Why somebody is paused; who joins paused says so in capitals."""
    if kind is AgentKind.PAUSED:
        return told
    return PAUSED if kind is AgentKind.JOINED and told == "PAUSED" else ""


def read_moment(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UnreadableRecord("queue_log", "giờ") from error
