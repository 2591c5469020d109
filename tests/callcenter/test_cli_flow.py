"""`callcenter flow`: a flow without a phone, on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from callcenter.cli.flow import flow
from ivr_flows.errors import MenuError
from tests.ivr_flows.full_menu import FULL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "full.toml"
    file.write_text(FULL, encoding="utf-8")
    return file


def run(*arguments: object, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(flow, [str(argument) for argument in arguments])
    assert result.exit_code == exit_code, result.output
    return result


def walked(*arguments: object) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = json.loads(run("walk", *arguments, "--json").stdout)
    return steps


def test_the_citys_flow_has_no_fault() -> None:
    assert run("check").stdout == "hotline: không có lỗi.\n"


def test_each_fault_is_one_line_and_the_exit_is_one(file: Path) -> None:
    file.write_text(FULL.replace('closed = "closed"\n', "").replace("phím một", "phím 1"), encoding="utf-8")
    lines = run("check", file, exit_code=1).stdout.splitlines()
    assert f"{file}: condition.hours.ways: chưa có lối cho 'closed' (Ngoài giờ); hãy thêm closed = tên một nơi" in lines
    assert sum("giọng máy dễ đọc sai" in line for line in lines) == 2


@pytest.mark.parametrize(
    ("switch", "at"),
    [("--open", "welcome"), ("--closed", "closed"), ("--holiday", "closed"), ("--no-office", "welcome")],
)
def test_conditions_are_given_by_switches(file: Path, switch: str, at: str) -> None:
    assert at in [step["at"] for step in walked(file, switch)]


def test_known_callers_and_strangers_go_their_ways(file: Path) -> None:
    assert walked(file, "--keys", "4", "--known")[-1]["at"] == "operator"
    assert "Số người đang chờ" in walked(file, "--keys", "4", "--stranger", "--fact", "waiting=21")[-2]["says"]
    assert "hai mươi mốt" in walked(file, "--keys", "4", "--fact", "waiting=21")[-2]["says"]


def test_an_entry_is_walked_with_its_own_keys(file: Path) -> None:
    assert walked(file, "--entry", "survey", "--keys", "4,1")[-1]["variables"] == {"CC_SURVEY": "4"}
    assert isinstance(run("walk", file, "--entry", "x", exit_code=1).exception, MenuError)


@pytest.mark.parametrize("fact", ["weather=rain", "waiting"])
def test_a_fact_the_flow_can_not_ask_for_is_refused(file: Path, fact: str) -> None:
    assert "hãy viết tên=giá trị" in run("walk", file, "--fact", fact, exit_code=2).output


def test_the_picture_is_written_whole(file: Path, tmp_path: Path) -> None:
    picture = tmp_path / "full.svg"
    assert run("draw", file, "--out", picture).stdout == f"Đã vẽ {picture}\n"
    assert picture.read_text().endswith("</svg>\n")
