"""`callcenter demo-data` and `callcenter report` as somebody types them."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document

from callcenter.__main__ import commands
from crm.errors import BadPeriod, NotFound, RealCases
from crm.store import Store
from tests.crm.cases import opened
from tests.databases import Databases

CITY = ("demo-data", "--cases", "80", "--seed", "7", "--until", "2026-11-24T09:00", "--days", "120")


@pytest.fixture
def database(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The database of an installation of the test's own; it has nothing in it."""
    url = databases.new()
    monkeypatch.setenv("CALLCENTER_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("CALLCENTER_DATABASE_URL", url)
    yield url
    databases.remove(url)


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, words, catch_exceptions=False)


def told(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_city_is_made_in_a_new_installation_and_reported(database: str, tmp_path: Path) -> None:
    assert told(*CITY)["cases"] == 80
    monthly = told("report", "monthly", "--until", "2026-10-25")
    text = run("report", "monthly", "--until", "2026-10-25").stdout
    received = monthly["total"]["period"]["received"]["count"]
    assert f"Tổng số phản ánh, kiến nghị đã tiếp nhận: {received}, trong đó:" in text
    out = tmp_path / "Báo cáo tháng 10.docx"
    assert run("report", "monthly", "--until", "2026-10-25", "--out", str(out)).exit_code == 0
    document = "\n".join(paragraph.text for paragraph in Document(BytesIO(out.read_bytes())).paragraphs)
    assert f"đã tiếp nhận: {received}, trong đó:" in document


def test_the_quarters_suggestions_are_listed_and_written(database: str, tmp_path: Path) -> None:
    run(*CITY)
    listed = told("report", "suggestions", "--quarter", "2026Q3")
    assert listed["period"]["quarter"] == 3
    assert all(suggestion["code"] for suggestion in listed["suggestions"])
    out = tmp_path / "gop-y.json"
    assert told("report", "suggestions", "--quarter", "2026Q3", "--out", str(out))["file"] == str(out)
    assert json.loads(out.read_bytes()) == listed


def test_units_are_ranked_on_the_terminal(database: str) -> None:
    run(*CITY)
    ranked = told("report", "units", "--until", "2026-11-24")
    shares = [unit["on_time_percent"] for unit in ranked]
    assert shares == sorted(shares, reverse=True)
    assert "Xếp hạng" in run("report", "--help").output


def test_what_cannot_be_done_is_one_plain_line(database: str, tmp_path: Path) -> None:
    run(*CITY)
    with pytest.raises(BadPeriod, match="chưa đến"):
        run("report", "monthly", "--until", "2099-01-25")
    with pytest.raises(NotFound, match="docx, xlsx, json"):
        run("report", "monthly", "--out", "report.pdf")
    with pytest.raises(NotFound, match="nobody"):
        run("report", "suggestions", "--quarter", "2026Q3", "--unit", "nobody")
    missing = run("report", "monthly", "--out", str(tmp_path / "nowhere" / "report.docx"))
    assert (missing.exit_code, "nowhere" in missing.output) == (1, True)


def test_no_city_comes_among_real_cases(database: str) -> None:
    run("demo-data", "--cases", "1")
    store = Store(database)
    opened(store)
    store.close()
    with pytest.raises(RealCases, match="--force"):
        run("demo-data", "--cases", "1")
    assert run("demo-data", "--cases", "1", "--force").exit_code == 0
