"""Whatever breaks, a caller ends up in the queue, and hears why nobody came."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from asterisk_conf.model import DialplanPrompts, QueueSettings
from asterisk_conf.private_prefix import Prefix
from tests.asterisk_conf.switchboard import Switchboard, facts
from tests.audio import likeness, read_wav

HEARD = 0.6  # as in test_calls
FOREVER = "WAIT FOR DIGIT 600000"


@pytest.fixture(scope="module")
def switchboard(
    asterisk_prefix: Prefix, sounds_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Switchboard]:
    """No fallback script at its place; a menu may take one second, the queue four."""
    board = Switchboard.start(
        tmp_path_factory.mktemp("wrong"),
        asterisk_prefix,
        sounds_dir,
        menu_seconds=1,
        queues=(QueueSettings(max_wait=4, announce_every=2),),
    )
    yield board
    board.stop()


async def test_a_menu_that_hangs_is_left_for_the_queue_and_the_longest_wait_ends_with_an_apology(
    switchboard: Switchboard, tmp_path: Path
) -> None:
    async with (
        switchboard.cel() as until,
        switchboard.menu(FOREVER),
        switchboard.citizen(hear=tmp_path / "heard.wav", hang_up_after=60.0) as citizen,
    ):
        queued = facts(await until("CC_FACTS"))
        _, status, ended_by = await citizen.says("report")
    assert queued["CC_FALLBACK"] == "1"
    assert (status, ended_by) == (200, "1022")
    for prompt in ("fallback_notice", "all_busy", "apology"):
        told = read_wav(switchboard.sounds[f"dialplan.{prompt}"])
        assert likeness(read_wav(tmp_path / "heard.wav"), told) > HEARD, prompt


@pytest.mark.parametrize(
    "script",
    ["raise SystemExit(1)", "import signal; signal.pause()"],
    ids=["fails", "hangs"],
)
async def test_a_fallback_menu_that_breaks_leads_to_the_queue(
    asterisk_prefix: Prefix, sounds_dir: Path, tmp_path: Path, script: str
) -> None:
    file = tmp_path / "fallback.py"
    file.write_text(script)
    board = Switchboard.start(tmp_path, asterisk_prefix, sounds_dir, fallback_script=file, fallback_menu_seconds=1)
    try:
        async with board.cel() as until, board.citizen():
            assert (await until("APP_START"))["appname"] == "Queue"
    finally:
        board.stop()


async def test_missing_sounds_and_a_missing_interpreter_lead_to_the_queue(
    asterisk_prefix: Prefix, sounds_dir: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    prompts = DialplanPrompts(**dict.fromkeys(DialplanPrompts.__dataclass_fields__, nowhere / "sound"))
    board = Switchboard.start(
        tmp_path, asterisk_prefix, sounds_dir, prompts=prompts, python=nowhere / Path(sys.executable).name
    )
    try:
        async with board.cel() as until, board.citizen():
            assert (await until("APP_START"))["appname"] == "Queue"
    finally:
        board.stop()
