"""Call-backs on a real Asterisk: the place is kept, the operator's screen pops, the citizen's own telephone rings."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from asterisk_conf.private_prefix import Prefix
from callcenter.ami_link import AmiAccount, AmiTiming
from callcenter.bridge import Bridge
from callcenter.bridge_store import ThreadedStore
from callcenter.catch_up import BOOKMARK
from callcenter.cel_file import CelFile
from callcenter.naming import Naming
from callcenter.push import Message
from callcenter.queue_file import load_queues
from callcenter.queue_plan import QueuePlan
from crm.bookmarks import set_bookmark
from crm.callback_tables import CallbackRow, CallbackState
from crm.callbacks import Result, take
from crm.contacts import contact_by_linkedid
from crm.messages import ContactState
from crm.queries import calls_to_return
from crm.store import Store
from ivr_flows import channel_vars
from tests.asterisk_conf.switchboard import SECRET, Phone, Switchboard, free_port
from tests.audio import likeness, read_wav
from tests.end_to_end.waiting import recorded

SOON = 60.0
TALK_SECONDS = 3.0
HEARD = 0.6
CITIZENS_HOST = "127.0.0.2"
MENU = (
    f"SET VARIABLE {channel_vars.KEYS} 2",
    f"SET VARIABLE {channel_vars.CATEGORY} social",
    f"SET VARIABLE {channel_vars.OUTCOME} queue",
)
WISH: dict[str, Any] = {"keys": ["1"], "first_key_after": 1.0, "name": "Nguyễn Thị Ngọc Ước"}


def utc_now() -> datetime:
    return datetime.now(tz=UTC)


@pytest.fixture(scope="module")
def switchboard(asterisk_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Switchboard]:
    folder = tmp_path_factory.mktemp("callbacks")
    port = free_port(socket.SOCK_DGRAM, CITIZENS_HOST)
    board = Switchboard.start(folder, asterisk_prefix, folder / "sounds", trunk_port=port, callback_ring=3)
    yield board
    assert [line for line in board.complaints() if "pjproject" not in line] == []  # strangers' packets
    board.stop()


@pytest.fixture(autouse=True)
def nobody_left(switchboard: Switchboard) -> Iterator[None]:
    """Each test ends with an empty queue."""
    yield
    switchboard.asterisk.rx("channel request hangup all")


@pytest.fixture
def plan() -> QueuePlan:
    """One queue, and no time lost between two tries."""
    plan = load_queues("hotline")
    rules = replace(plan.callback, waits=(timedelta(seconds=1),))
    return replace(plan, queues=plan.queues[:1], callback=rules)


@pytest.fixture
def bridge(switchboard: Switchboard, store: Store, plan: QueuePlan) -> Bridge:
    """It begins where Asterisk's records are now: other tests' calls are not its own."""
    conf = switchboard.conf
    conf.cel_file.touch()
    set_bookmark(store, BOOKMARK, str(CelFile(conf.cel_file).end()))
    return bridge_to(switchboard, store, plan)


def bridge_to(switchboard: Switchboard, store: Store, plan: QueuePlan) -> Bridge:
    conf = switchboard.conf
    account = AmiAccount(conf.ami_port, conf.ami_user, SECRET)
    kept = ThreadedStore(store, utc_now)
    timing = AmiTiming(first_retry=0.1, longest_retry=0.2)
    return Bridge(account, kept, conf.cel_file, conf.spool_dir, utc_now, Naming(queues=plan.names), timing, plan)


@asynccontextmanager
async def page_of(bridge: Bridge, username: str) -> AsyncIterator[AsyncIterator[Message]]:
    async with asyncio.timeout(SOON), bridge.running(), bridge.push.subscribe(username) as page:
        yield page


@asynccontextmanager
async def at_home(switchboard: Switchboard, hear: Path) -> AsyncIterator[Phone]:
    """The citizen's own telephone, which the trunk leads to; it is answered and spoken into."""
    asked = {"host": CITIZENS_HOST, "port": switchboard.conf.trunk_port}
    asked |= {"say": switchboard.sounds["citizen"], "hear": hear}
    async with Phone.started("operator", asked) as phone:
        await phone.says("ready")
        yield phone


