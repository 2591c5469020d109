"""The parts of a case that show why it was found."""

from hypothesis import given
from hypothesis import strategies as st

from crm.search.passages import marks_in, passage
from crm.search.words import read_words
from tests.crm.search.finding import marked

LONG = "Sáng nay ở ngõ 213 Lạch Tray, " + "người dân rất bức xúc vì chuyện này, " * 20 + "mất nước từ tối qua."


def test_words_are_marked_where_they_stand_with_their_diacritics() -> None:
    assert marked("Mất nước từ sáng", "nuoc mat ") == ["Mất", "nước"]


def test_a_phrase_is_marked_as_one_and_only_as_a_phrase() -> None:
    assert marked("Nước ở Lạch Tray, tray khác", '"lach tray" nuoc ') == ["Nước", "Lạch Tray"]


def test_a_begun_word_is_marked_whole() -> None:
    assert marked("Đường Nguyễn Trãi", "nguy") == ["Nguyễn"]


def test_marks_count_letters_not_bytes() -> None:
    assert marked("😀 mất 😀 nước", "nuoc ") == ["nước"]


def test_a_letter_written_with_marks_apart_is_marked_with_them() -> None:
    assert marked("nu\u031bo\u031b\u0301c", "nuoc ") == ["nu\u031bo\u031b\u0301c"]


def test_a_long_text_is_cut_around_what_was_found() -> None:
    part = passage("content", LONG, read_words("tối qua ").terms)
    assert part.text.startswith("…")
    assert part.text.endswith("tối qua.")
    assert [part.text[start:end] for start, end in part.marks] == ["tối", "qua"]
    assert len(part.text) < 240


def test_a_long_text_without_a_mark_is_shown_from_its_beginning() -> None:
    part = passage("content", LONG, ())
    assert part.text.startswith("Sáng nay")
    assert part.text.endswith("…")
    assert part.marks == ()


@given(st.text(), st.text(), st.integers(1, 300))
def test_marks_are_inside_the_text_in_order_and_apart(text: str, typed: str, room: int) -> None:
    part = passage("content", text, read_words(typed).terms, room)
    places = [place for mark in part.marks for place in mark]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(part.text) for start, end in part.marks)


@given(st.text(min_size=1))
def test_a_text_is_marked_by_each_of_its_own_words(text: str) -> None:
    terms = read_words(f"{text} ").terms
    assert bool(list(marks_in(text, terms))) == bool(terms)
