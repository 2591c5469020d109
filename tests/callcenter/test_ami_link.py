"""The line to Asterisk: each measured defect of panoramisk, mended at our door."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.ami_link import AmiLink, AmiTiming
from callcenter.ami_wire import Headers, Wire
from callcenter.errors import AmiAway, AmiDeclined, AmiRefused, AmiSilent, BadAmiValue
from tests.callcenter.fake_asterisk import FakeAsterisk
from tests.callcenter.streams import FOLDER, events, headers

QUICK = AmiTiming(answer=0.2, boot=0.5, heartbeat=0.1, first_retry=0.01, longest_retry=0.02)
SOON = 5.0  # seconds in which what must happen has happened


@dataclass
class Listener:
    """What a link told: each event by name, each time it came up or went down."""

    heard: list[Headers] = field(default_factory=list)
    up: int = 0
    down: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, event: Headers) -> None:
        self.heard.append(event)
        self.changed.set()

    async def come_up(self) -> None:
        self.up += 1
        self.changed.set()

    def go_down(self) -> None:
        self.down += 1
        self.changed.set()

    @property
    def names(self) -> list[object]:
        return [event["Event"] for event in self.heard]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(SOON):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@asynccontextmanager
async def linked(asterisk: FakeAsterisk, listener: Listener, timing: AmiTiming = QUICK) -> AsyncIterator[AmiLink]:
    """A link that runs, and is up for the first time."""
    link = AmiLink(asterisk.account(), listener.hear, listener.come_up, listener.go_down, timing)
    running = asyncio.create_task(link.run())
    try:
        async with asyncio.timeout(SOON):
            await link.tried.wait()
        yield link
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.fixture
async def asterisk() -> AsyncIterator[FakeAsterisk]:
    async with FakeAsterisk().listening() as asterisk:
        yield asterisk


@pytest.fixture
def listener() -> Listener:
    return Listener()


class Mouth(asyncio.WriteTransport):
    """A line whose other end says nothing."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        pass

    def close(self) -> None:
        pass


def fed(pieces: list[bytes]) -> list[Headers]:
    """The events a wire makes of a stream that arrives in these pieces."""

    async def feed() -> list[Headers]:
        heard: list[Headers] = []
        wire = Wire(heard.append)
        wire.connection_made(Mouth())
        for piece in pieces:
            wire.data_received(piece)
        return heard

    return asyncio.run(feed())


def test_a_stream_cut_at_any_byte_gives_the_same_events() -> None:
    called = next(event for event in events("answered") if b"Event: AgentCalled" in event)
    assert "Nguyễn Thị Ngọc Ước".encode() in called
    for border in range(len(called) + 1):
        assert fed([called[:border], called[border:]]) == [headers(called)]


def test_a_stream_that_comes_byte_by_byte_gives_the_same_events() -> None:
    stream = (FOLDER / "answered.txt").read_bytes()
    whole = fed([stream])
    assert [event["CallerIDName"] for event in whole if event["Event"] == "QueueCallerJoin"] == ["Nguyễn Thị Ngọc Ước"]
    assert fed([stream[at : at + 1] for at in range(len(stream))]) == whole


@given(st.lists(st.integers(0, 40_000), max_size=60))
def test_ten_interleaved_calls_in_any_pieces_give_the_same_events(borders: list[int]) -> None:
    stream = (FOLDER / "ten_calls.txt").read_bytes()[:40_000]
    cuts = [0, *sorted(borders), len(stream)]
    pieces = [stream[start:end] for start, end in pairwise(cuts)]
    assert fed(pieces) == fed([stream])


