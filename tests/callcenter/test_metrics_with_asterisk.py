"""Real calls through a real Asterisk: the metrics agree with what Asterisk's own queue_log says of the same calls."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import agi.fallback
from asterisk_conf.private_prefix import Prefix
from callcenter.ami_events import HoldChanged
from callcenter.ami_link import AmiAccount
from callcenter.bridge import Bridge
from callcenter.bridge_store import ThreadedStore
from callcenter.cel_file import CelFile
from callcenter.event_reader import EventReader
from crm.metrics.compute import Choice
from crm.metrics.intervals import By
from crm.metrics.report import metrics_report
from crm.metrics.spells import Spell
from crm.metrics.surveys import survey_answers
from crm.store import Store
from ivr_flows import channel_vars
from tests.asterisk_conf.switchboard import PATIENCE, SECRET, Switchboard
from tests.queue_log import QueueLog

MENU = f"SET VARIABLE {channel_vars.OUTCOME} queue"
WORK = "average_after_contact_work_time"  # the bridge pauses who has talked
WHOLE_SECONDS = 1.0  # queue_log cuts both ends of what it measures


@pytest.fixture(scope="module")
def switchboard(asterisk_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Switchboard]:
    script = Path(agi.fallback.__file__)
    folder = tmp_path_factory.mktemp("metrics")
    board = Switchboard.start(folder, asterisk_prefix, folder / "sounds", fallback_script=script)
    yield board
    board.stop()


def utc_now() -> datetime:
    return datetime.now(tz=UTC)


async def spoken_with(switchboard: Switchboard, heard: Path, seconds: float) -> None:
    """A citizen calls, lan answers; the citizen hangs up."""
    async with switchboard.operator(heard), switchboard.citizen(hang_up_after=seconds) as citizen:
        await citizen.says("report")
        switchboard.asterisk.rx("queue pause member PJSIP/op-lan queue hotline reason wrap_up")
        await asyncio.to_thread(switchboard.asterisk.rx, "core show uptime")
        switchboard.asterisk.rx("queue unpause member PJSIP/op-lan queue hotline")


async def spoken_with_after_a_wait(switchboard: Switchboard, heard: Path) -> None:
    """A citizen calls while nobody is there; lan comes to work."""
    async with switchboard.cel() as until, switchboard.citizen(hang_up_after=4.0) as citizen:
        await until("APP_START")
        async with switchboard.operator(heard):
            await citizen.says("report")


async def given_up(switchboard: Switchboard, seconds: float) -> None:
    """A citizen calls, waits, and leaves."""
    async with switchboard.citizen(hang_up_after=seconds) as citizen:
        await citizen.says("report")


async def test_the_metrics_agree_with_asterisks_own_queue_log(
    switchboard: Switchboard, store: Store, tmp_path: Path
) -> None:
    begins = utc_now()
    reader = EventReader(store, CelFile(switchboard.conf.cel_file), CelFile(switchboard.conf.log_dir / "queue_log"))
    async with switchboard.menu(MENU), switchboard.cel() as until:
        await spoken_with(switchboard, tmp_path / "1.wav", 2.0)
        reader.read_on()  # in the middle of it all: what comes later is read on
        await spoken_with_after_a_wait(switchboard, tmp_path / "2.wav")
        await asyncio.gather(*(given_up(switchboard, seconds) for seconds in (0.5, 1.5, 3.0)))
        await spoken_with(switchboard, tmp_path / "3.wav", 3.0)
        for _ in range(6):
            await until("LINKEDID_END")
    reader.read_on()
    now = utc_now()

    day = Spell(begins, now + timedelta(minutes=1))
    of = metrics_report(store, day, By.WHOLE, Choice(), now).whole.values
    log = QueueLog.read(switchboard.conf.log_dir / "queue_log")

    assert of["contacts_queued"] == len(log.told("ENTERQUEUE")) == 6
    assert of["contacts_answered"] == of["contacts_handled"] == len(log.told("CONNECT")) == 3
    assert of["contacts_abandoned"] == len(log.told("ABANDON")) == 3
    assert of["service_level_20"] == 50.0
    assert of["abandonment_rate"] == 50.0
    assert of["average_queue_answer_time"] == pytest.approx(log.mean("CONNECT", 0), abs=WHOLE_SECONDS)
    assert of["average_queue_abandon_time"] == pytest.approx(log.mean("ABANDON", 2), abs=WHOLE_SECONDS)
    assert of["average_agent_interaction_time"] == pytest.approx(log.mean("COMPLETE", 1), abs=WHOLE_SECONDS)
    assert of["maximum_queued_time"] == pytest.approx(
        max(float(e.values[2]) for e in log.told("ABANDON")), abs=WHOLE_SECONDS
    )

    assert isinstance(of["online_time"], float)
    there = sum(left.at - came.at for came, left in zip(log.told("ADDMEMBER"), log.told("REMOVEMEMBER"), strict=True))
    assert of["online_time"] == pytest.approx(there, abs=WHOLE_SECONDS * 3)
    assert reader.read_on() == 0


async def test_a_citizen_on_hold_is_heard_of_live(switchboard: Switchboard, store: Store, tmp_path: Path) -> None:
    """Asterisk keeps no record of holds; the bridge hears them, and they count once."""
    begins = utc_now()
    conf = switchboard.conf
    reader = EventReader(store, CelFile(conf.cel_file), CelFile(conf.log_dir / "queue_log"))
    account = AmiAccount(conf.ami_port, conf.ami_user, SECRET)
    heard: asyncio.Queue[bool] = asyncio.Queue()

    def hear(hold: HoldChanged) -> None:
        reader.hear(hold)
        heard.put_nowait(hold.held)

    bridge = Bridge(account, ThreadedStore(store, utc_now), conf.cel_file, conf.spool_dir, utc_now, heard_hold=hear)
    async with (
        bridge.running(),
        switchboard.menu(MENU),
        switchboard.cel() as until,
        switchboard.operator(tmp_path / "held.wav") as lan,
        switchboard.citizen(hang_up_after=4.0) as citizen,
    ):
        await until("BRIDGE_ENTER")
        for sign, held in ((signal.SIGUSR1, True), (signal.SIGUSR2, False)):
            lan.process.send_signal(sign)
            assert await asyncio.wait_for(heard.get(), PATIENCE) is held
        await citizen.says("report")
        await until("LINKEDID_END")
    for _ in range(2):
        reader.read_on()
    now = utc_now()
    of = metrics_report(store, Spell(begins, now), By.WHOLE, Choice(operator="lan"), now).whole.values
    parts = [of[name] for name in ("average_agent_interaction_time", "customer_hold_time", WORK)]
    assert all(isinstance(part, float) and part > 0 for part in parts)
    assert of["average_handle_time"] == pytest.approx(sum(float(part or 0) for part in parts), abs=0.01)


@asynccontextmanager
async def menu_and_survey(board: Switchboard) -> AsyncIterator[None]:
    """A FastAGI service that sends callers to the queue, and is told 4 by those it asks after the talk."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\n\n")
        command = f"SET VARIABLE {channel_vars.SURVEY} 4" if b"/survey" in asked else MENU
        writer.write(f"{command}\n".encode())
        await reader.readline()
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(serve, board.conf.fastagi_host, board.conf.fastagi_port):
        yield


async def test_the_score_given_after_the_talk_is_kept_with_the_call(
    asterisk_prefix: Prefix, store: Store, tmp_path: Path
) -> None:
    """The operator hangs up, the flow asks, the answer comes with the call's own record at hang-up."""
    script = Path(agi.fallback.__file__)
    board = Switchboard.start(tmp_path, asterisk_prefix, tmp_path / "sounds", fallback_script=script, survey=True)
    try:
        async with menu_and_survey(board), board.cel() as until, board.citizen() as citizen:
            async with board.operator(tmp_path / "heard.wav"):
                await until("BRIDGE_ENTER")
            linkedid = (await until("LINKEDID_END"))["linkedid"]
            await citizen.says("report")
        EventReader(store, CelFile(board.conf.cel_file), CelFile(board.conf.log_dir / "queue_log")).read_on()
    finally:
        board.stop()
    now = utc_now()
    (kept,) = survey_answers(store, Spell(now - timedelta(minutes=5), now))
    assert (kept.linkedid, kept.score) == (linkedid, 4)
