"""Several queues on a real Asterisk: who waits where, what is said of the line, and the ways out of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from asterisk_conf.model import CALL_BACK, QueueSettings
from asterisk_conf.private_prefix import Prefix
from ivr_flows import channel_vars
from ivr_flows.vietnamese import Piece
from tests.asterisk_conf.switchboard import Cel, Phone, Switchboard, facts
from tests.audio import Samples, closeness, likeness, read_wav

Until = Callable[[str], Awaitable[Cel]]
HEARD = 0.6  # as in test_calls
RECORDED = 0.8
QUEUES = (
    QueueSettings("hotline", announce_every=3, max_wait=60),
    QueueSettings("infrastructure", categories=("infrastructure",), weight=5, full="hotline", closed=CALL_BACK),
    QueueSettings("gas", topics=("gas",), weight=10, max_calls=1, full=CALL_BACK),
    QueueSettings("social", categories=("social",), max_wait=1, late="hotline"),
    QueueSettings("suggestion", categories=("suggestion",), nobody="hotline"),
    QueueSettings("directive", categories=("directive",), breath=0),
)
EXPECTED = (
    "Unable to join queue",  # full, or nobody there
    "requires a PJSIP channel",  # operators without a telephone
    "pjproject",  # strangers' packets
)
BEFORE = 8  # callers who had to wait; Asterisk's average moves a quarter of the way with each
WAITED = 45.0  # seconds


@pytest.fixture(scope="module")
def switchboard(
    asterisk_prefix: Prefix, sounds_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Switchboard]:
    board = Switchboard.start(tmp_path_factory.mktemp("queues"), asterisk_prefix, sounds_dir, queues=QUEUES)
    yield board
    assert [line for line in board.complaints() if not any(word in line for word in EXPECTED)] == []
    board.stop()


def chosen(category: str = "", topic: str = "") -> tuple[str, ...]:
    """The menu's commands for a caller who chose this."""
    values = {channel_vars.CATEGORY: category, channel_vars.TOPIC: topic, channel_vars.OUTCOME: "queue"}
    return tuple(f"SET VARIABLE {name} {value}" for name, value in values.items() if value)


@dataclass
class Caller:
    """A citizen who has left the menu, and what the call knew of itself then."""

    phone: Phone
    entered: dict[str, str]


@asynccontextmanager
async def caller(switchboard: Switchboard, until: Until, *choice: str, **plan: Any) -> AsyncIterator[Caller]:
    async with switchboard.citizen(**plan) as phone:
        async with switchboard.menu(*chosen(*choice)):
            entered = facts(await until("CC_FACTS"))
        yield Caller(phone, entered)


@asynccontextmanager
async def switched(switchboard: Switchboard, name: str) -> AsyncIterator[None]:
    switchboard.asterisk.rx(f"dialplan set global {name} 1")
    try:
        yield
    finally:
        switchboard.asterisk.rx(f"dialplan set global {name} 0")


async def queue_joined(until: Until) -> str:
    """The next queue that a caller joins."""
    return (await until("APP_START"))["appdata"].partition(",")[0]


def told(switchboard: Switchboard, heard: Path, prompt: str) -> float:
    """How surely the dialplan's prompt is in what a caller heard."""
    return likeness(read_wav(heard), read_wav(switchboard.sounds[f"dialplan.{prompt}"]))


def ear(switchboard: Switchboard, citizen: Caller) -> Samples:
    """What a citizen who has hung up heard in the queue, as Asterisk kept it: no telephone has stretched it."""
    mix = switchboard.conf.recordings_dir / citizen.entered["CC_RECORDING"]
    return read_wav(mix.with_name(f"{mix.stem}-tx.wav"))


def number_in(switchboard: Switchboard, heard: Samples, *words: str) -> str:
    """Which of these words was said."""
    said = {word: closeness(heard, read_wav(switchboard.sounds[Piece(word).id])) for word in words}
    found = max(said, key=said.__getitem__)
    assert said[found] > RECORDED, said
    return found


@pytest.mark.parametrize(
    ("choice", "queue"),
    [
        ((), "hotline"),
        (("infrastructure",), "infrastructure"),
        (("infrastructure", "trees"), "infrastructure"),
        (("infrastructure", "gas"), "gas"),
    ],
)
async def test_what_the_caller_chose_decides_where_they_wait(
    switchboard: Switchboard, choice: tuple[str, ...], queue: str
) -> None:
    async with switchboard.cel() as until, caller(switchboard, until, *choice) as citizen:
        assert await queue_joined(until) == queue
    assert citizen.entered["CC_QUEUES"] == queue
    assert float(citizen.entered["CC_ENTERED"]) >= float(citizen.entered["CC_ANSWERED"])


async def test_the_second_in_line_is_told_so_in_vietnamese(switchboard: Switchboard) -> None:
    async with switchboard.cel() as until, caller(switchboard, until):
        async with caller(switchboard, until, hang_up_after=6.0) as second:
            await until("LINKEDID_END")
        heard = ear(switchboard, second)
    assert likeness(heard, read_wav(switchboard.sounds["dialplan.place"])) > RECORDED
    assert likeness(heard, read_wav(switchboard.sounds["dialplan.place_end"])) > RECORDED
    assert number_in(switchboard, heard, "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin") == "hai"


async def test_key_one_in_the_queue_keeps_the_place(switchboard: Switchboard, tmp_path: Path) -> None:
    pressing = {"hear": tmp_path / "heard.wav", "keys": ["1"], "first_key_after": 1.0}
    async with (
        switchboard.cel() as until,
        caller(switchboard, until, "infrastructure", **pressing) as citizen,
    ):
        wished = facts(await until("CC_FACTS"))
        _, _, ended_by = await citizen.phone.says("report")
    assert ended_by == "1022"
    assert citizen.entered | {"CC_CALLBACK": "1"} == wished
    assert told(switchboard, tmp_path / "heard.wav", "callback_kept") > HEARD


