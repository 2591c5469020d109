"""Warnings: once each, by what the store says is due, never by when a timer woke."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from callcenter.deadline_clock import DeadlineClock
from callcenter.push import Message, Push
from crm.views import ClockWarning
from tests.callcenter.memory_store import MemoryStore
from tests.callcenter.pages import waiting

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def warning(percent: int, username: str | None = "lan", linkedid: str | None = "1.1") -> ClockWarning:
    due = START + timedelta(hours=1)
    code = None if linkedid else "260001237"
    return ClockWarning("intake", percent, START, due, linkedid, code, username, None)


async def told(push: Push, clock: DeadlineClock) -> list[Message]:
    """What one look tells lan's page."""
    async with push.subscribe("lan") as page:
        await clock.look()
        return await waiting(push, "lan", page)


@pytest.fixture
def push() -> Push:
    return Push(lambda _: {"type": "hello"})


async def test_a_warning_is_told_once_and_the_next_one_again(push: Push) -> None:
    store = MemoryStore()
    clock = DeadlineClock(store, push)
    store.due = [warning(50)]
    assert [message["percent"] for message in await told(push, clock)] == [50]
    assert await told(push, clock) == []
    store.due = [warning(80)]
    assert [message["percent"] for message in await told(push, clock)] == [80]


async def test_after_a_pause_only_the_highest_warning_is_told(push: Push) -> None:
    store = MemoryStore(due=[warning(100)])
    assert [message["percent"] for message in await told(push, DeadlineClock(store, push))] == [100]


async def test_a_contact_found_late_is_still_warned_about(push: Push) -> None:
    store = MemoryStore()
    clock = DeadlineClock(store, push)
    await clock.look()
    store.due = [warning(80)]  # its 50 % was long before this look
    assert await told(push, clock) == [
        {"type": "clock", "linkedid": "1.1", "name": "intake", "percent": 80, "due_at": START + timedelta(hours=1)}
    ]


async def test_the_case_is_named_by_its_code(push: Push) -> None:
    (message,) = await told(push, DeadlineClock(MemoryStore(due=[warning(50, linkedid=None)]), push))
    assert message["code"] == "260001237"
    assert "linkedid" not in message


async def test_a_warning_is_no_news_because_the_contact_has_become_a_case(push: Push) -> None:
    store = MemoryStore(due=[warning(50)])
    clock = DeadlineClock(store, push)
    await clock.look()
    store.due = [replace(warning(50), code="260001237")]
    assert await told(push, clock) == []


async def test_what_is_one_operators_is_not_told_to_another(push: Push) -> None:
    store = MemoryStore(due=[warning(50, username="minh")])
    assert await told(push, DeadlineClock(store, push)) == []


async def test_what_is_nobodys_yet_is_told_to_all(push: Push) -> None:
    store = MemoryStore(due=[warning(50, username=None)])
    assert len(await told(push, DeadlineClock(store, push))) == 1


async def test_a_supervisor_is_told_as_well(push: Push) -> None:
    minhs = replace(warning(80, username="minh"), supervisors=("lan",))
    assert len(await told(push, DeadlineClock(MemoryStore(due=[minhs]), push))) == 1


async def test_a_units_clock_is_told_to_the_supervisor_and_not_to_the_operator(push: Push) -> None:
    units = replace(warning(80), name="verify", tell=("unit", "supervisor"), unit="cap_nuoc")
    assert await told(push, DeadlineClock(MemoryStore(due=[replace(units, supervisors=("minh",))]), push)) == []
    assert len(await told(push, DeadlineClock(MemoryStore(due=[replace(units, supervisors=("lan",))]), push))) == 1


async def test_a_units_clock_is_told_to_all_where_there_is_no_supervisor(push: Push) -> None:
    units = replace(warning(80), name="verify", tell=("unit", "supervisor"), unit="cap_nuoc")
    assert len(await told(push, DeadlineClock(MemoryStore(due=[units]), push))) == 1
