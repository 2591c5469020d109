"""Sounds, made once for all of this room's tests."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sounds_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the test prompts and the hold music are made when they are first asked for."""
    return tmp_path_factory.mktemp("sounds")
