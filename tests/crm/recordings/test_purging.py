"""What has been kept long enough is deleted by rule and written down; what is on hold stays."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from crm.account_tables import AuditRow
from crm.case import Category
from crm.contacts import record_contact
from crm.errors import NotFound
from crm.messages import ContactFacts, ContactState
from crm.recordings.area import RecordingArea
from crm.recordings.errors import AlreadyHeld, BadRetention, NotHeld
from crm.recordings.holding import hold, release
from crm.recordings.keeping import keep_new
from crm.recordings.listing import recordings_between, recordings_of
from crm.recordings.purging import due_for_purge, purge
from crm.recordings.retention import Recorded, RetentionRule, over_by, read_rules, retention_rules
from crm.recordings.tables import CallLinkRow, RecordingKind
from crm.store import Store
from tests.crm.cases import ANSWERED, opened
from tests.crm.recordings.sounds import put, wav

RULES = retention_rules()
YEAR = timedelta(days=365)
ENDED = ANSWERED + timedelta(minutes=3)


@pytest.fixture
def area(tmp_path: Path) -> RecordingArea:
    return RecordingArea(tmp_path / "recordings")


def recorded(area: RecordingArea, store: Store, linkedid: str, message: bool = False) -> list[Path]:
    """A call of which one file is kept."""
    path = f"2026/11/24/{linkedid}.wav"
    facts = ContactFacts(linkedid, ContactState.HANDLED, answered_at=ANSWERED, ended_at=ENDED)
    known = {"voicemail": path} if message else {"recording": path}
    record_contact(ContactFacts(**vars(facts) | known), store, ENDED)
    names = [path] if message else [path, path.replace(".wav", "-rx.wav"), path.replace(".wav", "-tx.wav")]
    files = [put(area.folder, name, wav(1.0)) for name in names]
    keep_new(area, store, ENDED)
    return files


def lines(store: Store) -> list[tuple[str, str, str, str]]:
    with store.reading() as session:
        columns = AuditRow.actor, AuditRow.what, AuditRow.subject, AuditRow.detail
        rows = session.execute(select(*columns).where(AuditRow.what.startswith("recording")))
        return [(actor, what, subject, detail) for actor, what, subject, detail in rows]


def test_a_call_without_a_case_goes_after_a_year_and_leaves_its_row(store: Store, area: RecordingArea) -> None:
    files = recorded(area, store, "1.1")
    assert due_for_purge(store, RULES, ANSWERED + YEAR - timedelta(seconds=1)) == ()
    due = due_for_purge(store, RULES, ANSWERED + YEAR)
    assert len(due) == 3
    assert all(file.exists() for file in files)  # so far it was only asked
    assert purge(due, "he-thong", area, store, ANSWERED + YEAR) == 3
    assert not any(file.exists() for file in files)
    views = recordings_of(store, ["1.1"])
    assert {(view.purged_at, view.purged_why) for view in views} == {
        (ANSWERED + YEAR, "Cuộc gọi không thành phản ánh: 1 năm")
    }
    assert lines(store)[0] == (
        *("he-thong", "recording_purge", "1.1"),
        "2026/11/24/1.1-rx.wav: Cuộc gọi không thành phản ánh: 1 năm",
    )
    assert due_for_purge(store, RULES, ANSWERED + 9 * YEAR) == ()


def test_a_call_that_became_a_case_is_kept_five_years(store: Store, area: RecordingArea) -> None:
    recorded(area, store, "1.1")
    opened(store, contact="1.1")
    assert due_for_purge(store, RULES, ANSWERED + timedelta(days=1824)) == ()
    assert len(due_for_purge(store, RULES, ANSWERED + timedelta(days=1825))) == 3


def test_a_consultation_is_kept_as_long_as_the_call_it_went_on_in(store: Store, area: RecordingArea) -> None:
    for linkedid in ("1.1", "2.1", "3.1"):
        recorded(area, store, linkedid)
    opened(store, contact="1.1")
    with store.transaction() as session:
        session.add(CallLinkRow(linkedid="2.1", into="1.1"))
    assert {one.linkedid for one in due_for_purge(store, RULES, ANSWERED + YEAR)} == {"3.1"}
    assert len(due_for_purge(store, RULES, ANSWERED + timedelta(days=1825))) == 9


def test_a_message_has_a_rule_of_its_own(store: Store, area: RecordingArea) -> None:
    recorded(area, store, "1.1", message=True)
    assert due_for_purge(store, RULES, ANSWERED + 2 * YEAR - timedelta(days=1)) == ()
    (due,) = due_for_purge(store, RULES, ANSWERED + 2 * YEAR)
    assert due.rule.startswith("Lời nhắn")


def test_a_hold_keeps_a_call_and_its_whole_story(store: Store, area: RecordingArea) -> None:
    """1.1 was passed on in a consultation 2.1, which took in a conference 3.1; 4.1 is somebody else's."""
    for linkedid in ("1.1", "2.1", "3.1", "4.1"):
        recorded(area, store, linkedid, message=True)
    with store.transaction() as session:
        session.add_all([CallLinkRow(linkedid="2.1", into="1.1"), CallLinkRow(linkedid="3.1", into="2.1")])
    hold("3.1", "Công an quận yêu cầu", "minh", store, ENDED)
    due = due_for_purge(store, RULES, ANSWERED + 9 * YEAR)
    assert [one.linkedid for one in due] == ["4.1"]
    assert [view.linkedid for view in recordings_of(store, ["2.1"])] == ["1.1", "2.1", "3.1"]
    assert {view.linkedid for view in recordings_between(store, ANSWERED, ENDED) if view.held} == {"1.1", "2.1", "3.1"}
    release("3.1", "minh", store, ENDED)
    assert len(due_for_purge(store, RULES, ANSWERED + 9 * YEAR)) == 4
    assert [line[:3] for line in lines(store)] == [
        ("minh", "recording_hold", "3.1"),
        ("minh", "recording_release", "3.1"),
    ]