async def until(page: AsyncIterator[Message], kind: str, **wanted: object) -> Any:
    async for message in page:
        if message["type"] == kind and all(message[name] == value for name, value in wanted.items()):
            return message
    raise AssertionError("the page was let go")


async def wish(switchboard: Switchboard, page: AsyncIterator[Message], **plan: Any) -> str:
    """A citizen waits, presses key 1 and is hung up; the call's name."""
    async with switchboard.menu(*MENU), switchboard.citizen(**WISH | plan) as citizen:
        _, _, ended_by = await citizen.says("report")
    assert ended_by == "1022"
    told: str = (await until(page, "to_call"))["linkedid"]
    return told


def state(store: Store, linkedid: str) -> CallbackRow:
    with store.reading() as session:
        return session.get_one(CallbackRow, linkedid)


async def test_a_wish_keeps_the_place_and_the_citizen_talks_with_an_operator(
    switchboard: Switchboard, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    async with page_of(bridge, "lan") as page:
        linkedid = await wish(switchboard, page)
        before = contact_by_linkedid(store, linkedid, utc_now())
        await until(page, "queue", waiting=1)  # the place
        async with (
            at_home(switchboard, tmp_path / "citizen.wav") as home,
            switchboard.operator(tmp_path / "operator.wav") as operator,
        ):
            pop = await until(page, "pop")
            _, header, _ = await operator.says("ringing")
            _, _, caller = await home.says("ringing")
            await until(page, "citizen_reached")
            (leg,) = switchboard.conf.recordings_dir.rglob(f"{linkedid}-callback-1-rx.wav")
            await recorded(leg, TALK_SECONDS)
        await until(page, "call_ended")
        await bridge._tasks.idle()
        await bridge._writer.idle()
    card = pop["card"]
    assert (card["linkedid"], header, card["is_callback"]) == (linkedid, linkedid, True)
    assert (card["phone"], card["caller_name"], card["category"]) == ("+84912345678", WISH["name"], "social")
    assert card["answered_at"] == before.answered_at
    assert switchboard.conf.numbers[0] in caller
    assert state(store, linkedid).state is CallbackState.REACHED
    after = contact_by_linkedid(store, linkedid, utc_now())
    assert (before.state, after.state, after.operator) == (ContactState.ABANDONED, ContactState.HANDLED, "lan")
    assert after.clock == before.clock
    assert after.connected_at is not None
    said, told = (read_wav(switchboard.sounds[who]) for who in ("citizen", "operator"))
    assert likeness(read_wav(tmp_path / "operator.wav"), said) > HEARD
    assert likeness(read_wav(tmp_path / "citizen.wav"), told) > HEARD
    assert after.recording is not None
    assert switchboard.conf.recordings_dir / after.recording == leg.with_name(f"{linkedid}-callback-1.wav")
    assert likeness(read_wav(leg), said) > HEARD


async def test_a_citizen_who_is_not_at_home_is_called_again_and_then_left_to_a_person(
    switchboard: Switchboard, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    """Nobody listens where the trunk leads to: the operator is told so, and is free again."""
    async with page_of(bridge, "lan") as page:
        linkedid = await wish(switchboard, page)
        for _ in range(2):
            hear = tmp_path / "operator.wav"
            async with switchboard.operator(hear) as operator:
                await operator.says("ringing")
                await until(page, "call_ended")
            assert likeness(read_wav(hear), read_wav(switchboard.sounds["dialplan.callback_missed"])) > HEARD
        await bridge._tasks.idle()
        await bridge._writer.idle()
        contact = contact_by_linkedid(store, linkedid, utc_now())
        (task,) = calls_to_return(store, utc_now())
    job = state(store, linkedid)
    assert (job.state, job.attempts, job.last_result) == (CallbackState.TO_CALL, 2, Result.NO_ANSWER)
    assert (contact.state, contact.operator) == (ContactState.ABANDONED, None)
    assert task.linkedid == linkedid
    assert task.clock is not None
    assert contact.answered_at is not None
    assert task.clock.due_at == contact.answered_at + timedelta(minutes=60)


async def test_the_place_is_ahead_of_those_who_came_later(
    switchboard: Switchboard, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    async with page_of(bridge, "lan") as page, switchboard.cel() as record, AsyncExitStack() as callers:
        await callers.enter_async_context(switchboard.menu(*MENU))
        first = await callers.enter_async_context(switchboard.citizen(**WISH | {"first_key_after": 4.0}))
        await record("APP_START")
        await callers.enter_async_context(switchboard.citizen(caller="0987654321"))
        later = (await record("APP_START"))["linkedid"]
        await first.says("report")
        linkedid = (await until(page, "to_call"))["linkedid"]
        line = await in_line(bridge, page, linkedid)
        await callers.enter_async_context(switchboard.operator(tmp_path / "operator.wav"))
        pop = await until(page, "pop")
    assert line == [linkedid, later]
    assert pop["card"]["linkedid"] == linkedid


async def test_a_wish_is_kept_while_the_service_is_dead(
    switchboard: Switchboard, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    async with switchboard.cel() as record:
        async with switchboard.menu(*MENU), switchboard.citizen(**WISH) as citizen:
            await citizen.says("report")
        linkedid = (await record("LINKEDID_END"))["linkedid"]
    async with page_of(bridge, "lan") as page:
        await in_line(bridge, page, linkedid)
    assert state(store, linkedid).state is CallbackState.IN_LINE


async def test_a_talk_that_ends_while_the_service_is_dead_is_in_the_books_and_not_called_again(
    switchboard: Switchboard, bridge: Bridge, store: Store, plan: QueuePlan, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        record = await stack.enter_async_context(switchboard.cel())
        async with page_of(bridge, "lan") as page:
            linkedid = await wish(switchboard, page)
            await stack.enter_async_context(at_home(switchboard, tmp_path / "citizen.wav"))
            operator = await stack.enter_async_context(switchboard.operator(tmp_path / "operator.wav"))
            await until(page, "citizen_reached")
        await operator.hang_up()
        ended = await record("LINKEDID_END")
        while ended["linkedid"] == linkedid:
            ended = await record("LINKEDID_END")
    async with page_of(bridge_to(switchboard, store, plan), "lan"):
        contact = contact_by_linkedid(store, linkedid, utc_now())
        assert (contact.state, contact.operator, contact.connected_at is not None) == (
            ContactState.HANDLED,
            "lan",
            True,
        )
    with store.transaction() as session:
        session.get_one(CallbackRow, linkedid).lease_until = utc_now()
    assert take(store, plan.callback, utc_now()) == ()
    assert state(store, linkedid).state is CallbackState.TAKEN


async def test_an_operator_who_hangs_up_before_the_citizen_answers_is_no_talk(
    switchboard: Switchboard, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    async with page_of(bridge, "lan") as page:
        linkedid = await wish(switchboard, page)
        async with switchboard.operator(tmp_path / "operator.wav") as operator:
            await until(page, "agent", state="talking")
            await operator.hang_up()
            await until(page, "call_ended")
        await bridge._tasks.idle()
    job = state(store, linkedid)
    assert (job.state, job.attempts, job.last_result) == (CallbackState.WAITING, 1, Result.NO_ANSWER)
    assert contact_by_linkedid(store, linkedid, utc_now()).state is ContactState.ABANDONED


async def test_a_place_lost_with_asterisk_is_put_in_line_again(
    switchboard: Switchboard, bridge: Bridge, store: Store, plan: QueuePlan
) -> None:
    async with page_of(bridge, "lan") as page:
        linkedid = await wish(switchboard, page)
        await in_line(bridge, page, linkedid)
        switchboard.asterisk.rx("channel request hangup all")
        while bridge.queue.position(linkedid) is not None:
            await until(page, "queue")
        await bridge._tasks.idle()
        assert (state(store, linkedid).state, state(store, linkedid).attempts) == (CallbackState.WAITING, 0)
        await in_line(bridge, page, linkedid)


async def in_line(bridge: Bridge, page: AsyncIterator[Message], linkedid: str) -> list[str]:
    """Who waits, first first, once this call does."""
    while bridge.queue.position(linkedid) is None:
        await until(page, "queue")
    return [caller.linkedid for caller in bridge.queue.callers]
