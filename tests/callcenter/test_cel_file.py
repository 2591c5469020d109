"""Reading Asterisk's record on from a bookmark: rotated, cut short, half written."""

import os
import shutil
from pathlib import Path

import pytest

from callcenter.cel_file import CelFile, Place


@pytest.fixture
def cel(tmp_path: Path) -> CelFile:
    return CelFile(tmp_path / "cel.csv")


def write(cel: CelFile, text: str) -> None:
    with cel.path.open("a") as file:
        file.write(text)


def read(cel: CelFile, since: Place | None = None) -> tuple[list[str], Place | None]:
    lines = cel.read(since)
    return [line.decode().strip() for line in lines], lines.place


def rotate(cel: CelFile, name: str, mtime: int) -> None:
    """As logrotate does: the file moves aside, Asterisk begins a new one."""
    aside = cel.path.with_name(name)
    cel.path.rename(aside)
    os.utime(aside, (mtime, mtime))


def test_a_file_that_is_not_there_yet_has_no_lines(cel: CelFile) -> None:
    assert read(cel) == ([], None)
    assert cel.end() is None


def test_reading_goes_on_where_it_ended(cel: CelFile) -> None:
    write(cel, "one\ntwo\n")
    lines, place = read(cel)
    assert lines == ["one", "two"]
    assert read(cel, place) == ([], place)
    write(cel, "three\n")
    assert read(cel, place)[0] == ["three"]


def test_a_half_written_line_is_left_for_the_next_time(cel: CelFile) -> None:
    write(cel, "one\ntw")
    lines, place = read(cel)
    assert lines == ["one"]
    write(cel, "o\n")
    assert read(cel, place)[0] == ["two"]


def test_a_first_line_that_is_half_written_is_no_file_yet(cel: CelFile) -> None:
    write(cel, "on")
    assert read(cel) == ([], None)
    assert cel.end() is None


def test_a_bookmark_outlives_the_service(cel: CelFile) -> None:
    write(cel, "one\n")
    place = read(cel)[1]
    write(cel, "two\n")
    assert read(cel, Place.parse(str(place)))[0] == ["two"]


@pytest.mark.parametrize("text", [None, "", "abc", "abc:", "abc:-1", ":5"])
def test_a_bookmark_that_is_none_reads_everything(cel: CelFile, text: str | None) -> None:
    write(cel, "one\n")
    assert read(cel, Place.parse(text))[0] == ["one"]


def test_a_rotated_file_is_read_to_its_end_and_then_the_new_one(cel: CelFile) -> None:
    write(cel, "one\n")
    place = read(cel)[1]
    write(cel, "two\n")
    rotate(cel, "cel.csv.1", 1000)
    write(cel, "three\n")
    lines, place = read(cel, place)
    assert lines == ["two", "three"]
    write(cel, "four\n")
    assert read(cel, place)[0] == ["four"]


def test_two_rotations_lose_nothing(cel: CelFile) -> None:
    write(cel, "one\n")
    place = read(cel)[1]
    write(cel, "two\n")
    rotate(cel, "cel.csv.2", 1000)
    write(cel, "three\n")
    rotate(cel, "cel.csv.1", 2000)
    write(cel, "four\n")
    assert read(cel, place)[0] == ["two", "three", "four"]


def test_between_rotation_and_the_first_new_line_nothing_is_lost(cel: CelFile) -> None:
    write(cel, "one\n")
    place = read(cel)[1]
    write(cel, "two\n")
    rotate(cel, "cel.csv-20261124", 1000)
    assert read(cel, place)[0] == ["two"]


def test_a_copied_and_emptied_file_is_known_by_its_first_line(cel: CelFile) -> None:
    write(cel, "one\n")
    place = read(cel)[1]
    write(cel, "two\n")
    shutil.copy(cel.path, cel.path.with_name("cel.csv.1"))
    cel.path.write_text("three\n")
    assert read(cel, place)[0] == ["two", "three"]


def test_a_file_that_is_gone_is_not_mistaken_for_another(cel: CelFile, caplog: pytest.LogCaptureFixture) -> None:
    write(cel, "one\ntwo\n")
    place = read(cel)[1]
    cel.path.write_text("other\nfile\nthat is longer\n")
    assert read(cel, place)[0] == ["other", "file", "that is longer"]
    assert "is gone" in caplog.text


def test_the_end_is_behind_the_last_whole_line(cel: CelFile) -> None:
    write(cel, "one\n" + "x" * 70_000 + "\ntwo\nthr")
    end = cel.end()
    assert end == read(cel)[1]
    write(cel, "ee\n")
    assert read(cel, end)[0] == ["three"]