def test_a_hold_that_comes_between_asking_and_deleting_wins(store: Store, area: RecordingArea) -> None:
    (file,) = recorded(area, store, "1.1", message=True)
    due = due_for_purge(store, RULES, ANSWERED + 9 * YEAR)
    hold("1.1", "Khiếu nại", "minh", store, ENDED)
    assert purge(due, "he-thong", area, store, ANSWERED + 9 * YEAR) == 0
    assert file.exists()


def test_an_encrypted_recording_is_deleted_as_well(store: Store, area: RecordingArea) -> None:
    (file,) = recorded(area, store, "1.1", message=True)
    sealed = file.rename(f"{file}.sealed")
    due = due_for_purge(store, RULES, ANSWERED + 9 * YEAR)
    purge(due, "he-thong", area, store, ANSWERED + 9 * YEAR)
    assert not sealed.exists()


def test_a_hold_is_set_once_and_taken_off_once(store: Store, area: RecordingArea) -> None:
    recorded(area, store, "1.1")
    with pytest.raises(NotFound):
        hold("9.9", "x", "minh", store, ENDED)
    hold("1.1", "x", "minh", store, ENDED)
    with pytest.raises(AlreadyHeld):
        hold("1.1", "x", "minh", store, ENDED)
    release("1.1", "minh", store, ENDED)
    with pytest.raises(NotHeld):
        release("1.1", "minh", store, ENDED)
    hold("1.1", "lại", "minh", store, ENDED)


@given(
    st.lists(
        st.builds(
            RetentionRule,
            name=st.just("r"),
            days=st.integers(1, 4000),
            kind=st.sampled_from([None, *RecordingKind]),
            case=st.sampled_from([None, True, False]),
            category=st.sampled_from([None, *Category]),
        ),
        max_size=4,
    ),
    st.builds(
        Recorded,
        kind=st.sampled_from(RecordingKind),
        category=st.sampled_from([None, *Category]),
        has_case=st.booleans(),
        recorded_at=st.just(ANSWERED),
    ),
    st.integers(0, 5000).map(lambda days: ANSWERED + timedelta(days=days)),
)
def test_the_first_rule_that_fits_decides(rules: list[RetentionRule], what: Recorded, now: datetime) -> None:
    fitting = [rule for rule in rules if rule.fits(what)]
    found = over_by(what, tuple(rules), now)
    assert found == (fitting[0] if fitting and (now - ANSWERED).days >= fitting[0].days else None)


def test_without_rules_everything_is_kept(store: Store, area: RecordingArea) -> None:
    recorded(area, store, "1.1")
    assert due_for_purge(store, (), ANSWERED + 99 * YEAR) == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"name": "x", "days": 0}, "từ 1 trở lên"),
        ({"name": "x", "days": True}, "từ 1 trở lên"),
        ({"days": 3}, "phải có tên"),
        ({"name": "x", "days": 3, "knd": "call"}, "không có mục “knd”"),
        ({"name": "x", "days": 3, "kind": "cal"}, "cal"),
        ({"name": "x", "days": 3, "case": "yes"}, "true hoặc false"),
    ],
)
def test_a_rule_that_could_be_misread_is_refused(row: dict[str, object], why: str) -> None:
    with pytest.raises(BadRetention, match=why):
        read_rules({"rule": [row]})


def test_the_citys_own_rules_are_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "retention.toml"
    file.write_text('[[rule]]\nname = "Ba tháng"\ndays = 90\n')
    assert retention_rules(file) == (RetentionRule("Ba tháng", 90),)
    with pytest.raises(BadRetention, match="không đọc được"):
        retention_rules(tmp_path / "away.toml")
