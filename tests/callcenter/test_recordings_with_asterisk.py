"""Recordings of real calls: a pause is on no file, with a key nothing readable is left, joined calls are one story."""

import asyncio
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

import agi.fallback
from asterisk_conf.private_prefix import Prefix
from callcenter.ami_link import AmiAccount
from callcenter.bridge import Bridge
from callcenter.bridge_store import ThreadedStore
from callcenter.cel_file import CelFile
from callcenter.errors import NotTalking
from callcenter.event_reader import EventReader
from callcenter.push import Message
from crm.recordings.area import RecordingArea
from crm.recordings.files import hash_of
from crm.recordings.keeping import keep_new
from crm.recordings.listing import RecordingView, recordings_of
from crm.recordings.sealed_file import Keys
from crm.recordings.tables import CallLinkRow, Leg
from crm.store import Store
from ivr_flows import channel_vars
from tests.asterisk_conf.switchboard import PATIENCE, SECRET, Switchboard
from tests.audio import RATE, Samples, likeness, loudness, read_wav

MENU = f"SET VARIABLE {channel_vars.OUTCOME} queue"
SAID = 0.8  # likeness of what was said in a leg that Asterisk recorded
NOT_SAID = 0.6  # another text's stays below
PAUSE_BETWEEN = 2.5  # seconds of silence around what must not be recorded: time to press the key
BEFORE, SECRETS, AFTER = "citizen", "dialplan.fallback_menu", "dialplan.apology"
TOLD_BEFORE, TOLD_SECRETS, TOLD_AFTER = "operator", "dialplan.storm", "dialplan.callback_missed"


def utc_now() -> datetime:
    return datetime.now(tz=UTC)


@pytest.fixture(scope="module")
def switchboard(asterisk_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Switchboard]:
    script = Path(agi.fallback.__file__)
    folder = tmp_path_factory.mktemp("recordings")
    board = Switchboard.start(folder, asterisk_prefix, folder / "sounds", fallback_script=script)
    yield board
    board.stop()


def spoken(switchboard: Switchboard, target: Path, *names: str) -> Path:
    """These texts one after the other, each with its place in the same stretch of time."""
    texts = [read_wav(switchboard.sounds[name]) for name in names]
    length = max(samples.size for samples in texts) + round(PAUSE_BETWEEN * RATE)
    samples = np.concatenate([np.pad(text, (0, length - text.size)) for text in texts])
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return target


@asynccontextmanager
async def running(switchboard: Switchboard, store: Store) -> AsyncIterator[tuple[Bridge, AsyncIterator[Message]]]:
    conf = switchboard.conf
    account = AmiAccount(conf.ami_port, conf.ami_user, SECRET)
    bridge = Bridge(account, ThreadedStore(store, utc_now), conf.cel_file, conf.spool_dir, utc_now)
    async with asyncio.timeout(3 * PATIENCE), bridge.running(), bridge.push.subscribe("lan") as page:
        yield bridge, page


async def until(page: AsyncIterator[Message], kind: str, **wanted: object) -> Message:
    async for message in page:
        if message["type"] == kind and all(message[name] == value for name, value in wanted.items()):
            return message
    raise AssertionError("the page was let go")


async def kept(area: RecordingArea, store: Store, linkedid: str) -> dict[Leg, RecordingView]:
    """The call's three files, as soon as Asterisk has closed them."""
    async with asyncio.timeout(PATIENCE):
        while len(found := recordings_of(store, [linkedid])) < len(Leg):
            keep_new(area, store, utc_now())
            await asyncio.sleep(0.1)
    return {view.leg: view for view in found}


