"""Facts reach the store in order, each call's newest, whatever happens to the store meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from callcenter.contact_writer import ContactWriter
from crm.errors import StoreUnavailable
from crm.messages import ContactFacts, ContactState
from tests.callcenter.memory_store import MemoryStore


def facts(linkedid: str, state: ContactState = ContactState.WAITING) -> ContactFacts:
    return ContactFacts(linkedid, state)


@asynccontextmanager
async def writing(save: Callable[[ContactFacts], Awaitable[None]]) -> AsyncIterator[ContactWriter]:
    """A writer that does not wait long between tries; all is saved when the block ends."""
    writer = ContactWriter(save, retry_seconds=0.001)
    running = asyncio.create_task(writer.run())
    yield writer
    async with asyncio.timeout(5):
        await writer.idle()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_facts_are_saved_in_the_order_of_their_calls() -> None:
    store = MemoryStore()
    async with writing(store.save) as writer:
        for linkedid in ("1.1", "1.2", "1.3"):
            writer.put(facts(linkedid))
        assert not writer.is_idle
    assert [saved.linkedid for saved in store.saved] == ["1.1", "1.2", "1.3"]
    assert writer.is_idle


async def test_only_the_newest_facts_of_a_call_are_kept_waiting() -> None:
    store = MemoryStore()
    async with writing(store.save) as writer:
        for state in (ContactState.WAITING, ContactState.RINGING, ContactState.TALKING):
            writer.put(facts("1.1", state))
    assert [saved.state for saved in store.saved] == [ContactState.TALKING]


async def test_facts_that_come_while_older_ones_are_being_saved_are_saved_too() -> None:
    store = MemoryStore()
    async with writing(store.save) as writer:
        writer.put(facts("1.1", ContactState.WAITING))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # the writer is in `save` now
        writer.put(facts("1.1", ContactState.TALKING))
    assert [saved.state for saved in store.saved] == [ContactState.WAITING, ContactState.TALKING]


async def test_a_store_that_is_away_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    store = MemoryStore(errors=[StoreUnavailable("disk full") for _ in range(20)])
    async with writing(store.save) as writer:
        writer.put(facts("1.1"))
        writer.put(facts("1.2"))
    assert [saved.linkedid for saved in store.saved] == ["1.1", "1.2"]
    assert "call 1.1" in caplog.text
    assert "disk full" in caplog.text


async def test_facts_the_store_refuses_do_not_stand_in_the_way_of_others(caplog: pytest.LogCaptureFixture) -> None:
    store = MemoryStore()

    async def picky(given: ContactFacts) -> None:
        if given.linkedid == "1.1":
            raise ValueError("a mistake of ours")
        await store.save(given)

    async with writing(picky) as writer:
        writer.put(facts("1.1"))
        writer.put(facts("1.2"))
    assert [saved.linkedid for saved in store.saved] == ["1.2"]
    assert caplog.text.count("call 1.1: facts not saved") == 5
