"""Fakes of the seams between rooms, each written once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from callcenter.errors import CallcenterError
from callcenter.push import Push
from crm.queue_switches import TurnSwitch


@dataclass
class FakeAgents:
    """Operators that a test can look at; each change is pushed to their page, as the bridge would."""

    bridge: "FakeBridge"
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    refusal: CallcenterError | None = None

    def state(self, username: str) -> dict[str, Any]:
        return self.states.get(username, {"state": "offline", "reason": None, "since": None})

    def put(self, username: str, state: str, reason: str | None = None) -> None:
        self.states[username] = {"state": state, "reason": reason, "since": datetime.now(tz=UTC)}
        self.bridge.push.to(username, {"type": "agent", **self.states[username]})

    async def ready(self, username: str) -> None:
        self._change(username, "ready")

    async def pause(self, username: str, reason: str) -> None:
        self._change(username, "paused", reason)

    async def off(self, username: str) -> None:
        self._change(username, "offline")

    def _change(self, username: str, state: str, reason: str | None = None) -> None:
        if self.refusal:
            raise self.refusal
        self.put(username, state, reason)


@dataclass
class FakeRecording:
    """What was asked of the recording: (what, Linkedid, username)."""

    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    refusal: CallcenterError | None = None

    async def pause(self, linkedid: str, username: str | None) -> None:
        self._ask("pause", linkedid, username)

    async def resume(self, linkedid: str, username: str | None) -> None:
        self._ask("resume", linkedid, username)

    def _ask(self, what: str, linkedid: str, username: str | None) -> None:
        if self.refusal:
            raise self.refusal
        self.asked.append((what, linkedid, username))


@dataclass
class FakeQueues:
    """What was switched; the picture is what a test reads."""

    bridge: "FakeBridge"
    names: tuple[str, ...] = ("hotline", "social")
    turned: list[TurnSwitch] = field(default_factory=list)
    told: bool = True  # whether Asterisk is there

    def picture(self) -> Mapping[str, object]:
        switched = {command.name: command.position for command in self.turned}
        return {
            "storm": switched.get("*"),
            "queues": [{"name": name, "switch": switched.get(name)} for name in self.names],
        }

    async def turn(self, command: TurnSwitch) -> bool:
        self.turned.append(command)
        self.bridge.push.to_all({"type": "queues", **self.picture()})
        return self.told


@dataclass
class FakeBridge:
    """The live side without Asterisk: what `hello` says is what a test put in, the push hub is the real one."""

    calls: list[Mapping[str, Any]] = field(default_factory=list)
    queue: Mapping[str, Any] = field(default_factory=lambda: {"waiting": 0, "longest_since": None})
    stale_since: datetime | None = None
    recording: FakeRecording = field(default_factory=FakeRecording)
    agents: FakeAgents = field(init=False)
    queues: FakeQueues = field(init=False)
    push: Push = field(init=False)

    def __post_init__(self) -> None:
        self.agents = FakeAgents(self)
        self.queues = FakeQueues(self)
        self.push = Push(self.hello)

    def hello(self, username: str) -> Mapping[str, object]:
        return {
            "type": "hello",
            "now": datetime.now(tz=UTC),
            "agent": self.agents.state(username),
            "calls": self.calls,
            "queue": self.queue,
            "stale_since": self.stale_since,
        }
