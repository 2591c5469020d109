"""Numbers, dates and times in spoken Vietnamese, held against a reader that was written from the other side."""

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr_flows import vietnamese
from ivr_flows.vietnamese import LARGEST, Pieces


def spoken(pieces: Pieces) -> str:
    return " ".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"),
        (1022, "một nghìn không trăm hai mươi hai"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (10_010, "mười nghìn không trăm mười"),
        (21_000, "hai mươi mốt nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_050_000, "hai triệu không trăm năm mươi nghìn"),
        (1_000_000_000, "một tỷ"),
    ],
)
def test_numbers_are_said_as_people_say_them(number: int, words: str) -> None:
    assert spoken(vietnamese.number(number)) == words


DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
VALUES = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
SCALES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}


def understood(words: str) -> int:
    """The number a listener takes down, word by word: each word multiplies or adds; nothing is looked up."""
    whole = group = 0
    last = 0
    for word in words.split():
        if word in SCALES:
            whole, group, last = whole + (group + last) * SCALES[word], 0, 0
        elif word == "trăm":
            group, last = group + last * 100, 0
        elif word == "mươi":
            group, last = group + last * 10, 0
        elif word == "mười":
            group += 10
        elif word != "linh":
            last = VALUES[word]
    return whole + group + last


@given(st.integers(0, LARGEST))
def test_a_listener_takes_down_the_number_that_was_said(number: int) -> None:
    assert understood(spoken(vietnamese.number(number))) == number


@given(st.integers(0, LARGEST))
def test_no_number_is_said_in_a_way_that_grates(number: int) -> None:
    words = spoken(vietnamese.number(number))
    assert not re.search(r"mươi (một|bốn|năm)\b|mười (mốt|tư|năm)\b|một mươi|linh (mốt|tư|lăm)|không mươi", words)
    assert not re.search(r"trăm (một|hai|ba|bốn|năm|sáu|bảy|tám|chín)( (nghìn|triệu|tỷ)|$)", words)
    assert not words.startswith("không ")


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_a_number_that_has_no_words_here_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="is not between"):
        vietnamese.number(number)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "ngày hai mươi tư tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        (date(2026, 4, 4), "ngày mồng bốn tháng tư năm hai nghìn không trăm hai mươi sáu"),
        (date(2027, 1, 10), "ngày mồng mười tháng một năm hai nghìn không trăm hai mươi bảy"),
        (date(1999, 12, 31), "ngày ba mươi mốt tháng mười hai năm một nghìn chín trăm chín mươi chín"),
    ],
)
def test_dates_are_said_with_mong_and_thang_tu(day: date, words: str) -> None:
    assert spoken(vietnamese.day(day)) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(0, 5), "không giờ năm phút"),
        (time(7, 30), "bảy giờ ba mươi phút"),
        (time(15), "mười lăm giờ"),
        (time(21, 41), "hai mươi mốt giờ bốn mươi mốt phút"),
    ],
)
def test_a_full_hour_has_no_minutes(at: time, words: str) -> None:
    assert spoken(vietnamese.hour(at)) == words


def test_a_case_code_is_said_digit_by_digit() -> None:
    assert spoken(vietnamese.digits("260001233")) == "hai sáu không không không một hai ba ba"


def test_what_is_no_digit_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        vietnamese.digits("26-1")
