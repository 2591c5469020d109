"""`callcenter recordings` as somebody types it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from callcenter.__main__ import commands
from callcenter.recording_keeper import KeyUnreadable, RecordingKeeper, recording_area
from callcenter.settings import load
from crm.contacts import record_contact
from crm.messages import ContactFacts, ContactState
from crm.recordings.errors import AlreadyHeld, BadKey
from crm.recordings.retention import retention_rules
from crm.store import Store, migrate
from tests.crm.recordings.sounds import put, wav

CALL = "1795500000.1"
LONG_AGO = datetime.now(tz=UTC) - timedelta(days=400)


@pytest.fixture(autouse=True)
def old_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with one call of 400 days ago, and its folder of that day."""
    monkeypatch.setenv("CALLCENTER_VAR", str(tmp_path))
    migrate(load().database)
    store = Store(load().database)
    path = f"2025/10/20/{CALL}.wav"
    known = {"answered_at": LONG_AGO, "ended_at": LONG_AGO, "recording": path}
    record_contact(ContactFacts(CALL, ContactState.HANDLED, **known), store, LONG_AGO)  # type: ignore[arg-type]
    for leg in ("", "-rx", "-tx"):
        put(tmp_path / "recordings", path.replace(".wav", f"{leg}.wav"), wav(2.0))
    keeper(store).look(purge_too=False)
    store.close()
    return tmp_path / "recordings/2025/10/20"


def keeper(store: Store) -> RecordingKeeper:
    return RecordingKeeper(recording_area(load()), store, retention_rules(), lambda: datetime.now(tz=UTC))


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, ["recordings", *words], catch_exceptions=False)


def told(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_what_there_is_of_a_call_and_of_a_day() -> None:
    assert [one["leg"] for one in told("list", "--call", CALL)] == ["caller", "operator", "mix"]
    day = f"{LONG_AGO - timedelta(days=1):%Y-%m-%d}"
    assert "2,0 giây" in run("list", "--from", day, "--to", f"{LONG_AGO + timedelta(days=2):%Y-%m-%d}").stdout
    assert "Không có bản ghi nào" in run("list").stdout


def test_a_dry_run_says_what_would_go_and_deletes_nothing(old_call: Path) -> None:
    assert (len(told("purge", "--dry-run")["due"]), told("purge", "--dry-run")["deleted"]) == (3, 0)
    assert "Sẽ xóa 3 tệp" in run("purge", "--dry-run").stdout
    assert len(list(old_call.iterdir())) == 3


def test_purged_is_gone_and_the_list_says_why(old_call: Path) -> None:
    assert told("purge")["deleted"] == 3
    assert list(old_call.iterdir()) == []
    assert "Cuộc gọi không thành phản ánh: 1 năm" in run("list", "--call", CALL).stdout
    assert told("purge")["deleted"] == 0


def test_what_is_held_is_not_purged_until_it_is_released(old_call: Path) -> None:
    run("hold", CALL, "--why", "Công văn 12/CA")
    with pytest.raises(AlreadyHeld):
        run("hold", CALL, "--why", "lần nữa")
    assert told("purge")["deleted"] == 0
    assert "đang giữ" in run("list", "--call", CALL).stdout
    run("release", CALL)
    assert told("purge")["deleted"] == 3


def test_the_service_purges_by_the_citys_own_rules(
    tmp_path: Path, old_call: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "retention.toml"
    rules.write_text('[[rule]]\nname = "Hai năm"\ndays = 730\n')
    monkeypatch.setenv("CALLCENTER_RECORDING_RETENTION", str(rules))
    assert told("purge")["deleted"] == 0
    store = Store(load().database)
    keeper(store).look(purge_too=True)
    store.close()
    assert list(old_call.iterdir()) == []


def test_keys_come_from_a_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert recording_area(load()).keys is None
    monkeypatch.setenv("CALLCENTER_RECORDING_KEYS", "66" * 32)
    of_environment = recording_area(load()).keys
    file = tmp_path / "keys"
    file.write_text("66" * 32 + "\n")
    assert recording_area(load(recording_key_file=file)).keys == of_environment
    assert "66" not in repr(load())
    with pytest.raises(KeyUnreadable, match="Không đọc được tệp khóa"):
        recording_area(load(recording_key_file=tmp_path / "away"))
    monkeypatch.setenv("CALLCENTER_RECORDING_KEYS", "no key")
    with pytest.raises(BadKey):
        recording_area(load())