async def test_who_finds_a_queue_full_keeps_a_place_for_a_call_back(switchboard: Switchboard) -> None:
    async with switchboard.cel() as until, caller(switchboard, until, "infrastructure", "gas"):
        assert await queue_joined(until) == "gas"
        async with caller(switchboard, until, "infrastructure", "gas", caller="0987654321") as second:
            wished = facts(await until("CC_FACTS"))
            _, _, ended_by = await second.phone.says("report")
    assert ended_by == "1022"
    assert (wished["CC_CALLBACK"], wished["CC_QUEUES"]) == ("1", "gas")


@pytest.mark.parametrize("first", ["social", "suggestion"])
async def test_who_waits_too_long_or_finds_no_operator_goes_on_to_another_queue(
    switchboard: Switchboard, first: str
) -> None:
    async with switchboard.cel() as until, caller(switchboard, until, first) as citizen:
        moved = facts(await until("CC_FACTS"))
        assert await queue_joined(until) == "hotline"
    assert citizen.entered["CC_QUEUES"] == first
    assert moved == citizen.entered | {"CC_QUEUES": f"{first}-hotline"}  # and so the wait counts on


async def test_a_closed_queue_lets_nobody_in(switchboard: Switchboard) -> None:
    async with (
        switched(switchboard, "CC_CLOSED_infrastructure"),
        switchboard.cel() as until,
        caller(switchboard, until, "infrastructure") as citizen,
    ):
        wished = facts(await until("CC_FACTS"))
        _, _, ended_by = await citizen.phone.says("report")
        linkedid = (await until("LINKEDID_END"))["linkedid"]
    assert ended_by == "1022"
    assert wished["CC_CALLBACK"] == "1"
    assert "APP_START" not in {record["eventtype"] for record in switchboard.records(linkedid)}


async def test_in_a_storm_a_short_notice_stands_for_the_menu(switchboard: Switchboard, tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    async with switched(switchboard, "CC_STORM"), switchboard.cel() as until, switchboard.citizen(hear=heard):
        entered = facts(await until("CC_FACTS"))
        assert await queue_joined(until) == "hotline"
    assert "CC_OUTCOME" not in entered
    assert told(switchboard, heard, "storm") > HEARD


async def test_in_a_storm_one_key_is_enough_for_a_call_back(switchboard: Switchboard) -> None:
    async with (
        switched(switchboard, "CC_STORM"),
        switchboard.cel() as until,
        switchboard.citizen(keys=["1"], first_key_after=0.5) as citizen,
    ):
        kept = facts(await until("CC_FACTS"))
        _, _, ended_by = await citizen.says("report")
    assert ended_by == "1022"
    assert (kept["CC_CALLBACK"], kept["CC_QUEUES"], "CC_ENTERED" in kept) == ("1", "hotline", True)


async def test_a_free_operator_takes_the_call_of_the_heavier_queue(switchboard: Switchboard, tmp_path: Path) -> None:
    async with (
        switchboard.cel() as until,
        caller(switchboard, until),
        caller(switchboard, until, "infrastructure", caller="0987654321"),
    ):
        assert [await queue_joined(until)] == ["infrastructure"]
        async with switchboard.operator(tmp_path / "operator.wav", queues=("infrastructure", "hotline")) as operator:
            _, _, number = await operator.says("ringing")
    assert "0987654321" in number


async def originate(switchboard: Switchboard, *channels: str) -> None:
    """Have these channels wait in the queue "directive"."""
    conf = switchboard.conf
    reader, writer = await asyncio.open_connection("127.0.0.1", conf.ami_port)
    actions = [{"Action": "Login", "Username": conf.ami_user, "Secret": conf.ami_secret, "Events": "off"}]
    where = {"Context": "line", "Exten": "directive", "Priority": "1"}
    actions += [{"Action": "Originate", "Channel": channel, "Async": "true", **where} for channel in channels]
    for action in (*actions, {"Action": "Logoff"}):
        writer.write("".join(f"{name}: {value}\r\n" for name, value in action.items()).encode() + b"\r\n")
    await reader.read()  # to the end
    writer.close()
    await writer.wait_closed()


async def test_the_expected_wait_is_said_in_vietnamese(switchboard: Switchboard) -> None:
    """Others have waited three quarters of a minute here: that is "một phút"."""
    console = switchboard.asterisk.rx
    for step in ("s,1,Answer()", "s,2,Wait(120)", "operator,1,Answer()", "operator,2,Hangup()"):
        console(f"dialplan add extension {step} into others")
    await originate(switchboard, *["Local/s@others"] * BEFORE)
    for _ in range(2):
        async with switchboard.citizen(hang_up_after=WAITED / 2) as clock:
            await clock.says("report")
    console("queue add member Local/operator@others to directive")
    async with switchboard.cel() as until:
        for _ in range(BEFORE):
            await until("LINKEDID_END")
        console("queue remove member Local/operator@others from directive")
        async with caller(switchboard, until, "directive"):
            async with caller(switchboard, until, "directive", hang_up_after=8.0) as second:
                await until("LINKEDID_END")
            heard = ear(switchboard, second)
    assert likeness(heard, read_wav(switchboard.sounds["dialplan.expected"])) > RECORDED
    assert likeness(heard, read_wav(switchboard.sounds["dialplan.minutes"])) > RECORDED
    assert number_in(switchboard, heard, "mot", "ba", "bon", "nam", "sau", "bay") == "mot"  # and "hai", the place
