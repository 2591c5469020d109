"""Whoever leaves the queue at whatever step leaves a tidy contact, an empty line, and a task only if there is one."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from asterisk_conf.model import CALL_BACK, QueueSettings
from asterisk_conf.private_prefix import Prefix
from callcenter.ami_link import AmiAccount
from callcenter.bridge import Bridge
from callcenter.bridge_store import ThreadedStore
from callcenter.catch_up import BOOKMARK
from callcenter.cel_file import CelFile
from callcenter.push import Message
from callcenter.queue_plan import ONE_QUEUE
from crm.bookmarks import set_bookmark
from crm.contacts import contact_by_linkedid
from crm.messages import ContactState
from crm.store import Store
from crm.to_call import ToCallKind, to_call
from ivr_flows import channel_vars
from tests.asterisk_conf.switchboard import SECRET, Switchboard, facts

SOON = 60.0
TO_QUEUE = (f"SET VARIABLE {channel_vars.KEYS} 2", f"SET VARIABLE {channel_vars.OUTCOME} queue")
NEVER = replace(ONE_QUEUE, callback=replace(ONE_QUEUE.callback, prefixes=()))  # wishes are kept, nobody is dialled


def utc_now() -> datetime:
    return datetime.now(tz=UTC)


@pytest.fixture(scope="module")
def switchboard(asterisk_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Switchboard]:
    folder = tmp_path_factory.mktemp("leaving")
    queue = QueueSettings(announce_every=2, max_wait=8, late=CALL_BACK)
    board = Switchboard.start(folder, asterisk_prefix, folder / "sounds", queues=(queue,))
    yield board
    board.stop()


@pytest.fixture
async def bridge(switchboard: Switchboard, store: Store) -> AsyncIterator[Bridge]:
    conf = switchboard.conf
    conf.cel_file.touch()
    set_bookmark(store, BOOKMARK, str(CelFile(conf.cel_file).end()))
    account = AmiAccount(conf.ami_port, conf.ami_user, SECRET)
    bridge = Bridge(account, ThreadedStore(store, utc_now), conf.cel_file, conf.spool_dir, utc_now, plan=NEVER)
    async with bridge.running():
        yield bridge


async def left(page: AsyncIterator[Message]) -> str:
    """The next call that is over and to be returned; its name."""
    async for message in page:
        if message["type"] == "to_call":
            return str(message["linkedid"])
    raise AssertionError("the page was let go")


@pytest.mark.parametrize(
    "plan",
    [
        {"hang_up_after": 0.6},  # just in
        {"hang_up_after": 2.4},  # while the place is said
        {"hang_up_after": 3.5},  # while "all are busy" is said
        {"keys": ["5"], "first_key_after": 0.8, "hang_up_after": 1.6},  # a key that is none
    ],
    ids=["at once", "place", "busy", "other key"],
)
async def test_who_leaves_the_queue_is_to_be_called(
    switchboard: Switchboard, bridge: Bridge, store: Store, plan: dict[str, Any]
) -> None:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(switchboard.menu(*TO_QUEUE))
        page = await stack.enter_async_context(bridge.push.subscribe("lan"))
        await stack.enter_async_context(switchboard.citizen(**plan))
        linkedid = await left(page)
    contact = contact_by_linkedid(store, linkedid, utc_now())
    assert (contact.state, contact.keys, contact.queues) == (ContactState.ABANDONED, ("2",), ("hotline",))
    assert (contact.ended_at is not None, contact.operator) == (True, None)
    (task,) = to_call(store, utc_now())
    assert (task.contact.linkedid, task.kind, task.callback) == (linkedid, ToCallKind.ABANDONED, None)
    assert (bridge.queue.waiting, list(bridge.calls)) == (0, [])


@pytest.mark.parametrize("keys", [["1"], []], ids=["by key", "longest wait"])
@pytest.mark.parametrize("storm", ["0", "1"], ids=["calm", "storm"])
async def test_who_leaves_while_the_call_back_is_promised_is_called_back(
    switchboard: Switchboard, bridge: Bridge, store: Store, keys: list[str], storm: str
) -> None:
    switchboard.asterisk.rx(f"dialplan set global CC_STORM {storm}")
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(switchboard.menu(*TO_QUEUE))
        page = await stack.enter_async_context(bridge.push.subscribe("lan"))
        until = await stack.enter_async_context(switchboard.cel())
        async with switchboard.citizen(keys=keys, first_key_after=1.0):
            while "CC_CALLBACK" not in facts(await until("CC_FACTS")):
                pass
        linkedid = await left(page)
    switchboard.asterisk.rx("dialplan set global CC_STORM 0")
    (task,) = to_call(store, utc_now())
    assert (task.contact.linkedid, task.kind, task.contact.queues) == (linkedid, ToCallKind.CALLBACK, ("hotline",))
    assert task.callback is not None
    assert (bridge.queue.waiting, list(bridge.calls)) == (0, [])


@pytest.mark.parametrize(
    ("plan", "state", "tasks"),
    [
        ({"hang_up_after": 0.5}, ContactState.LEFT_IN_MENU, 0),  # while the notice is said
        ({"hang_up_after": 5.0}, ContactState.ABANDONED, 1),  # waiting
    ],
    ids=["notice", "waiting"],
)
async def test_who_leaves_in_a_storm_is_a_task_only_once_they_waited_or_wished(
    switchboard: Switchboard, bridge: Bridge, store: Store, plan: dict[str, Any], state: ContactState, tasks: int
) -> None:
    switchboard.asterisk.rx("dialplan set global CC_STORM 1")
    try:
        async with switchboard.cel() as until, switchboard.citizen(**plan):
            linkedid = (await until("LINKEDID_END"))["linkedid"]
    finally:
        switchboard.asterisk.rx("dialplan set global CC_STORM 0")
    await settled(bridge, linkedid)
    assert contact_by_linkedid(store, linkedid, utc_now()).state is state
    assert len(to_call(store, utc_now())) == tasks
    assert (bridge.queue.waiting, list(bridge.calls)) == (0, [])


async def settled(bridge: Bridge, linkedid: str) -> None:
    """Wait until the bridge has heard of the end, too, and the store has it."""
    async with bridge.push.subscribe("lan") as page:
        while bridge.calls.get(linkedid):
            await anext(page)
    await bridge._writer.idle()
