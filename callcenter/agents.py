"""The operators: going ready, pausing and leaving through Asterisk's queues; what each is doing, told from them.

An operator is a member of every queue of their skills, with its penalty; ready and paused in all of them at once.

Work after a call: when the talk ends, the service pauses the operator with the reason `wrap_up`, until they press
ready. While the service is away nobody is paused: operators go on taking calls with `wrapuptime` of the queue between.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from callcenter.agent_state import OFFLINE, UNREACHABLE, WRAP_UP, AgentState, agent_state, as_one
from callcenter.ami_events import Member, MemberGone, MemberSeen
from callcenter.ami_headers import AmiMessage
from callcenter.ami_lists import read_members
from callcenter.asterisk import Asterisk
from callcenter.calls import LiveCalls
from callcenter.errors import AmiError, PhoneNotReachable
from callcenter.naming import Naming
from callcenter.push import Message, Push
from callcenter.tasks import Tasks

log = logging.getLogger(__name__)

LOOKS: Final = 5  # a phone that has just registered is known to the queue a moment later
LOOK_SECONDS: Final = 0.2

Skills = Callable[[str], Mapping[str, int]]  # username -> queue -> penalty


class Agents:
    """The operators who take calls, by username. What changes is pushed to the operator's own pages."""

    def __init__(
        self,
        asterisk: Asterisk,
        naming: Naming,
        calls: LiveCalls,
        push: Push,
        tasks: Tasks,
        now: Callable[[], datetime],
        skills: Skills | None = None,
    ) -> None:
        self._asterisk = asterisk
        self._naming = naming
        self._calls = calls
        self._push = push
        self._tasks = tasks
        self._now = now
        self._skills = skills or (lambda username: dict.fromkeys(naming.queues, 0))
        self._members: dict[str, dict[str, Member]] = {}  # by username, then by queue; the one told last is the last
        self._wrapping_up: set[str] = set()  # the talk is over, Asterisk has not confirmed the pause yet
        self._shown: dict[str, AgentState] = {}
        self._one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # by username

    def state(self, username: str) -> AgentState:
        return self._shown.get(username, OFFLINE)

    async def ready(self, username: str) -> None:
        """Have the queue ring this operator. Raises `PhoneNotReachable`, `AmiError`."""
        async with self._one_at_a_time[username]:
            joined = await self._join(username)
            if not await self._is_reachable(username):
                if joined:
                    await self._leave(username)
                raise PhoneNotReachable
            await self._set_pause(username, False)

    async def pause(self, username: str, reason: str) -> None:
        """Keep the operator in the queue without calls; `reason` is shown. Raises `AmiError`."""
        async with self._one_at_a_time[username]:
            await self._join(username)
            await self._set_pause(username, True, reason)

    async def off(self, username: str) -> None:
        """Take the operator out of the queues. Raises `AmiError`."""
        async with self._one_at_a_time[username]:
            await self._leave(username)

    def hear(self, event: MemberSeen | MemberGone) -> None:
        """What a queue says of one operator."""
        match event:
            case MemberSeen(at=at, member=member):
                self._keep(member)
                if self._is_paused(member.username):
                    self._wrapping_up.discard(member.username)
                self.refresh(member.username, at)
            case MemberGone(at=at, username=username, queue=queue):
                self._members.get(username, {}).pop(queue, None)
                if not self._members.get(username):
                    self._members.pop(username, None)
                    self._wrapping_up.discard(username)
                self.refresh(username, at)

    def start_from(self, members: Iterable[Member]) -> None:
        """Forget what was known and go on from Asterisk's own list (after each reconnect)."""
        self._members.clear()
        for member in members:
            self._keep(member)
        self._wrapping_up.clear()
        shown = {username: self._derive(username) for username in self._members}
        self._shown = {name: replace(state, since=state.since or self._now()) for name, state in shown.items()}

    def refresh(self, username: str, at: datetime) -> None:
        """Tell the operator's pages when what they are doing has changed."""
        before, state = self.state(username), self._derive(username)
        if (state.state, state.reason) == (before.state, before.reason):
            return
        self._shown[username] = replace(state, since=at)
        log.info("operator %s: %s -> %s %s", username, before.state, state.state, state.reason)
        self._push.to(username, agent_message(self._shown[username]))

    def talk_ended(self, username: str) -> None:
        """Begin the work after the call, unless the operator has asked for a pause or has left."""
        if username in self._members and not self._is_paused(username):
            self._wrapping_up.add(username)
            self._tasks.start(self._wrap_up(username), f"operator {username}: pause after the call")

    async def align(self) -> None:
        """Have everybody who is in a queue in those of their skills, as these are now. Raises `AmiError`."""
        for username in tuple(self._members):
            async with self._one_at_a_time[username]:
                await self._align(username)

    def _keep(self, member: Member) -> None:
        queues = self._members.setdefault(member.username, {})
        queues.pop(member.queue, None)
        queues[member.queue] = member

    def _member(self, username: str) -> Member | None:
        return as_one(self._members.get(username, {}).values())

    def _is_paused(self, username: str) -> bool:
        member = self._member(username)
        return member is not None and member.paused

    def _derive(self, username: str) -> AgentState:
        call = next(iter(self._calls.of(username)), None)
        return agent_state(self._member(username), call, username in self._wrapping_up)

    async def _wrap_up(self, username: str) -> None:
        try:
            await self._set_pause(username, True, WRAP_UP)
        except AmiError as error:
            log.warning("operator %s: no pause after the call: %s", username, error)
            self._wrapping_up.discard(username)
            self.refresh(username, self._now())

    async def _join(self, username: str) -> bool:
        """Put the operator into the queues of their skills, paused; False when they are in all of them already."""
        missing = self._skills(username).keys() - self._members.get(username, {}).keys()
        for queue in sorted(missing):
            await self._add(username, queue, paused=True)
        return bool(missing)

    async def _add(self, username: str, queue: str, *, paused: bool, reason: str = "") -> None:
        interface = self._naming.interface(username)
        await self._asterisk.ask(
            "QueueAdd",
            Queue=queue,
            Interface=interface,
            StateInterface=interface,
            MemberName=username,
            Penalty=str(self._skills(username)[queue]),
            Paused="true" if paused else "false",
            Reason=reason,
        )

    async def _leave(self, username: str) -> None:
        for queue in tuple(self._members.get(username, {})):
            await self._remove(username, queue)

    async def _remove(self, username: str, queue: str) -> None:
        await self._asterisk.ask("QueueRemove", Queue=queue, Interface=self._naming.interface(username))

    async def _align(self, username: str) -> None:
        """One operator: into missing queues as they are in the others, out of those that are not theirs any more."""
        skills, now = self._skills(username), dict(self._members.get(username, {}))
        member = as_one(now.values())
        if member is None:
            return
        for queue in sorted(skills.keys() - now.keys()):
            await self._add(username, queue, paused=member.paused, reason=member.pause_reason)
        for queue in sorted(now.keys() - skills.keys()):
            await self._remove(username, queue)
        for queue in sorted(skills.keys() & now.keys()):
            if now[queue].penalty != skills[queue]:
                interface = self._naming.interface(username)
                await self._asterisk.ask("QueuePenalty", Queue=queue, Interface=interface, Penalty=str(skills[queue]))

    async def _set_pause(self, username: str, paused: bool, reason: str = "") -> None:
        """In every queue at once."""
        await self._asterisk.ask(
            "QueuePause",
            Interface=self._naming.interface(username),
            Paused="true" if paused else "false",
            Reason=reason,
        )

    async def _is_reachable(self, username: str) -> bool:
        """Whether the phone is registered, as the queue sees it; a phone that has just come gets a moment."""
        for look in range(LOOKS):
            if look:
                await asyncio.sleep(LOOK_SECONDS)
            rows = await self._asterisk.listed("QueueStatus", Member=self._naming.interface(username))
            members = read_members(AmiMessage(row, self._naming, self._now()) for row in rows)
            if any(member.status not in UNREACHABLE for member in members):
                return True
        return False


def agent_message(state: AgentState) -> Message:
    return {"type": "agent", "state": state.state, "reason": state.reason, "since": state.since}
