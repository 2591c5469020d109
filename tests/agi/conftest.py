"""A running server with the city's menu, and look-ups that tests answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from agi.server import AgiServer, serve
from agi.services import Asker, CaseStatusAnswer, IncidentNotice, MessagePlace, Program, Services
from ivr_flows.model import Flow
from ivr_flows.parse import load_builtin


@dataclass
class Cases:
    """A case store with a few cases, or one that is broken or does not answer."""

    known: dict[str, CaseStatusAnswer] = field(default_factory=dict)
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)
    answering: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answering.set()

    async def __call__(self, code: str, /) -> CaseStatusAnswer | None:
        self.asked.append(code)
        await self.answering.wait()
        if self.error is not None:
            raise self.error
        return self.known.get(code)


@dataclass
class Incidents:
    """Incidents that are going on, by topic (None: told to every caller); or a store that is broken or slow."""

    known: dict[str | None, list[IncidentNotice]] = field(default_factory=dict)
    error: Exception | None = None
    asked: list[tuple[str | None, tuple[str, ...]]] = field(default_factory=list)
    answering: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answering.set()

    async def __call__(self, topic: str | None, heard: tuple[str, ...], /) -> IncidentNotice | None:
        self.asked.append((topic, heard))
        await self.answering.wait()
        if self.error is not None:
            raise self.error
        return next((each for each in self.known.get(topic, []) if each.incident not in heard), None)


@dataclass
class Facts:
    """What is known of the world, and the place for messages; or a world that is broken or slow."""

    known: dict[str, str] = field(default_factory=dict)
    error: Exception | None = None
    asked: list[tuple[str, Asker]] = field(default_factory=list)
    answering: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answering.set()

    async def __call__(self, name: str, asker: Asker, /) -> str | None:
        self.asked.append((name, asker))
        await self.answering.wait()
        if self.error is not None:
            raise self.error
        return self.known.get(name)


async def message_place(linkedid: str, /) -> MessagePlace:
    return MessagePlace(f"/recordings/2026/11/24/{linkedid}-message", f"2026/11/24/{linkedid}-message.wav")


def sound(prompt: str) -> str:
    return f"/sounds/{prompt}"


def program(flow: Flow, version: str = "1") -> Program:
    return Program(version, flow, sound)


def services(cases: Cases | None = None, incidents: Incidents | None = None, facts: Facts | None = None) -> Services:
    return Services(cases or Cases(), incidents or Incidents(), facts or Facts(), message_place)


@pytest.fixture
def cases() -> Cases:
    return Cases()


@pytest.fixture
def incidents() -> Incidents:
    return Incidents()


@pytest.fixture
def facts() -> Facts:
    return Facts()


@pytest.fixture
async def server(cases: Cases, incidents: Incidents, facts: Facts) -> AsyncIterator[AgiServer]:
    hotline = program(load_builtin("hotline"))
    running = await serve("127.0.0.1", 0, hotline, services(cases, incidents, facts))
    yield running
    await running.close()