async def test_a_handler_that_raises_costs_neither_the_line_nor_the_next_event(
    asterisk: FakeAsterisk, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    heard = listener.hear

    def stumble(event: Headers) -> None:
        heard(event)
        if event["Event"] == "QueueCallerJoin":
            raise RuntimeError("a mistake of ours")

    listener.hear = stumble  # type: ignore[method-assign]
    async with linked(asterisk, listener):
        asterisk.say(b"".join(events("answered")))  # one segment
        await listener.until(lambda: listener.names.count("Hangup") == 2)
    assert listener.up == 1
    assert "event QueueCallerJoin was not handled" in caplog.text


async def test_a_message_panoramisk_stumbles_over_costs_only_itself(
    asterisk: FakeAsterisk, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    async with linked(asterisk, listener):
        asterisk.say(b"Event: Hangup\r\nEvent: Hangup\r\n\r\n" + events("answered")[0])
        await listener.until(lambda: len(listener.heard) == 2)
    assert listener.up == 1
    assert "AMI message dropped" in caplog.text


async def test_a_server_that_stops_answering_is_noticed(
    asterisk: FakeAsterisk, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    async with linked(asterisk, listener):
        asterisk.deaf = True
        loop = asyncio.get_running_loop()
        since = loop.time()
        await listener.until(lambda: listener.down == 1)
        assert loop.time() - since < 3 * (QUICK.heartbeat + QUICK.answer)
        asterisk.deaf = False
        await listener.until(lambda: listener.up == 2)
    assert "no heartbeat" in caplog.text


async def test_heartbeats_leave_nothing_behind(asterisk: FakeAsterisk, listener: Listener) -> None:
    async with linked(asterisk, listener) as link:
        await asterisk.asked("Ping", times=3)
        assert link._wire is not None
        assert len(link._wire.responses) <= 1


async def test_an_action_that_is_not_answered_times_out_and_is_forgotten(
    asterisk: FakeAsterisk, listener: Listener
) -> None:
    async with linked(asterisk, listener, AmiTiming(answer=0.05)) as link:
        asterisk.deaf = True
        with pytest.raises(AmiSilent, match="QueuePause"):
            await link.ask("QueuePause", Queue="hotline")
        assert link._wire is not None
        assert not link._wire.responses


async def test_the_answer_to_queue_add_comes(asterisk: FakeAsterisk, listener: Listener) -> None:
    async with linked(asterisk, listener) as link:
        answer = await link.ask("QueueAdd", Queue="hotline", Interface="PJSIP/op-lan")
    assert answer["Message"] == "Added interface to queue"


async def test_an_error_answer_is_an_error(asterisk: FakeAsterisk, listener: Listener) -> None:
    asterisk.refuses = {"QueueRemove": "Unable to remove interface: Not there", "QueueStatus": "Permission denied"}
    async with linked(asterisk, listener) as link:
        with pytest.raises(AmiDeclined, match="Not there"):
            await link.ask("QueueRemove", Queue="hotline")
        with pytest.raises(AmiDeclined, match="Permission denied"):
            await link.listed("QueueStatus")


async def test_a_list_is_its_rows_without_the_frame(asterisk: FakeAsterisk, listener: Listener) -> None:
    asterisk.lists = {"QueueStatus": [{"Event": "QueueMember", "Name": "lan"}, {"Event": "QueueEntry", "Wait": "2"}]}
    async with linked(asterisk, listener) as link:
        assert [row["Event"] for row in await link.listed("QueueStatus")] == ["QueueMember", "QueueEntry"]
        asterisk.lists = {"QueueStatus": []}
        assert await link.listed("QueueStatus") == ()


async def test_a_wrong_password_is_one_clear_error_and_no_second_try(
    asterisk: FakeAsterisk, listener: Listener
) -> None:
    link = AmiLink(asterisk.account("wrong"), listener.hear, listener.come_up, listener.go_down, QUICK)
    with pytest.raises(AmiRefused, match=f"127.0.0.1:{asterisk.port}.*Authentication failed"):
        await link.run()
    assert asterisk.count("Login") == 1
    assert listener.up == 0


@pytest.mark.parametrize("evil", ["lunch\r\nAction: Originate", "lunch\nAction: Originate", "lunch\r"])
async def test_a_line_break_in_a_value_is_refused(asterisk: FakeAsterisk, listener: Listener, evil: str) -> None:
    async with linked(asterisk, listener, AmiTiming()) as link:
        with pytest.raises(BadAmiValue):
            await link.ask("QueuePause", Reason=evil)
        await link.ask("Ping")
    assert [action["Action"] for action in asterisk.actions] == ["Login", "Ping"]


async def test_a_lost_line_is_opened_again(asterisk: FakeAsterisk, listener: Listener) -> None:
    async with linked(asterisk, listener):
        for times in (2, 3):
            asterisk.hang_up()
            await listener.until(lambda times=times: listener.up == times)  # type: ignore[misc]
    assert listener.down >= 2


async def test_whoever_waits_for_an_answer_learns_of_the_loss_at_once(
    asterisk: FakeAsterisk, listener: Listener
) -> None:
    async with linked(asterisk, listener, AmiTiming()) as link:
        asterisk.deaf = True
        asking = asyncio.create_task(link.ask("QueuePause"))
        await asterisk.asked("QueuePause")
        asterisk.hang_up()
        with pytest.raises(AmiAway):
            await asking
        with pytest.raises(AmiAway):
            await link.ask("Ping")


async def test_actions_of_a_lost_line_are_not_sent_again_later(asterisk: FakeAsterisk, listener: Listener) -> None:
    async with linked(asterisk, listener) as link:
        asterisk.deaf = True
        with suppress(AmiSilent, AmiAway):
            await link.ask("QueuePause", Paused="true")
        asterisk.deaf = False
        asterisk.hang_up()
        await listener.until(lambda: listener.up == 2)
    assert asterisk.count("QueuePause") == 1


async def test_an_asterisk_that_is_not_there_yet_is_waited_for(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    asterisk = FakeAsterisk()
    async with asterisk.listening():
        pass
    async with linked(asterisk, listener):
        assert listener.up == 0
        async with asterisk.listening():
            await listener.until(lambda: listener.up == 1)
    assert "trying again" in caplog.text


async def test_an_asterisk_that_is_still_booting_is_asked_nothing(listener: Listener) -> None:
    async with FakeAsterisk(boots=False).listening() as asterisk, linked(asterisk, listener) as link:
        assert listener.up == 0
        with pytest.raises(AmiAway):
            await link.ask("CoreShowChannels")
        asterisk.boots = True
        await listener.until(lambda: listener.up == 1)


async def test_asterisks_own_shutdown_is_a_loss_like_any_other(asterisk: FakeAsterisk, listener: Listener) -> None:
    async with linked(asterisk, listener):
        asterisk.say(b"Event: Shutdown\r\nPrivilege: system,all\r\nShutdown: Cleanly\r\n\r\n")
        await listener.until(lambda: listener.up == 2)


async def test_a_service_that_cannot_come_up_tries_on_a_new_line(
    asterisk: FakeAsterisk, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    come_up = listener.come_up

    async def stumble_once() -> None:
        await come_up()
        if listener.up == 1:
            raise RuntimeError("the store is away")

    listener.come_up = stumble_once  # type: ignore[method-assign]
    async with linked(asterisk, listener):
        await listener.until(lambda: listener.up == 2)
    assert asterisk.count("Login") == 2
    assert "not brought up" in caplog.text


def test_the_secret_shows_in_no_log() -> None:
    assert "hidden" not in repr(FakeAsterisk().account("hidden"))
