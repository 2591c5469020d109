"""The tokens a case is known by."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.case_code import make
from crm.search.tokens import EPOCH, Facet, facet, first_place, place_in_line, tokens_of
from crm.store import Store
from tests.crm.cases import ANSWERED, opened

MOMENTS = st.integers(0, 2**31).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
NUMBERS = st.integers(1, 999_999)


@given(MOMENTS, NUMBERS, MOMENTS, NUMBERS)
def test_cases_stand_in_the_order_of_receipt_each_in_a_place_of_its_own(
    one: datetime, first: int, other: datetime, second: int
) -> None:
    places = place_in_line(one, make(one.year, first)), place_in_line(other, make(other.year, second))
    if (other - one) >= timedelta(minutes=1):
        assert places[0] < first_place(other) <= places[1]
    if (one.year, first) != (other.year, second):
        assert places[0] != places[1]


def test_a_call_answered_before_midnight_of_the_year_may_become_a_case_after_it() -> None:
    assert place_in_line(ANSWERED, make(2026, 7)) != place_in_line(ANSWERED, make(2027, 7))


@given(st.text(), st.text())
def test_every_value_has_a_token_of_its_own_that_no_word_can_be(one: str, other: str) -> None:
    token = facet(Facet.UNIT, one)
    assert token.startswith("_u_")
    assert token.replace("_", "a").isalnum()
    assert (token == facet(Facet.UNIT, other)) == (one == other)


def test_no_phrase_reaches_from_one_field_into_the_next(store: Store) -> None:
    tokens = " ".join(tokens_of(opened(store, place="Lạch Tray"), []))
    assert "ngoc uoc _ lach tray" in tokens
    assert "uoc lach" not in tokens


def test_a_transcript_of_hours_is_indexed_as_far_as_the_index_goes(store: Store) -> None:
    case = opened(store)
    fields = replace(case.fields, content="mất nước " * 5_000)
    tokens = tokens_of(replace(case, fields=fields), ["a lô " * 50_000])
    assert len(tokens) == 20_000
    assert facet(Facet.CODE, case.code) in tokens
