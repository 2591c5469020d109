"""What a page offers next: the same steps as the table of life allows, and the usual one among them."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from crm.case import STATE_NAMES, STEP_NAMES, CaseState, CaseStep, Category, Doer, possible_steps
from crm.holders import HolderKind
from crm.names import CLOCK_NAMES, COUNTING_NAMES, DOER_NAMES, HOLDER_NAMES
from crm.open_steps import open_steps
from crm.store import Store
from crm.terms import Counting, rows
from crm.views import CaseView
from crm.working_time import WorkingTime
from tests.crm.life import Life
from tests.crm.walks import (
    DIRECTIVE,
    INFRA,
    RECEIVED,
    SOCIAL,
    SUGGESTION,
    accepted,
    attached,
    extended,
    given_back,
    in_work,
    new,
    on_site,
    passed_on,
    referred,
    verified,
    with_unit,
)


def usual(case: CaseView) -> list[CaseStep]:
    return [step.step for step in case.steps if step.usual]


@pytest.mark.parametrize(("state", "category", "office"), list(product(CaseState, Category, (False, True))))
def test_what_is_offered_is_what_is_possible_and_one_thing_at_most_is_usual(
    state: CaseState, category: Category, office: bool
) -> None:
    offered = open_steps(state, category, RECEIVED, WorkingTime.default(), at_city_office=office, reporter_waits=True)
    assert tuple(step.step for step in offered) == possible_steps(state, category, at_city_office=office)
    assert sum(step.usual for step in offered) <= 1
    assert all(step.doer in DOER_NAMES for step in offered)


@pytest.mark.parametrize(
    ("category", "walk", "step"),
    [
        (INFRA, new, CaseStep.FORWARD),
        (INFRA, referred, CaseStep.GUIDE),
        (INFRA, with_unit, CaseStep.ACCEPT),
        (INFRA, accepted, CaseStep.VERIFY),
        (INFRA, verified, CaseStep.ASSIGN),
        (INFRA, on_site, CaseStep.RESOLVE),
        (SOCIAL, accepted, CaseStep.ASSIGN),
        (SOCIAL, in_work, CaseStep.RESOLVE),
        (SOCIAL, extended, CaseStep.RESOLVE),
        (SOCIAL, given_back, CaseStep.FORWARD),
        (SUGGESTION, in_work, CaseStep.RESOLVE),
        (SUGGESTION, attached, CaseStep.NOTIFY),
        (DIRECTIVE, new, CaseStep.FORWARD),
        (DIRECTIVE, with_unit, CaseStep.FORWARD_ON),
        (DIRECTIVE, passed_on, CaseStep.ACCEPT),
    ],
)
def test_the_usual_step_leads_straight_on(
    store: Store, category: Category, walk: Callable[[Life], None], step: CaseStep
) -> None:
    life = Life(store, category, RECEIVED)
    walk(life)
    assert usual(life.case) == [step]


def test_a_result_is_told_and_then_nothing_is_left(store: Store) -> None:
    life = Life(store, SUGGESTION, RECEIVED)
    in_work(life)
    life.resolve(life.now)
    assert usual(life.case) == [CaseStep.CLOSE]
    life.close(life.now)
    assert life.case.steps == ()


def test_a_duplicate_whose_reporter_was_told_waits_for_nothing(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    attached(life)
    life.notify(life.now)
    assert usual(life.case) == []


def test_an_extension_says_its_last_day_as_article_8_2e_sets_it(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    in_work(life)
    until = {step.step: step.until for step in life.case.steps}
    assert until[CaseStep.EXTEND] == date(2026, 9, 3)
    assert {step for step, day in until.items() if day} == {CaseStep.EXTEND}


def test_a_step_says_who_takes_it(store: Store) -> None:
    life = Life(store, SOCIAL, RECEIVED)
    referred(life)
    doers = {step.step: step.doer for step in life.case.steps}
    assert (doers[CaseStep.GUIDE], doers[CaseStep.FORWARD]) == (Doer.CITY_OFFICE, Doer.DESK)


def test_everything_a_page_shows_has_a_name() -> None:
    assert set(CLOCK_NAMES) == {row.clock for row in rows()}
    assert set(COUNTING_NAMES) == set(Counting)
    assert set(HOLDER_NAMES) == set(HolderKind)
    assert (set(STATE_NAMES), set(STEP_NAMES)) == (set(CaseState), set(CaseStep))
