"""Asterisk's queues as `Agents` sees them: answers its actions and tells what they change, as app_queue does."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from callcenter.ami_events import Member, MemberGone, MemberSeen
from callcenter.ami_wire import Headers
from callcenter.errors import AmiDeclined, AmiError
from tests.callcenter.streams import NAMING, RECEIVED

REGISTERED = 1
UNREGISTERED = 5


@dataclass
class FakeQueue:
    """`phones` has the device state of each operator's phone; `broken` is raised instead of an answer."""

    phones: dict[str, int] = field(default_factory=dict)
    of_queue: dict[tuple[str, str], Member] = field(default_factory=dict)  # by queue and username
    tell: Callable[[MemberSeen | MemberGone], None] = lambda event: None
    broken: AmiError | None = None
    asked: list[str] = field(default_factory=list)
    now: datetime = RECEIVED

    async def ask(self, action: str, **headers: str) -> Headers:
        if self.broken:
            raise self.broken
        self.asked.append(action)
        username = NAMING.username(headers["Interface"])
        assert username is not None
        getattr(self, action)(username, headers)
        return {"Response": "Success"}

    async def listed(self, action: str, **headers: str) -> tuple[Headers, ...]:
        if self.broken:
            raise self.broken
        assert action == "QueueStatus"
        username = NAMING.username(headers["Member"])
        found = [member for member in self.of_queue.values() if member.username == username]
        return tuple(member_row(replace(member, status=self.phone(member.username))) for member in found)

    @property
    def members(self) -> dict[str, Member]:
        """Of any queue, by username."""
        return {member.username: member for member in self.of_queue.values()}

    def phone(self, username: str) -> int:
        return self.phones.get(username, UNREGISTERED)

    def put(self, member: Member) -> None:
        """Change a member and tell it."""
        self.of_queue[member.queue, member.username] = member
        self.tell(MemberSeen(self.now, member))

    def QueueAdd(self, username: str, headers: Headers) -> None:
        queue = str(headers["Queue"])
        if (queue, username) in self.of_queue:
            raise AmiDeclined("QueueAdd", "Unable to add interface: Already there")
        paused = headers["Paused"] == "true"
        penalty = int(str(headers["Penalty"]))
        self.put(Member(username, self.phone(username), paused, "", self.now, None, None, queue, penalty))

    def QueuePause(self, username: str, headers: Headers) -> None:
        if username not in self.members:
            raise AmiDeclined("QueuePause", "Interface not found")
        paused, reason = headers["Paused"] == "true", str(headers["Reason"])
        for member in [member for member in self.of_queue.values() if member.username == username]:
            self.put(replace(member, paused=paused, pause_reason=reason, paused_at=self.now))

    def QueuePenalty(self, username: str, headers: Headers) -> None:
        queue = str(headers["Queue"])
        self.put(replace(self.of_queue[queue, username], penalty=int(str(headers["Penalty"]))))

    def QueueRemove(self, username: str, headers: Headers) -> None:
        queue = str(headers["Queue"])
        if self.of_queue.pop((queue, username), None) is None:
            raise AmiDeclined("QueueRemove", "Unable to remove interface: Not there")
        self.tell(MemberGone(self.now, username, queue))


def member_row(member: Member) -> Headers:
    """The row of `QueueStatus`."""
    return {
        "Event": "QueueMember",
        "Queue": member.queue,
        "Penalty": str(member.penalty),
        "Location": NAMING.interface(member.username),
        "Status": str(member.status),
        "Paused": str(int(member.paused)),
        "PausedReason": member.pause_reason,
        "LoginTime": seconds(member.joined_at),
        "LastCall": seconds(member.last_call_at),
        "LastPause": seconds(member.paused_at),
    }


def seconds(moment: datetime | None) -> str:
    return str(int(moment.timestamp())) if moment else "0"
