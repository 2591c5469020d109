"""A running server with the city's menu, and look-ups of cases and incidents that tests answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from agi.drive import CaseStatusAnswer, IncidentNotice
from agi.server import AgiServer, serve
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


def sound(prompt: str) -> str:
    return f"/sounds/{prompt}"


@pytest.fixture
def cases() -> Cases:
    return Cases()


@pytest.fixture
def incidents() -> Incidents:
    return Incidents()


@pytest.fixture
async def server(cases: Cases, incidents: Incidents) -> AsyncIterator[AgiServer]:
    running = await serve("127.0.0.1", 0, load_builtin("hotline"), sound, cases, incidents)
    yield running
    await running.close()
