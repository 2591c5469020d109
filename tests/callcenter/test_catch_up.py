"""Calls nobody listened to become contacts with their true moments and their clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callcenter.bridge_store import ThreadedStore
from callcenter.catch_up import BOOKMARK, CatchUp
from callcenter.cel_file import CelFile
from crm.bookmarks import get_bookmark
from crm.contacts import contact_by_linkedid
from crm.errors import StoreUnavailable
from crm.messages import ContactState
from crm.queries import calls_to_return
from crm.store import Store
from crm.views import ContactView
from tests.callcenter.memory_store import MemoryStore
from tests.callcenter.streams import FOLDER, NAMING, cel_lines

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def catch_up(store: Store, tmp_path: Path) -> CatchUp:
    (tmp_path / "spool").mkdir()
    return CatchUp(CelFile(tmp_path / "cel.csv"), tmp_path / "spool", NAMING, ThreadedStore(store, lambda: NOW))


def record(catch_up: CatchUp, *names: str) -> None:
    """Let Asterisk have written these records."""
    with catch_up.cel.path.open("ab") as file:
        for name in names:
            file.writelines(cel_lines(name))


def contact(store: Store, name: str) -> ContactView:
    """The stored contact of a recorded call."""
    linkedid = cel_lines(name)[0].split(b'","')[3].decode()
    return contact_by_linkedid(store, linkedid, NOW)


async def test_a_call_during_the_outage_becomes_a_contact_with_its_clock(store: Store, catch_up: CatchUp) -> None:
    record(catch_up, "fallback")
    await catch_up.run()
    found = contact(store, "fallback")
    assert found.state is ContactState.HANDLED
    assert found.fallback
    assert found.caller_name == "Hoàng Thị Ái"
    assert found.operator == "lan"
    assert found.recording == f"2026/11/24/{found.linkedid}.wav"
    assert found.answered_at is not None
    assert found.clock is not None
    assert found.clock.started_at == found.answered_at
    assert found.clock.due_at == found.answered_at + timedelta(minutes=60)


async def test_a_caller_lost_during_the_outage_is_to_be_called_back(store: Store, catch_up: CatchUp) -> None:
    record(catch_up, "abandoned")
    await catch_up.run()
    assert [found.linkedid for found in calls_to_return(store, NOW)] == [contact(store, "abandoned").linkedid]


async def test_catching_up_twice_changes_nothing(store: Store, catch_up: CatchUp) -> None:
    record(catch_up, "answered", "abandoned")
    await catch_up.run()
    before = contact(store, "answered"), contact(store, "abandoned"), get_bookmark(store, BOOKMARK)
    await catch_up.run()
    await catch_up.store.set_bookmark(BOOKMARK, "")  # as if the crash had come before the bookmark
    await catch_up.run()
    assert (contact(store, "answered"), contact(store, "abandoned"), get_bookmark(store, BOOKMARK)) == before


async def test_what_the_fallback_menu_was_told_is_read_once(store: Store, catch_up: CatchUp) -> None:
    (catch_up.spool / "1.json").write_text(
        '{"linkedid": "1795502001.99", "uniqueid": "1795502001.99", "phone": "0912345673", "keys": ["9"],'
        ' "category": null, "callback": true, "at": "2026-11-24T06:33:21.700000+00:00"}'
    )
    await catch_up.run()
    found = contact_by_linkedid(store, "1795502001.99", NOW)
    assert found.callback_wanted
    assert found.phone == "+84912345673"
    assert found.clock is not None  # a wish to be called back is a contact with its 60 minutes
    assert list(catch_up.spool.iterdir()) == []


async def test_the_records_correct_the_moment_the_fallback_menu_knew(store: Store, catch_up: CatchUp) -> None:
    (catch_up.spool / "1.json").write_bytes((FOLDER / "fallback.json").read_bytes())
    await catch_up.run()
    late = contact(store, "fallback").answered_at
    record(catch_up, "fallback")
    await catch_up.run()
    true = contact(store, "fallback").answered_at
    assert late is not None
    assert true is not None
    assert timedelta(0) < late - true < timedelta(seconds=1)


async def test_an_answer_that_cannot_be_read_is_put_aside(catch_up: CatchUp, caplog: pytest.LogCaptureFixture) -> None:
    (catch_up.spool / "1.json").write_text('{"linkedid": ')
    (catch_up.spool / "2.json").write_text('{"linkedid": "1.2"}')
    await catch_up.run()
    assert sorted(file.name for file in catch_up.spool.iterdir()) == ["1.unreadable", "2.unreadable"]
    assert "1.json" in caplog.text


async def test_a_store_that_goes_away_meanwhile_loses_nothing(tmp_path: Path) -> None:
    """The bookmark moves only behind what was saved; an answer's file goes only after it."""
    (tmp_path / "1.json").write_bytes((FOLDER / "fallback.json").read_bytes())
    store = MemoryStore(errors=[StoreUnavailable("disk full")])
    catch_up = CatchUp(CelFile(tmp_path / "cel.csv"), tmp_path, NAMING, store)
    record(catch_up, "answered")
    with pytest.raises(StoreUnavailable):
        await catch_up.run()
    assert store.bookmarks == {}
    await catch_up.run()
    assert [facts.state for facts in store.saved] == [ContactState.HANDLED, ContactState.IN_MENU]
    assert not (tmp_path / "1.json").exists()


async def test_facts_the_store_refuses_keep_no_others_from_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "1.json").write_bytes((FOLDER / "fallback.json").read_bytes())
    store = MemoryStore(errors=[ValueError("a mistake of ours")])
    catch_up = CatchUp(CelFile(tmp_path / "cel.csv"), tmp_path, NAMING, store)
    record(catch_up, "answered", "abandoned")
    await catch_up.run()
    assert [facts.state for facts in store.saved] == [ContactState.ABANDONED, ContactState.IN_MENU]
    assert "facts not saved" in caplog.text

    (tmp_path / "1.json").write_bytes((FOLDER / "fallback.json").read_bytes())
    store.errors = [ValueError("a mistake of ours")]
    await catch_up.run()
    assert (tmp_path / "1.unreadable").exists()


async def test_records_that_are_nowhere_are_said_to_be_missing(
    catch_up: CatchUp, caplog: pytest.LogCaptureFixture
) -> None:
    await catch_up.run()
    assert "no call records" in caplog.text
