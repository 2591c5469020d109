"""A call that is over leaves its recordings: measured, hashed, encrypted where wanted, each known once."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crm.contacts import record_contact
from crm.messages import ContactFacts, ContactState
from crm.recordings.area import RecordingArea
from crm.recordings.check import faults_of_recordings
from crm.recordings.keeping import GRACE, NO_FILE, keep_new
from crm.recordings.listing import RecordingView, recordings_of
from crm.recordings.sealed_file import Keys
from crm.recordings.tables import Leg, RecordingKind
from crm.store import Store
from tests.crm.cases import ANSWERED
from tests.crm.recordings.sounds import put, unfinished, wav

CALL = "1795500000.1"
MIX = f"2026/11/24/{CALL}.wav"
PATHS = (MIX, MIX.replace(".wav", "-rx.wav"), MIX.replace(".wav", "-tx.wav"))
ENDED = ANSWERED + timedelta(minutes=3)
SOON = ENDED + timedelta(seconds=2)
LATE = ENDED + GRACE
KEYS = Keys.parse("33" * 32)


@pytest.fixture
def area(tmp_path: Path) -> RecordingArea:
    return RecordingArea(tmp_path / "recordings")


def over(store: Store, **known: object) -> None:
    """A call that has ended."""
    facts = ContactFacts(CALL, ContactState.HANDLED, answered_at=ANSWERED, ended_at=ENDED, recording=MIX)
    record_contact(replace(facts, **known), store, ENDED)  # type: ignore[arg-type]


def record(area: RecordingArea) -> None:
    for place, path in enumerate(PATHS):
        put(area.folder, path, wav(1.5, place))


def kept(store: Store) -> dict[str, RecordingView]:
    return {view.path: view for view in recordings_of(store, [CALL])}


def test_mix_and_both_legs_are_known_when_the_call_is_over(store: Store, area: RecordingArea) -> None:
    over(store)
    record(area)
    assert keep_new(area, store, SOON) == 3
    found = kept(store)
    assert [found[path].leg for path in PATHS] == [Leg.MIX, Leg.CALLER, Leg.OPERATOR]
    mix = found[MIX]
    assert (mix.seconds, mix.size, mix.kind, mix.encrypted) == (1.5, 24_044, RecordingKind.CALL, False)
    assert mix.sha256 == hashlib.sha256(wav(1.5, 0)).hexdigest()
    assert (mix.recorded_at, mix.stored_at) == (ANSWERED, SOON)
    assert keep_new(area, store, SOON) == 0


def test_what_asterisk_still_writes_is_waited_for(store: Store, area: RecordingArea) -> None:
    over(store)
    record(area)
    put(area.folder, PATHS[2], unfinished(wav(1.5)))
    assert keep_new(area, store, SOON) == 0
    put(area.folder, PATHS[2], wav(2.0))
    assert keep_new(area, store, SOON) == 3
    assert kept(store)[PATHS[2]].seconds == 2.0


def test_what_a_crash_left_unfinished_is_taken_as_it_is(store: Store, area: RecordingArea) -> None:
    over(store)
    for path in PATHS:
        put(area.folder, path, unfinished(wav(1.0)))
    assert keep_new(area, store, SOON) == 0
    assert keep_new(area, store, LATE) == 3
    assert kept(store)[MIX].seconds == 1.0


def test_a_recording_that_was_never_written_is_written_down_as_missing(store: Store, area: RecordingArea) -> None:
    over(store)
    assert keep_new(area, store, SOON) == 0
    assert keep_new(area, store, LATE) == 3
    assert {view.purged_why for view in kept(store).values()} == {NO_FILE}
    assert keep_new(area, store, LATE) == 0


def test_a_call_that_goes_on_is_left_alone(store: Store, area: RecordingArea) -> None:
    over(store, ended_at=None, state=ContactState.TALKING)
    record(area)
    assert keep_new(area, store, LATE) == 0


def test_a_message_is_a_recording_too(store: Store, area: RecordingArea) -> None:
    message = f"2026/11/24/{CALL}-message.wav"
    over(store, recording=None, voicemail=message)
    put(area.folder, message, wav(4.0))
    assert keep_new(area, store, SOON) == 1
    assert (kept(store)[message].kind, kept(store)[message].leg) == (RecordingKind.MESSAGE, Leg.CALLER)


def test_with_a_key_nothing_readable_is_left_after_the_call(store: Store, area: RecordingArea) -> None:
    area = replace(area, keys=KEYS)
    over(store)
    record(area)
    sound = wav(1.5, 0)
    assert keep_new(area, store, SOON) == 3
    assert all(view.encrypted for view in kept(store).values())
    assert kept(store)[MIX].sha256 == hashlib.sha256(sound).hexdigest()
    left = [file for file in area.folder.rglob("*") if file.is_file()]
    assert sorted(file.name for file in left) == sorted(Path(path).name + ".sealed" for path in PATHS)
    assert not any(b"RIFF" in file.read_bytes() or sound[100:116] in file.read_bytes() for file in left)
    opened = area.sound(MIX)
    assert opened is not None
    assert b"".join(opened.read(0, opened.size)) == sound
    assert replace(area, keys=None).sound(MIX) is None


def test_a_crash_between_sealing_and_writing_down_is_made_good(store: Store, area: RecordingArea) -> None:
    area = replace(area, keys=KEYS)
    over(store)
    record(area)
    for path in PATHS:
        area.seal(path)
    assert keep_new(area, store, SOON) == 3
    assert (kept(store)[MIX].seconds, kept(store)[MIX].size, kept(store)[MIX].encrypted) == (1.5, 24_044, True)


@pytest.mark.parametrize("path", ["../secret.wav", "/etc/passwd"])
def test_a_path_that_leads_out_of_the_folder_is_no_recording(store: Store, area: RecordingArea, path: str) -> None:
    put(area.folder, "../secret.wav", wav(1.0))
    over(store, recording=path)
    assert area.sound(path) is None
    keep_new(area, store, LATE)
    area.delete(path)
    assert (area.folder / "../secret.wav").exists()


def test_every_recording_in_the_books_is_looked_for(store: Store, area: RecordingArea) -> None:
    sealed = replace(area, keys=KEYS)
    over(store)
    record(area)
    keep_new(sealed, store, SOON)
    assert faults_of_recordings(store, sealed) == []
    assert len(faults_of_recordings(store, area)) == 3  # without the key
    assert "khóa cũ" in faults_of_recordings(store, replace(area, keys=Keys.parse("77" * 32)))[0]
    (area.folder / f"{PATHS[0]}.sealed").write_bytes(b"")
    (area.folder / f"{PATHS[1]}.sealed").unlink()
    put(area.folder, f"{PATHS[2]}.sealed", (area.folder / f"{PATHS[2]}.sealed").read_bytes()[:50])
    faults = faults_of_recordings(store, sealed)
    assert [fault.partition(".wav")[0] for fault in sorted(faults)][-1].startswith("thiếu tệp")
    assert len(faults) == 3
