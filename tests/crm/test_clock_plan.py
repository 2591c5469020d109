"""Which clocks run, read against the clock table of the domain page."""

from itertools import product

import pytest

from crm.case import CaseState, Category
from crm.clock_plan import running, start_of, stop_of, term_rows
from tests.crm.cases import ANSWERED, minutes


@pytest.mark.parametrize(("state", "category"), list(product(CaseState, Category)))
def test_each_clock_that_runs_is_in_the_clock_table(state: CaseState, category: Category) -> None:
    assert all(term_rows(name, category) for name in running(state, category))


@pytest.mark.parametrize("state", [CaseState.REFUSED, CaseState.WITHDRAWN])
@pytest.mark.parametrize("category", Category)
def test_nothing_runs_for_a_case_that_ended(state: CaseState, category: Category) -> None:
    assert running(state, category) == ()


def test_a_suggestion_has_a_day_of_review_in_place_of_the_sixty_minutes() -> None:
    assert running(CaseState.NEW, Category.SUGGESTION) == ("review",)


def test_a_referral_does_not_end_the_review_of_a_suggestion() -> None:
    assert running(CaseState.AWAITING_GUIDANCE, Category.SUGGESTION) == ("guidance", "review")


@pytest.mark.parametrize(
    ("name", "category", "start"),
    [
        ("intake", Category.SOCIAL, ANSWERED),
        ("review", Category.SUGGESTION, ANSWERED),
        ("resolve", Category.SOCIAL, ANSWERED),
        ("resolve", Category.DIRECTIVE, ANSWERED),
        ("review", Category.DIRECTIVE, minutes(20)),
        ("verify", Category.INFRASTRUCTURE, minutes(20)),
        ("guidance", Category.SOCIAL, minutes(20)),
    ],
)
def test_a_clock_counts_from_the_receipt_or_from_the_step(name: str, category: Category, start: object) -> None:
    assert start_of(name, category, ANSWERED, minutes(20)) == start


def test_guidance_ends_by_the_answer_and_not_by_the_forwarding_that_follows() -> None:
    assert stop_of("guidance", Category.SOCIAL, ("guided", "forwarded")) == "guided"
    assert stop_of("intake", Category.SOCIAL, ("guided", "forwarded")) == "forwarded"
