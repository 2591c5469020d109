"""What is typed into the search field."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.folding import fold, placed_words
from crm.search.words import Term, Wanted, read_words


def term(text: str, *, begun: bool = False) -> Term:
    return Term(tuple(text.split()), begun)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("mất nước ", [term("mat"), term("nuoc")]),
        ("mất nướ", [term("mat"), term("nuo", begun=True)]),
        ("nướ*", [term("nuo", begun=True)]),
        ('"lạch tray" đèn ', [term("lach tray"), term("den")]),
        ('"lạch tr', [term("lach tr", begun=True)]),
        ("“lạch tray”", [term("lach tray")]),
        ("Lạch-Tray 26/11 ", [term("lach tray"), term("26 11")]),
        ("số 5", [term("so"), term("5", begun=True)]),
        ("đường k", [term("duong")]),
        ("đường k ", [term("duong"), term("k")]),
        ("", []),
        ('" ! - "', []),
    ],
)
def test_words_phrases_and_the_beginning_of_the_last_word_are_read(typed: str, terms: list[Term]) -> None:
    assert read_words(typed).terms == tuple(terms)


@pytest.mark.parametrize(
    ("typed", "unwanted"),
    [
        ("nước -đục", [term("duc")]),
        ('nước -"hải an"', [term("hai an")]),
        ("-nước", [term("nuoc")]),
        ("Lạch-Tray", []),
        ("- nước", []),
    ],
)
def test_a_minus_before_a_word_leaves_it_out(typed: str, unwanted: list[Term]) -> None:
    assert read_words(typed).unwanted == tuple(unwanted)


@given(st.text())
@example('-"')
@example('"' * 300)
def test_any_text_at_all_is_read(text: str) -> None:
    wanted = read_words(text)
    for found in (*wanted.terms, *wanted.unwanted):
        assert found.words
        assert all(word.isascii() and word.isalnum() for word in found.words)


def test_only_the_last_word_may_go_on() -> None:
    assert [found.begun for found in read_words("nướ* đụ* ngõ").terms] == [False, False, True]


def test_an_endless_text_is_cut() -> None:
    assert len(read_words("nước " * 1000).terms) <= 16
    assert read_words("-") == Wanted()


@given(st.text())
@example("ĐƯỜNG ½ ﬁ e\u0301")
def test_words_with_their_places_are_those_of_the_folded_text(text: str) -> None:
    assert " ".join(placed.word for placed in placed_words(text)) == fold(text)


@given(st.text())
def test_a_words_place_is_the_part_of_the_text_that_folds_to_it(text: str) -> None:
    for placed in placed_words(text):
        assert placed.word in fold(text[placed.start : placed.end]).split()


@pytest.mark.parametrize("written", ["Đường", "đường", "ĐƯỜNG", "đu\u031bo\u031b\u0300ng"])
def test_every_spelling_of_a_word_is_the_same_word(written: str) -> None:
    assert [(placed.word, placed.end) for placed in placed_words(written)] == [("duong", len(written))]
