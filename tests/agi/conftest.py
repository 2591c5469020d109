"""A running server with the city's menu, and a status look-up that tests answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from agi.drive import CaseStatusAnswer
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


def sound(prompt: str) -> str:
    return f"/sounds/{prompt}"


@pytest.fixture
def cases() -> Cases:
    return Cases()


@pytest.fixture
async def server(cases: Cases) -> AsyncIterator[AgiServer]:
    running = await serve("127.0.0.1", 0, load_builtin("hotline"), sound, cases)
    yield running
    await running.close()
