"""`callcenter rules|units|days`: what others script against."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from callcenter.__main__ import commands
from crm.seed import load_sample_data
from crm.store import Store

Run = Callable[..., Result]


@pytest.fixture
def run(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on a database with the sample data."""
    load_sample_data(store)
    monkeypatch.setenv("CALLCENTER_DATABASE_URL", str(store.engine.url))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "", exit_code: int = 0) -> Result:
        result = CliRunner().invoke(commands, arguments, input=stdin)
        assert result.exit_code == exit_code, result.output
        return result

    return run


def as_json(result: Result) -> Any:
    return json.loads(result.stdout)


def test_rules_go_out_are_changed_in_a_spreadsheet_and_come_back_into_force(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "rules.csv"
    run("rules", "export", str(file))
    file.write_text(file.read_text("utf-8-sig").replace("Công ty Cấp nước Hải Phòng", "VNPT Hải Phòng"))
    preview = as_json(run("rules", "import", str(file), "--preview", "--json"))
    assert [change["key"] for change in preview["changes"]] == ["cap-nuoc"]
    assert "Bộ quy tắc 2: 0 dòng thêm, 1 dòng sửa, 0 dòng bỏ." in run("rules", "import", str(file)).output
    run("rules", "check")
    run("rules", "publish", "--why", "Thử")
    answer = as_json(run("route", "--category", "infrastructure", "--topic", "water_supply", "--json"))
    assert (answer["unit"]["code"], answer["rule_set"]) == ("vnpt", 2)
    run("rules", "rollback", "1", "--why", "Nhầm")
    assert [one["state"] for one in as_json(run("rules", "list", "--json"))] == ["published"] * 3


def test_the_rules_of_a_past_moment_go_out_as_well(run: Run) -> None:
    data = run("rules", "import", "-", stdin="id;category;unit\nmoi;social;cong_an").output
    assert "1 dòng thêm" in data
    run("rules", "publish", "--why", "Thử")
    assert len(run("rules", "export", "-").stdout.splitlines()) == 2
    past = run("rules", "export", "-", "--at", "2026-01-01T00:00").stdout
    assert "cap-nuoc;" in past
    assert "--at" in run("route", "--category", "social", "--at", "hôm qua", exit_code=2).output


def test_a_faulty_file_is_told_line_by_line_and_leaves_no_draft(run: Run) -> None:
    wrong = "id;category;ward;unit\na;social;Hoàn Kiếm;cong_an\nb;social;;ai"
    lines = run("rules", "import", "-", stdin=wrong, exit_code=1).output.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "dòng 2, cột Địa bàn",
        "dòng 3, cột Đơn vị",
        "Có 2 lỗi, chưa nhận dòng nào.",
    ]
    faults = as_json(run("rules", "import", "-", "--json", stdin=wrong, exit_code=1))["faults"]
    assert [fault["line"] for fault in faults] == [2, 3]
    assert len(as_json(run("rules", "list", "--json"))) == 1


def test_a_draft_can_be_dropped(run: Run) -> None:
    run("rules", "import", "-", stdin="id;category;unit\nmoi;social;cong_an")
    assert as_json(run("rules", "dry-run", "--json"))["number"] == 2
    run("rules", "drop")
    assert as_json(run("rules", "list", "--json"))[0]["state"] == "dropped"


def test_a_set_that_there_is_not_is_told_so(run: Run) -> None:
    assert "Không tìm thấy bộ quy tắc “7”" in str(run("rules", "check", "--set", "7", exit_code=1).exception)


def test_units_and_their_people_come_back_from_a_file(run: Run) -> None:
    people = "Đơn vị;Thứ tự;Họ và tên;Vai trò;Điện thoại\ncap_nuoc;1;Lan;Trực;0912345678\n"
    assert "1 dòng thêm" in run("units", "import", "-", "--people", stdin=people).output
    exported = run("units", "export", "-", "--people", "--separator", ",").stdout
    assert "Công ty Cấp nước Hải Phòng,1,Lan,Trực,0912 345 678" in exported
    again = as_json(run("units", "import", "-", "--people", "--preview", "--json", stdin=exported))
    assert again["changes"] == []
    assert len(as_json(run("units", "list", "--json"))) == 143


def test_an_extra_day_off_is_a_day_off_for_every_term(run: Run) -> None:
    term = ("term", "--clock", "resolve", "--category", "social", "--start", "2026-08-17T09:00", "--json")
    assert as_json(run(*term))["due"] == "2026-08-23T00:00:00+07:00"
    run("days", "import", "-", stdin="Ngày;Loại;Lý do\n20/8/2026;Nghỉ;Bão\n")
    assert as_json(run(*term))["due"] == "2026-08-25T00:00:00+07:00"
    assert as_json(run("days", "list", "--json")) == [{"day": "2026-08-20", "kind": "Nghỉ", "why": "Bão"}]


def test_a_term_is_told_also_before_there_is_a_database(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLCENTER_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3")
    start = "2026-08-17T09:00"
    assert "24:00 22/08/2026" in run("term", "--clock", "resolve", "--category", "social", "--start", start).output


def test_office_hours_come_from_a_file(run: Run) -> None:
    run("days", "import", "-", "--hours", stdin="opens;closes\n8:00;12:00\n13h00;17:00\n")
    guidance = ("term", "--clock", "guidance", "--category", "social", "--start", "2026-08-17T16:30", "--json")
    assert as_json(run(*guidance))["due"] == "2026-08-18T09:30:00+07:00"