async def test_what_is_said_during_a_pause_is_on_no_file(
    switchboard: Switchboard, store: Store, tmp_path: Path
) -> None:
    citizen_says = spoken(switchboard, tmp_path / "citizen.wav", BEFORE, SECRETS, AFTER)
    stretch = read_wav(citizen_says).size / RATE / 3
    switchboard.sounds["operator"], own = (
        spoken(switchboard, tmp_path / "operator.wav", TOLD_BEFORE, TOLD_SECRETS, TOLD_AFTER),
        switchboard.sounds["operator"],
    )
    area = RecordingArea(switchboard.conf.recordings_dir)
    async with (
        running(switchboard, store) as (bridge, page),
        switchboard.menu(MENU),
        switchboard.operator(tmp_path / "heard.wav"),
        switchboard.citizen(say=citizen_says, hang_up_after=3 * stretch + 1.0) as citizen,
    ):
        linkedid = str((await until(page, "call", state="talking"))["linkedid"])
        with pytest.raises(NotTalking):
            await bridge.recording.pause(linkedid, "minh")
        await asyncio.sleep(stretch - PAUSE_BETWEEN / 2)
        await bridge.recording.pause(linkedid, "lan")
        await until(page, "recording", paused=True)
        await asyncio.sleep(stretch)
        await bridge.recording.resume(linkedid, "lan")
        await until(page, "recording", paused=False)
        await citizen.says("report")
        await until(page, "agent", state="wrap_up")
    switchboard.sounds["operator"] = own

    files = {leg: read_wav(area.folder / view.path) for leg, view in (await kept(area, store, linkedid)).items()}
    for leg, before, secret, after in (
        (Leg.CALLER, BEFORE, SECRETS, AFTER),
        (Leg.OPERATOR, TOLD_BEFORE, TOLD_SECRETS, TOLD_AFTER),
    ):
        assert how_like(switchboard, files[leg], before) > SAID
        assert how_like(switchboard, files[leg], after) > SAID
        assert how_like(switchboard, files[leg], secret) < NOT_SAID
        assert how_like(switchboard, files[Leg.MIX], secret) < NOT_SAID
    heard = read_wav(tmp_path / "heard.wav")
    assert how_like(switchboard, heard, SECRETS) > NOT_SAID  # it was said, and the operator did hear it
    lengths = {samples.size for samples in files.values()}
    assert max(lengths) - min(lengths) < RATE / 10  # silence stands in: the three still lie side by side
    assert loudness(files[Leg.MIX]) > 0


def how_like(switchboard: Switchboard, recording: Samples, name: str) -> float:
    return likeness(recording, read_wav(switchboard.sounds[name]))


async def test_with_a_key_nothing_readable_is_left_after_a_real_call(
    switchboard: Switchboard, store: Store, tmp_path: Path
) -> None:
    keys = Keys.parse("55" * 32)
    area = RecordingArea(switchboard.conf.recordings_dir, keys)
    async with (
        running(switchboard, store) as (_, page),
        switchboard.menu(MENU),
        switchboard.operator(tmp_path / "heard.wav"),
        switchboard.citizen(say=switchboard.sounds["citizen"], hang_up_after=4.0) as citizen,
    ):
        linkedid = str((await until(page, "call", state="talking"))["linkedid"])
        await citizen.says("report")
        await until(page, "agent", state="wrap_up")
    views = await kept(area, store, linkedid)
    left = [file for file in area.folder.rglob(f"{linkedid}*") if file.is_file()]
    assert sorted(file.name for file in left) == sorted(f"{Path(view.path).name}.sealed" for view in views.values())
    assert not any(b"RIFF" in file.read_bytes() or b"WAVEfmt" in file.read_bytes() for file in left)
    sound = area.sound(views[Leg.CALLER].path)
    assert sound is not None
    assert hash_of(sound) == views[Leg.CALLER].sha256
    (tmp_path / "opened.wav").write_bytes(b"".join(sound.read(0, sound.size)))
    assert how_like(switchboard, read_wav(tmp_path / "opened.wav"), "citizen") > SAID


async def test_calls_that_asterisk_joins_are_one_story(switchboard: Switchboard, store: Store, tmp_path: Path) -> None:
    """Two calls of their own are put together, as an attended transfer does: from either the other is found."""
    conf = switchboard.conf
    reader = EventReader(store, CelFile(conf.cel_file), CelFile(conf.log_dir / "queue_log"))
    async with switchboard.menu(MENU), switchboard.cel() as record:
        async with switchboard.citizen(hang_up_after=6.0) as one, switchboard.citizen(hang_up_after=6.0) as two:
            first, second = [(await record("APP_START")) for _ in range(2)]
            await join(switchboard, first["channame"], second["channame"])
            await one.says("report")
            await two.says("report")
        await record("LINKEDID_END")
        await record("LINKEDID_END")
    reader.read_on()
    with store.reading() as session:
        links = [{link.linkedid, link.into} for link in session.scalars(select(CallLinkRow))]
    assert links == [{first["linkedid"], second["linkedid"]}]


async def join(switchboard: Switchboard, one: str, other: str) -> None:
    """Have Asterisk put two channels into one bridge."""
    conf = switchboard.conf
    reader, writer = await asyncio.open_connection("127.0.0.1", conf.ami_port)
    login = f"Action: Login\r\nUsername: {conf.ami_user}\r\nSecret: {SECRET}\r\nEvents: off\r\n\r\n"
    writer.write(f"{login}Action: Bridge\r\nChannel1: {one}\r\nChannel2: {other}\r\n\r\n".encode())
    async with asyncio.timeout(PATIENCE):
        answers = [await reader.readuntil(b"\r\n\r\n") for _ in range(2)]
    assert all(b"Response: Success" in answer for answer in answers), answers
    writer.close()
    await writer.wait_closed()
