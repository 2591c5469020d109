"""Which version of the flow the service begins with: the newest that it can read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from asterisk_conf.private_prefix import Prefix
from callcenter.flow_shelf import FlowShelf
from callcenter.flow_wiring import first_program, flow_in_force
from callcenter.settings import Settings, load
from ivr_flows.errors import MenuError
from ivr_flows.model import Flow
from ivr_flows.parse import menu_file
from ivr_flows.prompts import all_prompts
from ivr_flows.versions import Version

HOTLINE = menu_file("hotline").read_text()
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
NOWHERE = Prefix(Path("/nowhere"))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation in a folder, where every prompt has its sound already."""

    def sounds(settings: Settings, flow: Flow, prefix: Prefix) -> dict[str, Path]:
        return {prompt.id: Path("/sounds") / prompt.id for prompt in all_prompts(flow)}

    monkeypatch.setattr("callcenter.flow_wiring.ensure_sounds", sounds)
    monkeypatch.chdir(tmp_path)
    return load(var=tmp_path)


def begun_with(settings: Settings) -> tuple[str, str, list[str]]:
    """Version, title of the main menu, what the administrator was told."""
    told: list[str] = []
    program = first_program(settings, NOWHERE, told.append)
    assert program.sounds("hotline.greeting") == "/sounds/hotline.greeting"
    return program.version, program.flow.nodes["main"].title, told


def publish(settings: Settings, number: int, text: str) -> None:
    FlowShelf(settings.flows).add(Version(number, text, "quan", AT, "vì thế"))


def test_until_something_is_published_it_is_the_flow_of_the_settings(settings: Settings) -> None:
    assert begun_with(settings) == ("0", "Menu chính", [])


def test_the_newest_published_version_is_led_through(settings: Settings) -> None:
    for number, title in ((1, "Menu đầu"), (2, "Menu gốc")):
        publish(settings, number, HOTLINE.replace('"Menu chính"', f'"{title}"'))
    assert begun_with(settings) == ("2", "Menu gốc", [])


def test_a_version_this_program_can_not_read_gives_way_to_the_settings(settings: Settings) -> None:
    publish(settings, 1, HOTLINE.replace("digit_seconds", "seconds_of_digits"))
    version, title, told = begun_with(settings)
    assert (version, title) == ("0", "Menu chính")
    assert told[0].startswith("Luồng thoại đã công bố không dùng được (luồng bản 1: flow.digit_seconds còn thiếu")


def test_a_shelf_that_was_tampered_with_keeps_no_caller_waiting(settings: Settings) -> None:
    settings.flows.mkdir()
    (settings.flows / "000001.json").write_text("{}")
    version, _, told = begun_with(settings)
    assert (version, "000001.json" in told[0]) == ("0", True)


def test_the_check_of_an_installation_reads_the_version_in_force(settings: Settings) -> None:
    publish(settings, 1, HOTLINE.replace("phím chín", "phím 9"))
    with pytest.raises(MenuError, match=r"luồng bản 1: prompts\.emergency: có '9', giọng máy dễ đọc sai"):
        flow_in_force(settings)
