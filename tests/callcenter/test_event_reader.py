"""Asterisk's own records become events once each, also across an outage, a rotation, and a store that is away."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from callcenter.cel_file import CelFile
from callcenter.errors import UnreadableRecord
from callcenter.event_reader import EventReader
from callcenter.queue_log import agent_event
from crm.errors import StoreUnavailable
from crm.metrics.compute import Choice, Facts, totals
from crm.metrics.event_store import facts
from crm.metrics.events import AgentEvent, AgentKind
from crm.metrics.spells import Spell
from crm.metrics.totals import Totals
from crm.store import Store
from tests.callcenter.streams import NAMES, NAMING, cel_lines

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = Spell(NOW - timedelta(days=1), NOW)
SHIFT = b"""1795501900|NONE|NONE|NONE|QUEUESTART|
1795501910|MANAGER|hotline|lan|ADDMEMBER|PAUSED
1795501912|NONE|hotline|PJSIP/op-lan|UNPAUSE|
1795501927|1795501926.0|hotline|NONE|ENTERQUEUE||0912345678|1
1795501927|1795501926.0|hotline|lan|CONNECT|0|1795501927.1|0
1795501928|1795501926.0|hotline|lan|COMPLETEAGENT|0|1|1
1795501928|NONE|hotline|lan|PAUSE|wrap_up
1795501938|NONE|hotline|lan|UNPAUSE|
1795501950|1795501949.0|hotline|lan|RINGNOANSWER|20000
1795501960|MANAGER|hotline|lan|REMOVEMEMBER|
"""


@pytest.fixture
def reader(store: Store, tmp_path: Path) -> EventReader:
    return reader_of(store, tmp_path)


def reader_of(store: Store, folder: Path) -> EventReader:
    return EventReader(store, CelFile(folder / "cel.csv"), CelFile(folder / "queue_log"))


def write(reader: EventReader, *names: str, log: bytes = b"") -> None:
    """Let Asterisk have written these records."""
    with reader.cel.path.open("ab") as file:
        for name in names:
            file.writelines(cel_lines(name))
    with reader.queue_log.path.open("ab") as file:
        file.write(log)


def known(store: Store) -> Facts:
    return facts(store, DAY, NOW)


def day(store: Store, choice: Choice | None = None) -> Totals:
    (found,) = totals(known(store), [DAY], choice or Choice())
    return found


def test_a_call_and_its_operator_are_measured_from_asterisks_records(store: Store, reader: EventReader) -> None:
    write(reader, "answered", log=SHIFT)
    reader.read_on()
    found = day(store, Choice(operator="lan"))
    assert (found.queued, found.answered_in_time, found.handled, found.missed) == (1, 1, 1, 1)
    assert found.answer_wait == timedelta(microseconds=820116 - 409848)
    assert found.interaction == timedelta(microseconds=1_015_185)
    assert found.after_work == timedelta(seconds=938 - 928.835301)
    assert found.connecting == timedelta(microseconds=819645 - 410608)
    assert found.paused == timedelta(seconds=2)
    assert found.online == timedelta(seconds=50)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("abandoned", Totals(queued=1, abandoned=1)),
        ("abandoned_ringing", Totals(queued=1, abandoned=1)),
        ("waited_too_long", Totals(queued=1, abandoned=1)),
        ("left_in_menu", Totals()),
        ("ring_no_answer", Totals(queued=1, answered=1, handled=1)),
        ("turned_down", Totals(queued=1, abandoned=1)),
        ("ten_calls", Totals(queued=10, answered=10, handled=10)),
    ],
)
def test_every_kind_of_call_is_counted_as_what_it_was(
    store: Store, reader: EventReader, name: str, expected: Totals
) -> None:
    write(reader, name)
    reader.read_on()
    found = day(store)
    for count in ("queued", "answered", "abandoned", "handled", "waiting"):
        assert getattr(found, count) == getattr(expected, count), count


def test_read_line_by_line_or_at_once_the_events_are_the_same(store: Store, tmp_path: Path) -> None:
    slow, fast = tmp_path / "slow", tmp_path / "fast"
    for folder in (slow, fast):
        folder.mkdir()
    lines = [line for name in NAMES for line in cel_lines(name)]
    for line in lines:
        reader = reader_of(store, slow)  # the service is started anew before each record
        with reader.cel.path.open("ab") as file:
            file.write(line)
        reader.read_on()
    one_by_one = known(store)
    assert reader_of(store, slow).read_on() == 0
    whole = reader_of(store, fast)
    write(whole, *NAMES)
    whole.read_on()  # the same file by its first line: nothing in it is new
    assert known(store) == one_by_one
    assert len(one_by_one.contacts) > 100


def test_records_that_were_read_before_a_crash_are_no_second_events(store: Store, reader: EventReader) -> None:
    write(reader, "answered", log=SHIFT)
    reader.read_on()
    before = known(store)
    with store.transaction() as session:
        session.execute(text("DELETE FROM bookmarks"))  # as if they had not been kept
    assert reader_of(store, reader.cel.path.parent).read_on() > 0
    assert known(store) == before


def test_a_rotation_in_between_loses_nothing(store: Store, reader: EventReader) -> None:
    write(reader, "answered", log=SHIFT[:200])
    reader.read_on()
    write(reader, "abandoned", log=SHIFT[200:])
    for file in (reader.cel.path, reader.queue_log.path):
        file.rename(f"{file}.1")
    write(reader, "waited_too_long", log=b"1795501999|NONE|NONE|NONE|CONFIGRELOAD|\n")
    reader.read_on()
    found = day(store)
    assert (found.queued, found.answered, found.abandoned, found.missed) == (3, 1, 2, 1)


def test_a_store_that_is_away_is_tried_again_from_the_same_place(store: Store, reader: EventReader) -> None:
    write(reader, "answered", log=SHIFT)
    reader.store = Store("sqlite://")  # without any table
    with pytest.raises(StoreUnavailable):
        reader.read_on()
    reader.store.close()
    reader.store = store
    reader.read_on()
    assert day(store).handled == 1


def test_a_line_that_is_none_is_logged_and_left_out(
    store: Store, reader: EventReader, caplog: pytest.LogCaptureFixture
) -> None:
    write(reader, log=b"garbage\nnever|NONE|hotline|lan|PAUSE|\n" + SHIFT)
    with reader.cel.path.open("ab") as file:
        file.write(b'"half a record\n')
    reader.read_on()
    assert day(store).missed == 1
    assert caplog.text.count("queue_log: không đọc được") == 2
    assert "CEL: không đọc được" in caplog.text


def test_whoever_pauses_with_every_queue_is_told_of_once() -> None:
    assert agent_event(b"1795501928|NONE|NONE|lan|PAUSEALL|lunch\n", "1", NAMING) is None
    paused = agent_event(b"1795501928|NONE|hotline|PJSIP/op-lan|PAUSE|lunch\n", "1", NAMING)
    at = datetime.fromtimestamp(1795501928, UTC)
    assert paused == AgentEvent(at, "lan", AgentKind.PAUSED, "1", "hotline", "lunch")
    with pytest.raises(UnreadableRecord):
        agent_event(b"1795501928|NONE\n", "1", NAMING)
