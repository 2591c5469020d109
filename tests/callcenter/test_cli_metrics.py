"""`callcenter metrics` as somebody types it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from callcenter.__main__ import commands
from crm.metrics.definitions import METRICS
from crm.metrics.event_store import Batch, append
from crm.metrics.events import ContactKind, SurveyAnswer
from crm.store import Store, migrate
from tests.crm.metrics.shifts import at, call

K = ContactKind


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLCENTER_VAR", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'callcenter.sqlite3'}"
    migrate(url)
    store = Store(url)
    append(Batch(call("1.1", (3600, K.QUEUED, "hotline"), (3610.5, K.CONNECTED, "lan"), (3700, K.ENDED, ""))), store)
    store.close()


def run(*words: str) -> str:
    result = CliRunner().invoke(commands, ["metrics", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def told(*words: str) -> Any:
    return json.loads(run(*words, "--json"))


def test_a_day_in_words_and_for_programs() -> None:
    text = run("--from", "2026-11-24", "--to", "2026-11-25")
    assert "24/11/2026 00:00 – 25/11/2026 00:00" in text
    assert "Thời gian chờ trung bình đến khi được trả lời (ASA): 10,5 giây" in text
    assert "Mức bận rộn: 100 %" in text
    assert told("--from", "2026-11-24")["whole"]["average_queue_answer_time"] == 10.5


def test_by_hour_from_the_clock_of_hai_phong() -> None:
    found = told("--from", "2026-11-24T01:00", "--to", "2026-11-24T03:00", "--by", "hour", "--queue", "hotline")
    assert [part["contacts_queued"] for part in found["parts"]] == [1, 0]
    assert told("--from", "2026-11-24", "--operator", "minh")["whole"]["contacts_handled"] == 0


def test_every_definition_can_be_read() -> None:
    assert told("--define").keys() == METRICS.keys()
    assert "Tỷ lệ trả lời trong 20 giây" in run("--define")


def test_what_citizens_thought_of_it(tmp_path: Path) -> None:
    assert "Chưa có câu trả lời nào" in told_of_survey()
    store = Store(f"sqlite:///{tmp_path / 'callcenter.sqlite3'}")
    append(Batch(surveys=(SurveyAnswer("1.1", 4, at(3700)),)), store)
    store.close()
    found = json.loads(told_of_survey("--json"))
    assert [(answer["linkedid"], answer["score"]) for answer in found["answers"]] == [("1.1", 4)]
    assert (found["average_survey_score"], found["survey_response_rate"]) == (4.0, 100.0)
    assert "Trung bình 4,00 điểm, 100 % cuộc gọi có trả lời." in told_of_survey()


def told_of_survey(*words: str) -> str:
    result = CliRunner().invoke(commands, ["survey", "--from", "2026-11-24", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout
