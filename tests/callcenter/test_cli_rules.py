"""`callcenter term`: what a person asks the regulation in a shell."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from callcenter.__main__ import commands


@pytest.fixture(autouse=True)
def nothing_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLCENTER_VAR", str(tmp_path))


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("resolve", "social", "2026-08-20T10:00"), "24:00 26/08/2026 (working_days, Điều 8.2d)"),
        (("guidance", "social", "2026-11-20T16:30"), "09:00 23/11/2026 (office, Điều 7.4)"),
        (("intake", "infrastructure", "2026-11-24T23:00"), "24:00 24/11/2026 (clock, Điều 7.3)"),
        (("intake", "infrastructure", "2026-11-24T23:00+00:00"), "07:00 25/11/2026 (clock, Điều 7.3)"),
    ],
)
def test_a_term_ends_as_people_say_it(asked: tuple[str, str, str], answer: str) -> None:
    clock, category, start = asked
    result = CliRunner().invoke(commands, ["term", "--clock", clock, "--category", category, "--start", start])
    assert result.output == f"{answer}\n"


def test_a_start_that_is_no_moment_is_told_how_to_write_one() -> None:
    words = ["term", "--clock", "resolve", "--category", "social", "--start", "hôm qua"]
    result = CliRunner().invoke(commands, words)
    assert result.exit_code == 2
    assert "hôm qua không phải ISO 8601" in result.output
