"""The whole live side over a manager interface on a free port and a real database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcenter.ami_link import AmiTiming
from callcenter.bridge import Bridge
from callcenter.bridge_store import ThreadedStore
from callcenter.errors import AmiRefused
from callcenter.push import Message
from crm.contacts import contact_by_linkedid, record_contact
from crm.errors import NotFound
from crm.messages import ContactFacts, ContactState
from crm.queries import live_contacts
from crm.store import Store
from crm.views import ContactView
from tests.callcenter.fake_asterisk import FakeAsterisk
from tests.callcenter.memory_store import MemoryStore
from tests.callcenter.streams import cel_lines, events, rows

QUICK = AmiTiming(answer=1, boot=1, heartbeat=5, first_retry=0.01, longest_retry=0.02)
SOON = 10.0
SNAPSHOT = {"CoreShowChannels": rows("snapshot", "channels"), "QueueStatus": rows("snapshot", "queue")}
EMPTY: dict[str, tuple[Any, ...]] = {"CoreShowChannels": (), "QueueStatus": ()}
LAN_IN_QUEUE = {**EMPTY, "QueueStatus": SNAPSHOT["QueueStatus"][2:3]}


def utc_now() -> datetime:
    return datetime.now(tz=UTC)


def linkedid(stream: str) -> str:
    return cel_lines(stream)[0].split(b'","')[3].decode()


def bridge_to(asterisk: FakeAsterisk, store: Store, folder: Path) -> Bridge:
    store_in_threads = ThreadedStore(store, utc_now)
    return Bridge(asterisk.account(), store_in_threads, folder / "cel.csv", folder / "spool", utc_now, timing=QUICK)


@asynccontextmanager
async def running(bridge: Bridge) -> AsyncIterator[Bridge]:
    async with asyncio.timeout(SOON), bridge.running():
        yield bridge


@pytest.fixture
async def asterisk() -> AsyncIterator[FakeAsterisk]:
    async with FakeAsterisk(lists=dict(EMPTY)).listening() as asterisk:
        yield asterisk


@pytest.fixture
def bridge(asterisk: FakeAsterisk, store: Store, tmp_path: Path) -> Bridge:
    return bridge_to(asterisk, store, tmp_path)


async def until(page: AsyncIterator[Message], wanted: Callable[[Any], bool]) -> Any:
    """The next message of a page that is wanted."""
    async for message in page:
        if wanted(message):
            return message
    raise AssertionError("the page was let go")


def is_a(kind: str) -> Callable[[Any], bool]:
    return lambda message: message["type"] == kind


def contact(store: Store, stream: str) -> ContactView:
    return contact_by_linkedid(store, linkedid(stream), utc_now())


async def test_a_recorded_call_pops_talks_ends_and_is_stored(
    asterisk: FakeAsterisk, bridge: Bridge, store: Store
) -> None:
    async with running(bridge), bridge.push.subscribe("lan") as page:
        asterisk.say(b"".join(events("answered")))
        pop = await until(page, is_a("pop"))
        await until(page, is_a("call_ended"))
    assert pop["card"]["caller_name"] == "Nguyễn Thị Ngọc Ước"
    found = contact(store, "answered")
    assert found.caller_name == "Nguyễn Thị Ngọc Ước"
    assert (found.state, found.operator, found.keys) == (ContactState.HANDLED, "lan", ("1", "8"))
    assert found.clock is not None
    assert found.clock.started_at == found.answered_at


async def test_live_events_and_records_of_one_call_end_in_one_and_the_same_row(
    asterisk: FakeAsterisk, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    async with running(bridge), bridge.push.subscribe("lan") as page:
        asterisk.say(b"".join(events("answered")))
        await until(page, is_a("call_ended"))
    watched = contact(store, "answered")
    (tmp_path / "cel.csv").write_bytes(b"".join(cel_lines("answered")))
    async with running(bridge_to(asterisk, store, tmp_path)):
        pass
    merged = contact(store, "answered")
    assert (merged.state, merged.operator, merged.keys) == (watched.state, watched.operator, watched.keys)
    assert merged.clock == watched.clock is not None


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 700))
def test_the_name_survives_a_stream_cut_into_pieces_of_any_size(size: int) -> None:
    async def names() -> set[str]:
        store = MemoryStore()
        async with FakeAsterisk(lists=dict(EMPTY)).listening() as asterisk:
            nowhere = Path("/nonexistent")
            bridge = Bridge(asterisk.account(), store, nowhere / "cel.csv", nowhere / "spool", utc_now, timing=QUICK)
            async with running(bridge), bridge.push.subscribe("lan") as page:
                stream = b"".join(events("answered"))
                for start in range(0, len(stream), size):
                    asterisk.say(stream[start : start + size])
                    await asyncio.sleep(0)
                await until(page, is_a("call_ended"))
        return {facts.caller_name for facts in store.saved}

    assert asyncio.run(names()) == {"Nguyễn Thị Ngọc Ước"}


async def test_ten_calls_end_as_ten_contacts(asterisk: FakeAsterisk, bridge: Bridge, store: Store) -> None:
    async with running(bridge), bridge.push.subscribe("lan") as lan:
        asterisk.say(b"".join(events("ten_calls")))
        await until(lan, lambda message: message["type"] == "queue" and message["waiting"] == 0)
        asterisk.say(b"".join(events("phone_lost")))
        await until(lan, lambda message: message["type"] == "agent" and message["state"] == "offline")
    assert live_contacts(store, utc_now()) == ()
    records = {line.split(b'","')[3].decode() for line in cel_lines("ten_calls")}
    found = [contact_by_linkedid(store, name, utc_now()) for name in records]
    assert len({view.recording for view in found}) == 10
    assert all(view.state is ContactState.HANDLED for view in found)
    assert all(view.keys == ("1", view.phone[-1]) for view in found)


async def test_a_service_that_starts_in_the_middle_finds_every_call(
    asterisk: FakeAsterisk, bridge: Bridge, store: Store
) -> None:
    asterisk.lists = dict(SNAPSHOT)
    async with running(bridge), bridge.push.subscribe("lan") as lan, bridge.push.subscribe("minh") as minh:
        at_lan, at_minh = await until(lan, is_a("hello")), await until(minh, is_a("hello"))
        await bridge._writer.idle()
    assert at_lan["agent"] | {"since": None} == {"type": "agent", "state": "talking", "reason": "", "since": None}
    assert [card["state"] for card in at_lan["calls"]] == ["talking"]
    assert [card["state"] for card in at_minh["calls"]] == ["ringing"]
    assert at_lan["queue"]["waiting"] == 2
    assert at_lan["stale_since"] is None
    assert len(live_contacts(store, utc_now())) == 4


async def test_a_call_found_alive_has_the_moments_of_the_records(
    asterisk: FakeAsterisk, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    asterisk.lists = dict(SNAPSHOT)
    so_far = [line for line in cel_lines("snapshot") if b'"HANGUP"' not in line and b"_END" not in line]
    (tmp_path / "cel.csv").write_bytes(b"".join(so_far))
    async with running(bridge):
        (talking,) = bridge.calls.of("lan")
    assert talking.connected_at is not None
    assert talking.connected_at < datetime(2026, 11, 24, 6, 34, tzinfo=UTC)


async def test_a_call_that_ended_while_nobody_listened_is_ended_by_its_record(
    asterisk: FakeAsterisk, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    beginning = ContactFacts(linkedid("answered"), ContactState.WAITING, phone="0912345678")
    record_contact(beginning, store, utc_now())
    (tmp_path / "cel.csv").write_bytes(b"".join(cel_lines("answered")))
    async with running(bridge):
        pass
    found = contact(store, "answered")
    assert found.state is ContactState.HANDLED
    assert found.ended_at is not None
    assert found.ended_at < datetime(2026, 11, 24, 6, 40, tzinfo=UTC)


async def test_a_call_gone_without_any_record_is_ended_now_and_said_so(
    asterisk: FakeAsterisk, bridge: Bridge, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    before = utc_now()
    record_contact(ContactFacts("1.1", ContactState.WAITING, queued_at=before), store, before)
    async with running(bridge):
        pass
    found = contact_by_linkedid(store, "1.1", utc_now())
    assert found.state is ContactState.ABANDONED
    assert found.ended_at is not None
    assert found.ended_at >= before
    assert "call 1.1: gone without a record of its end" in caplog.text


async def test_a_lost_line_is_shown_as_stale_until_the_picture_is_new(asterisk: FakeAsterisk, bridge: Bridge) -> None:
    async with running(bridge), bridge.push.subscribe("lan") as page:
        assert (await anext(page))["stale_since"] is None
        asterisk.lists = dict(SNAPSHOT)
        asterisk.hang_up()
        lost = await until(page, is_a("link"))
        assert lost["stale_since"] is not None
        back = await until(page, is_a("link"))
        assert back["stale_since"] is None
        hello = await until(page, is_a("hello"))
        assert [card["state"] for card in hello["calls"]] == ["talking"]
        assert bridge.stale_since is None


async def test_events_that_come_while_the_lists_are_read_are_not_lost(
    asterisk: FakeAsterisk, bridge: Bridge, store: Store
) -> None:
    joined = events("answered")[:8]

    def in_between(action: Any) -> None:
        if action["Action"] == "CoreShowChannels":  # the list was empty; the call comes right after it
            asterisk.say(b"".join(joined))

    asterisk.on_action = in_between
    async with running(bridge), bridge.push.subscribe("lan") as page:
        hello = await anext(page)
        assert bridge.calls.get(linkedid("answered")) is not None
        asterisk.say(b"".join(events("answered")[8:]))
        await until(page, is_a("call_ended"))
    assert hello["stale_since"] is None
    assert contact(store, "answered").state is ContactState.HANDLED


async def test_after_the_talk_the_operator_is_paused_in_asterisk(asterisk: FakeAsterisk, bridge: Bridge) -> None:
    asterisk.lists = dict(LAN_IN_QUEUE)
    async with running(bridge):
        for stream in ("answered", "fallback"):  # AgentComplete before the caller's Hangup, and after it
            paused = asterisk.count("QueuePause")
            member_events = [event for event in events(stream) if b"QueueMemberRemoved" not in event]
            asterisk.say(b"".join(member_events))
            await asterisk.asked("QueuePause", times=paused + 1)
    asked = [action for action in asterisk.actions if action["Action"] == "QueuePause"]
    assert [action["Interface"] for action in asked] == ["PJSIP/op-lan"] * 2
    assert {action["Reason"] for action in asked} == {"wrap_up"}


async def test_an_event_that_cannot_be_read_is_logged_and_the_next_one_is_heard(
    asterisk: FakeAsterisk, bridge: Bridge, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    arrival = next(event for event in events("answered") if b"Event: Newchannel" in event)
    nameless = arrival.replace(b"Linkedid: ", b"Linkedid2: ")
    async with running(bridge), bridge.push.subscribe("lan") as page:
        asterisk.say(nameless + b"".join(events("answered")))
        await until(page, is_a("call_ended"))
    assert "Newchannel" in caplog.text
    assert "Linkedid" in caplog.text
    with pytest.raises(NotFound):
        contact_by_linkedid(store, "", utc_now())


async def test_a_wrong_password_at_the_start_is_one_error(asterisk: FakeAsterisk, store: Store, tmp_path: Path) -> None:
    account = asterisk.account("wrong")
    bridge = Bridge(account, ThreadedStore(store, utc_now), tmp_path / "cel.csv", tmp_path / "spool", utc_now)
    with pytest.raises(AmiRefused):
        async with bridge.running():
            pass


async def test_a_password_changed_later_ends_the_line_with_that_error(asterisk: FakeAsterisk, bridge: Bridge) -> None:
    async with asyncio.timeout(SOON), bridge.running() as line:
        asterisk.secret = "changed"
        asterisk.hang_up()
        with pytest.raises(AmiRefused):
            await line


async def test_the_bookmark_moves_on_while_in_step(asterisk: FakeAsterisk, bridge: Bridge, tmp_path: Path) -> None:
    (tmp_path / "cel.csv").write_bytes(b"".join(cel_lines("answered")))
    async with running(bridge):
        place = await bridge._next_bookmark(None)
        assert place is not None
        assert await bridge._next_bookmark(place) == place
        asterisk.lists = {}
        asterisk.hang_up()
        async with bridge.push.subscribe("lan") as page:
            if bridge.stale_since is None:
                await until(page, is_a("link"))
        assert await bridge._next_bookmark(place) is None


async def test_every_transition_is_one_log_line_that_names_the_call_and_hides_the_caller(
    asterisk: FakeAsterisk, bridge: Bridge, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with running(bridge), bridge.push.subscribe("lan") as page:
        asterisk.say(b"".join(events("answered")))
        await until(page, is_a("call_ended"))
    told = [record.getMessage() for record in caplog.records if record.name == "callcenter.calls"]
    name = linkedid("answered")
    assert told == [
        f"call {name}: CallerArrived -> in_menu (***678)",
        f"call {name}: in_menu -> JoinedQueue -> waiting",
        f"call {name}: waiting -> OperatorRings lan -> ringing",
        f"call {name}: ringing -> OperatorAnswered lan -> talking",
        f"call {name}: talking -> OperatorDone lan -> leaving",
        f"call {name}: leaving -> CallerGone -> ended",
    ]
    assert "912345678" not in caplog.text
    assert "Ngọc" not in caplog.text
