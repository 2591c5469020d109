"""The parts of an end-to-end test: an installation, a computer to sit at, voices that can be told apart."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from asterisk_conf.private_prefix import Prefix, cache_root
from tests.chromium import chromium
from tests.end_to_end.operator_page import Computer, operators_computer
from tests.end_to_end.stack import Stack
from tests.end_to_end.voices import CITIZEN_WORDS, OPERATOR_WORDS, speak

Speak = Callable[[str, str], Path]


@pytest.fixture(name="speak")
def speak_fixture(asterisk_prefix: Prefix, tmp_path: Path) -> Speak:
    """Vietnamese words as an 8 kHz wave file: `speak(name, words)`."""
    return partial(speak, asterisk_prefix, tmp_path)


@pytest.fixture
def citizen_voice(asterisk_prefix: Prefix, tmp_path: Path) -> Path:
    return speak(asterisk_prefix, tmp_path, "citizen", CITIZEN_WORDS)


@pytest.fixture
def operator_voice(asterisk_prefix: Prefix, tmp_path: Path) -> Path:
    return speak(asterisk_prefix, tmp_path, "operator", OPERATOR_WORDS)


@pytest.fixture(scope="session")
def new_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The var folder that `callcenter setup` makes; the prompts are spoken once for all tests."""
    folder = tmp_path_factory.mktemp("installation")
    command = [sys.executable, "-m", "callcenter", "setup"]
    subprocess.run(command, cwd=folder, env=Stack(folder).environment, check=True)
    return folder / "var"


@pytest.fixture
async def stack(tmp_path: Path, new_installation: Path) -> AsyncIterator[Stack]:
    """An installation that is set up and not started; ended with everything that it started."""
    folder = tmp_path / "stack"
    shutil.copytree(new_installation, folder / "var")
    stack = Stack(folder)
    try:
        yield stack
    finally:
        await stack.stop()


@pytest.fixture
async def computer(operator_voice: Path) -> AsyncIterator[Computer]:
    async with operators_computer(chromium(cache_root(), print), operator_voice) as computer:
        yield computer
