"""Which clocks run, read against the clock table of the domain page."""

from itertools import product

import pytest

from crm.case import ENDED, LIFE, CaseState, Category
from crm.clock_plan import begins, ended_by, running, start_of, term_rows
from crm.terms import TermRow, rows
from tests.crm.cases import ANSWERED, minutes

S = CaseState
AT_THE_UNIT = {
    Category.INFRASTRUCTURE: ("verify",),
    Category.SOCIAL: ("resolve", "forward_on"),
    Category.SUGGESTION: ("resolve",),
    Category.DIRECTIVE: ("review", "resolve"),
}


@pytest.mark.parametrize(("state", "category"), list(product(CaseState, Category)))
def test_each_clock_that_runs_is_in_the_clock_table_once(state: CaseState, category: Category) -> None:
    names = running(state, category)
    assert len(set(names)) == len(names)
    assert all(term_rows(name, category) for name in names)


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("state", [*ENDED, S.RESOLVED])
def test_nothing_runs_for_a_case_that_has_its_result_or_ended(state: CaseState, category: Category) -> None:
    assert running(state, category) == ()


@pytest.mark.parametrize("category", Category)
def test_the_units_clocks_are_those_of_its_category(category: Category) -> None:
    assert running(S.FORWARDED, category) == AT_THE_UNIT[category]


def test_an_incident_has_a_clock_for_each_of_its_three_steps() -> None:
    clocks = [running(state, Category.INFRASTRUCTURE) for state in (S.ACCEPTED, S.VERIFIED, S.ASSIGNED)]
    assert clocks == [("verify",), ("assign",), ("fix",)]


def test_a_suggestion_has_a_day_of_review_in_place_of_the_sixty_minutes() -> None:
    assert running(S.NEW, Category.SUGGESTION) == ("review",)


def test_a_referral_does_not_end_the_review_of_a_suggestion() -> None:
    assert running(S.AWAITING_GUIDANCE, Category.SUGGESTION) == ("guidance", "review")


def test_the_term_of_a_returned_case_goes_on_beside_the_sixty_minutes_to_forward_it_again() -> None:
    assert running(S.RETURNED, Category.SOCIAL) == ("intake", "resolve")
    assert running(S.RETURNED, Category.INFRASTRUCTURE) == ("intake",)


@pytest.mark.parametrize(
    ("name", "category", "state", "start"),
    [
        ("intake", Category.SOCIAL, S.NEW, ANSWERED),
        ("intake", Category.SOCIAL, S.RETURNED, minutes(20)),
        ("review", Category.SUGGESTION, S.NEW, ANSWERED),
        ("resolve", Category.SOCIAL, S.FORWARDED, ANSWERED),
        ("resolve", Category.DIRECTIVE, S.FORWARDED, ANSWERED),
        ("review", Category.DIRECTIVE, S.FORWARDED, minutes(20)),
        ("verify", Category.INFRASTRUCTURE, S.FORWARDED, minutes(20)),
        ("guidance", Category.SOCIAL, S.AWAITING_GUIDANCE, minutes(20)),
        ("duplicate_notice", Category.SOCIAL, S.DUPLICATE, ANSWERED),
        ("extension", Category.SOCIAL, S.EXTENDED, ANSWERED),
    ],
)
def test_a_clock_counts_from_the_receipt_or_from_the_step(
    name: str, category: Category, state: CaseState, start: object
) -> None:
    assert start_of(name, category, state, ANSWERED, minutes(20)) == start


def test_guidance_ends_by_the_answer_and_not_by_the_forwarding_that_follows() -> None:
    assert ended_by("guidance", Category.SOCIAL, ("guided", "forwarded")) == "guided"
    assert ended_by("intake", Category.SOCIAL, ("guided", "forwarded")) == "forwarded"
    assert ended_by("resolve", Category.SOCIAL, ("guided", "forwarded")) is None


def test_the_next_units_clocks_start_anew_and_the_whole_term_goes_on() -> None:
    passed_on = ("passed_on", "unit_received", "forwarded")
    assert begins("forward_on", Category.SOCIAL, S.FORWARDED, S.FORWARDED, passed_on)
    assert not begins("resolve", Category.SOCIAL, S.FORWARDED, S.FORWARDED, passed_on)


@pytest.mark.parametrize("row", rows())
def test_every_event_of_the_clock_table_happens_with_some_step(row: TermRow) -> None:
    happens = {event for way in LIFE for event in way.events} | {"contact_received", "case_received", "no_case"}
    assert {row.starts_at, *row.stops_at} <= happens


@pytest.mark.parametrize("row", rows())
def test_every_row_runs_in_states_that_the_life_of_its_categories_has(row: TermRow) -> None:
    for category in row.categories or Category:
        assert row.runs_in <= {way.to for way in LIFE if category in way.categories} | {CaseState.AWAITING_GUIDANCE}
    assert row.runs_in
