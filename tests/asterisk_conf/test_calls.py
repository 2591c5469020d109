"""Real calls through a real Asterisk: what the caller hears, what the operator gets, what is written down."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import agi.fallback
from asterisk_conf.private_prefix import Prefix
from ivr_flows import channel_vars
from tests.asterisk_conf.switchboard import Switchboard, facts
from tests.audio import likeness, loudness, read_wav

SPEECH = 0.02  # loudness of speech; silence through a-law stays below 0.001
RECORDED = 0.8  # likeness of what was said in a leg that Asterisk recorded; another text's stays below 0.6
HEARD = 0.6  # the same in what a phone heard: its jitter buffer cuts and stretches
SET_KEYS = f"SET VARIABLE {channel_vars.KEYS} 1-2"
SET_CATEGORY = f"SET VARIABLE {channel_vars.CATEGORY} infrastructure"
SET_OUTCOME = f"SET VARIABLE {channel_vars.OUTCOME} queue"


@pytest.fixture(scope="module")
def switchboard(
    asterisk_prefix: Prefix, sounds_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Switchboard]:
    """With the real fallback menu; nobody at FastAGI unless the test opens a menu."""
    script = Path(agi.fallback.__file__)
    board = Switchboard.start(tmp_path_factory.mktemp("calls"), asterisk_prefix, sounds_dir, fallback_script=script)
    yield board
    assert board.complaints() == []
    board.stop()


async def test_a_call_reaches_an_operator_and_all_of_it_is_kept(switchboard: Switchboard, tmp_path: Path) -> None:
    name = 'Nguyễn Thị "Ngọc" Ước'
    asked = {
        "number": "+842251022",
        "name": name,
        "say": switchboard.sounds["citizen"],
        "hear": tmp_path / "citizen.wav",
    }
    before = time.time()
    async with (
        switchboard.cel() as until,
        switchboard.menu(SET_KEYS, SET_CATEGORY, SET_OUTCOME),
        switchboard.operator(tmp_path / "operator.wav") as operator,
        switchboard.citizen(**asked, first_key_after=0.2, hang_up_after=6.0) as citizen,
    ):
        _, linkedid, caller = await operator.says("ringing")
        _, status, ended_by = await citizen.says("report")
        await until("LINKEDID_END")
    assert caller.startswith('"Nguyễn Thị \\"Ngọc\\" Ước" <sip:0912345678@')
    assert (status, ended_by) == (200, "citizen")

    records = switchboard.records(linkedid)
    kinds = [event["eventtype"] for event in records if event["uniqueid"] == linkedid][:10]
    assert kinds == [
        *("CHAN_START", "ANSWER", "CC_FACTS", "APP_START", "BRIDGE_ENTER", "BRIDGE_EXIT"),
        *("APP_END", "CC_FACTS", "HANGUP", "CHAN_END"),
    ]
    assert records[-1]["eventtype"] == "LINKEDID_END"
    assert records[0]["exten"] == "+842251022"
    assert {(event["num"], event["name"]) for event in records[1:] if event["uniqueid"] == linkedid} == {
        ("0912345678", name)
    }
    bridged = next(event for event in records if event["eventtype"] == "BRIDGE_ENTER" and event["peer"])
    assert {bridged[end].rsplit("-", 1)[0] for end in ("channame", "peer")} == {"PJSIP/op-lan", "PJSIP/trunk"}

    first, last = (facts(event) for event in records if event["eventtype"] == "CC_FACTS")
    assert first == last
    assert (first["CC_KEYS"], first["CC_CATEGORY"], first["CC_OUTCOME"]) == ("1-2", "infrastructure", "queue")
    assert before - 0.01 <= float(first["CC_ANSWERED"]) <= before + 5
    assert first["CC_RECORDING"].endswith(f"/{linkedid}.wav")

    mix = switchboard.conf.recordings_dir / first["CC_RECORDING"]
    said, told = (read_wav(switchboard.sounds[who]) for who in ("citizen", "operator"))
    assert mix.stat().st_mode & 0o077 == 0
    legs = {leg: read_wav(mix.with_name(f"{mix.stem}-{leg}.wav")) for leg in ("rx", "tx")}
    assert likeness(legs["rx"], said) > RECORDED > likeness(legs["rx"], told)
    assert likeness(legs["tx"], told) > RECORDED > likeness(legs["tx"], said)
    assert loudness(read_wav(mix)) > SPEECH
    assert likeness(read_wav(tmp_path / "operator.wav"), said) > HEARD
    assert likeness(read_wav(tmp_path / "citizen.wav"), told) > HEARD


async def test_without_our_service_a_key_is_asked_for_and_kept(switchboard: Switchboard, tmp_path: Path) -> None:
    async with (
        switchboard.cel() as until,
        switchboard.citizen(hear=tmp_path / "heard.wav", keys=["2"], first_key_after=5.5, hang_up_after=6.5) as citizen,
    ):
        queued = facts(await until("CC_FACTS"))
        linkedid = (await until("LINKEDID_END"))["linkedid"]
        await citizen.says("report")
    assert (queued["CC_FALLBACK"], queued["CC_KEYS"], queued["CC_CATEGORY"]) == ("1", "2", "social")
    spooled = json.loads((switchboard.conf.spool_dir / f"{linkedid}.json").read_text())
    assert (spooled["linkedid"], spooled["category"]) == (linkedid, "social")
    for prompt in ("fallback_notice", "fallback_menu"):
        told = read_wav(switchboard.sounds[f"dialplan.{prompt}"])
        assert likeness(read_wav(tmp_path / "heard.wav"), told) > HEARD, prompt


async def test_who_chose_before_the_menu_broke_is_not_asked_again(switchboard: Switchboard) -> None:
    async with switchboard.cel() as until, switchboard.menu(SET_KEYS, SET_CATEGORY), switchboard.citizen() as citizen:
        await citizen.says("answered")
        queued = facts(await until("CC_FACTS"))
        started = await until("APP_START")
    assert (queued["CC_KEYS"], queued["CC_CATEGORY"]) == ("1-2", "infrastructure")
    assert (queued["CC_FALLBACK"], "CC_OUTCOME" in queued) == ("1", False)
    assert float(started["eventtime"]) - float(queued["CC_ANSWERED"]) < 1  # no notice, no menu


async def test_a_caller_the_menu_has_served_is_hung_up(switchboard: Switchboard) -> None:
    served = f"SET VARIABLE {channel_vars.OUTCOME} served"
    async with switchboard.cel() as until, switchboard.menu(served), switchboard.citizen() as citizen:
        last = facts(await until("CC_FACTS"))
        _, _, ended_by = await citizen.says("report")
    assert ended_by == "1022"
    assert last["CC_OUTCOME"] == "served"
    assert "CC_RECORDING" not in last


async def test_a_caller_who_leaves_in_the_menu_leaves_the_keys(switchboard: Switchboard) -> None:
    async with (
        switchboard.cel() as until,
        switchboard.menu(SET_KEYS, "WAIT FOR DIGIT 60000"),
        switchboard.citizen(hang_up_after=0.5),
    ):
        last = facts(await until("CC_FACTS"))
        linkedid = (await until("LINKEDID_END"))["linkedid"]
    assert last.keys() == {"CC_KEYS", "CC_ANSWERED"}
    assert "APP_START" not in {event["eventtype"] for event in switchboard.records(linkedid)}


async def test_an_operator_who_hangs_up_ends_the_call(switchboard: Switchboard, tmp_path: Path) -> None:
    async with switchboard.cel() as until, switchboard.menu(SET_OUTCOME), switchboard.citizen() as citizen:
        async with switchboard.operator(tmp_path / "operator.wav"):
            await until("BRIDGE_ENTER")
        linkedid = (await until("LINKEDID_END"))["linkedid"]
        _, _, ended_by = await citizen.says("report")
    assert ended_by == "1022"
    assert [event["appname"] for event in switchboard.records(linkedid)].count("Playback") == 0


async def test_only_our_numbers_are_answered(switchboard: Switchboard) -> None:
    wanted = {**dict.fromkeys(switchboard.conf.numbers, 200), "113": 404, "102": 404}

    async def status(number: str) -> int:
        async with switchboard.citizen(number=number, hang_up_after=0.1) as citizen:
            return int((await citizen.says("report"))[1])

    answers = await asyncio.gather(*(status(number) for number in wanted))
    assert dict(zip(wanted, answers, strict=True)) == wanted


async def test_a_change_of_configuration_drops_no_call(switchboard: Switchboard) -> None:
    async with switchboard.cel() as until, switchboard.menu(SET_OUTCOME), switchboard.citizen() as citizen:
        await until("APP_START")
        asterisk = switchboard.asterisk
        everything = frozenset(file.name for file in asterisk.etc_dir.iterdir())
        assert asterisk.reload(everything) >= {"asterisk.conf", "modules.conf", "pjsip_transports.conf"}
        assert asterisk.calls() == 1
        assert citizen.process.returncode is None


async def test_asterisk_does_not_end_under_a_call_unless_told_to(switchboard: Switchboard) -> None:
    async with switchboard.cel() as until, switchboard.menu(SET_OUTCOME), switchboard.citizen() as citizen:
        await until("APP_START")
        assert not switchboard.asterisk.stop(gracefully=True, patience=0.2)
        assert switchboard.asterisk.calls() == 1
        assert citizen.process.returncode is None
    async with switchboard.citizen(hang_up_after=0.1) as citizen:
        assert (await citizen.says("report"))[1] == 200  # it takes new calls again
