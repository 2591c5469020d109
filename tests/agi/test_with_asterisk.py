"""The nodes of a flow on a real Asterisk: messages, digits, values, transfers and scores, by real telephones."""

import wave
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agi.server import serve
from agi.services import MessagePlace, Program
from asterisk_conf.model import QueueSettings
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.prompts import ensure_prompts
from ivr_flows.prompts import all_prompts
from tests.agi.conftest import Facts, services
from tests.asterisk_conf.switchboard import Phone, Switchboard, facts, free_port
from tests.audio import likeness, loudness, read_wav
from tests.ivr_flows.full_menu import full

HEARD = 0.6  # as in tests/asterisk_conf/test_calls
FLOW = full(('name = "full"', 'name = "hotline"'), ("seconds = 4", "seconds = 2"), ("silence = 5", "silence = 2"))
KEYS_AT = {"first_key_after": 0.5, "gap": 0.4}
LONGEST_WAIT = 4


@pytest.fixture(scope="module")
def sounds(asterisk_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    prompts = [(prompt.id, prompt.text) for prompt in all_prompts(FLOW)]
    return ensure_prompts(prompts, tmp_path_factory.mktemp("flow"), asterisk_prefix)


@pytest.fixture(scope="module")
def switchboard(asterisk_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Switchboard]:
    board = Switchboard.start(
        tmp_path_factory.mktemp("flows"),
        asterisk_prefix,
        tmp_path_factory.mktemp("sounds"),
        queues=(QueueSettings(max_wait=LONGEST_WAIT),),
        trunk_port=free_port(host="127.0.0.2"),
        survey=True,
        emergency_ring=2,
    )
    yield board
    assert board.complaints() == []
    board.stop()


@pytest.fixture(autouse=True)
async def played(switchboard: Switchboard, sounds: dict[str, Path]) -> AsyncIterator[list[str]]:
    """The service's side of FastAGI, at seven o'clock on a working day; the prompts it has had played."""
    played: list[str] = []

    def sound(prompt: str) -> str:
        played.append(prompt)
        return str(sounds[prompt])

    async def place(linkedid: str, /) -> MessagePlace:
        switchboard.conf.recordings_dir.mkdir(exist_ok=True)
        return MessagePlace(str(switchboard.conf.recordings_dir / linkedid), f"{linkedid}.wav")

    world = Facts({"office": "open", "now": "07:00", "caller": "stranger", "waiting": "1"})
    known = replace(services(facts=world), messages=place)
    where = (switchboard.conf.fastagi_host, switchboard.conf.fastagi_port)
    server = await serve(*where, Program("1", FLOW, sound), known)
    yield played
    await server.close()


def heard_in(file: Path, *sounds: Path) -> list[bool]:
    return [likeness(read_wav(file), read_wav(sound.with_name(f"{sound.name}.wav"))) > HEARD for sound in sounds]


async def test_who_hangs_up_while_speaking_has_left_a_message(switchboard: Switchboard) -> None:
    spoken = switchboard.sounds["citizen"]
    async with (
        switchboard.cel() as until,
        switchboard.citizen(keys=["2", "2"], say=spoken, hang_up_after=6.0, **KEYS_AT) as citizen,
    ):
        last = facts(await until("CC_FACTS"))
        await citizen.says("report")
    message = switchboard.conf.recordings_dir / last["CC_VOICEMAIL"]
    assert (last["CC_KEYS"], last["CC_CALLBACK"], last["CC_OUTCOME"]) == ("2", "1", "served")
    assert last["CC_RECORDING"] == last["CC_VOICEMAIL"]
    assert likeness(read_wav(message), read_wav(spoken)) > HEARD


async def test_the_hash_ends_a_message_and_two_without_a_word_lead_to_the_operator(
    switchboard: Switchboard, sounds: dict[str, Path], tmp_path: Path
) -> None:
    plan = {"keys": ["2", "#", "#", "#", "#"], "hear": tmp_path / "heard.wav", "hang_up_after": 8.0}
    async with switchboard.cel() as until, switchboard.citizen(**plan, **KEYS_AT) as citizen:
        queued = facts(await until("CC_FACTS"))
        await citizen.says("report")
    assert (queued["CC_OUTCOME"], "CC_VOICEMAIL" in queued) == ("queue", False)
    assert heard_in(tmp_path / "heard.wav", sounds["hotline.to_operator"]) == [True]


async def test_silence_after_speaking_ends_a_message(
    switchboard: Switchboard, sounds: dict[str, Path], tmp_path: Path
) -> None:
    spoken = speech_then_hiss(switchboard.sounds["citizen"], tmp_path / "spoken.wav")
    plan = {"keys": ["2", "2"], "say": spoken, "hear": tmp_path / "heard.wav", "hang_up_after": 20.0}
    async with switchboard.cel() as until, switchboard.citizen(**plan, **KEYS_AT) as citizen:
        last = facts(await until("CC_FACTS"))
        _, _, ended_by = await citizen.says("report")
    assert (ended_by, last["CC_OUTCOME"]) == ("1022", "served")
    assert heard_in(tmp_path / "heard.wav", sounds["hotline.saved"]) == [True]
    message = read_wav(switchboard.conf.recordings_dir / last["CC_VOICEMAIL"])
    assert likeness(message, read_wav(switchboard.sounds["citizen"])) > HEARD


def speech_then_hiss(speech: Path, target: Path) -> Path:
    """What a telephone sends in a quiet room: a phone that sends nothing at all would not be heard to be silent."""
    with wave.open(str(speech)) as file:
        said = file.readframes(file.getnframes())
    hiss = np.random.default_rng(1).integers(-250, 250, 8 * 8000).astype("<i2").tobytes()
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(said + hiss)
    return target


async def test_a_number_is_read_back_in_vietnamese_and_kept_when_it_is_confirmed(
    switchboard: Switchboard, sounds: dict[str, Path], played: list[str], tmp_path: Path
) -> None:
    keys = ["1", *"0912345678", "#"]
    async with (
        switchboard.cel() as until,
        switchboard.citizen(keys=keys, hear=tmp_path / "heard.wav", hang_up_after=15.0, **KEYS_AT) as citizen,
    ):
        last = facts(await until("CC_FACTS"))
        await citizen.says("report")
    assert "CC_CALLBACK_NUMBER" not in last
    digits = ["vi.khong", "vi.chin", "vi.mot", "vi.hai", "vi.ba", "vi.bon", "vi.nam", "vi.sau", "vi.bay", "vi.tam"]
    begins = played.index("hotline.you_typed")
    assert played[begins : begins + 12] == ["hotline.you_typed", *digits, "hotline.confirm"]
    assert heard_in(tmp_path / "heard.wav", sounds["hotline.confirm"]) == [True]

    async with switchboard.cel() as until, switchboard.citizen(keys=[*keys, "1"], hang_up_after=7.0, **KEYS_AT):
        last = facts(await until("CC_FACTS"))
    assert last["CC_CALLBACK_NUMBER"] == "0912345678"


async def test_an_emergency_is_joined_with_its_number_over_the_trunk(switchboard: Switchboard, tmp_path: Path) -> None:
    police = {
        "host": "127.0.0.2",
        "port": switchboard.conf.trunk_port,
        "say": switchboard.sounds["operator"],
        "hear": tmp_path / "police.wav",
    }
    spoken = switchboard.sounds["citizen"]
    async with (
        switchboard.cel() as until,
        Phone.started("operator", police) as phone,
        switchboard.citizen(keys=["3"], say=spoken, hang_up_after=9.0, **KEYS_AT) as citizen,
    ):
        _, _, caller = await phone.says("ringing")
        last = facts(await until("CC_FACTS"))
        await citizen.says("report")
    assert "0912345678" in caller
    assert (last["CC_TRANSFER"], last["CC_OUTCOME"]) == ("113", "transfer")
    assert likeness(read_wav(tmp_path / "police.wav"), read_wav(spoken)) > HEARD


async def test_an_emergency_number_that_does_not_answer_leads_to_the_operator(switchboard: Switchboard) -> None:
    async with switchboard.cel() as until, switchboard.citizen(keys=["3"], **KEYS_AT):
        started = await until("APP_START")
    assert started["appname"] == "Queue"


async def test_who_waited_in_vain_is_asked_for_a_message(
    switchboard: Switchboard, sounds: dict[str, Path], tmp_path: Path
) -> None:
    spoken = switchboard.sounds["citizen"]
    plan = {"keys": ["0"], "say": spoken, "hear": tmp_path / "heard.wav", "hang_up_after": LONGEST_WAIT + 10.0}
    async with switchboard.cel() as until, switchboard.citizen(**plan, **KEYS_AT) as citizen:
        queued, last = facts(await until("CC_FACTS")), facts(await until("CC_FACTS"))
        await citizen.says("report")
    assert (queued["CC_OUTCOME"], last["CC_OUTCOME"]) == ("queue", "served")
    assert (last["CC_KEYS"], last["CC_CALLBACK"]) == ("0", "1")
    assert last["CC_RECORDING"] == queued["CC_RECORDING"] != last["CC_VOICEMAIL"]
    message = switchboard.conf.recordings_dir / last["CC_VOICEMAIL"]
    assert loudness(read_wav(message)) > 0.02
    assert heard_in(tmp_path / "heard.wav", sounds["hotline.speak"]) == [True]


async def test_after_the_operator_has_hung_up_the_caller_gives_a_score(
    switchboard: Switchboard, tmp_path: Path
) -> None:
    async with (
        switchboard.cel() as until,
        switchboard.citizen(keys=["0", "4", "1"], first_key_after=0.5, gap=5.0) as citizen,
    ):
        async with switchboard.operator(tmp_path / "operator.wav"):
            await until("BRIDGE_ENTER")
        last = facts(await until("CC_FACTS"))
        _, _, ended_by = await citizen.says("report")
    assert ended_by == "1022"
    assert (last["CC_SURVEY"], last["CC_KEYS"], last["CC_FLOW"]) == ("4", "0", "1")


async def test_who_leaves_before_scoring_has_given_none(switchboard: Switchboard, tmp_path: Path) -> None:
    async with (
        switchboard.cel() as until,
        switchboard.citizen(keys=["0", "4"], first_key_after=0.5, gap=5.0, hang_up_after=7.0) as citizen,
    ):
        async with switchboard.operator(tmp_path / "operator.wav"):
            await until("BRIDGE_ENTER")
        last = facts(await until("CC_FACTS"))
        await citizen.says("report")
    assert "CC_SURVEY" not in last
