"""What a case counts as in Biểu mẫu 01, by the moments recorded: one test for each rule that decides it."""

from datetime import date

import pytest

from crm.case import Category
from crm.desk import refuse_case, withdraw_case
from crm.messages import RefuseCase, WithdrawCase
from crm.reports.conditions import Counted
from crm.reports.figures import Outcome, Scope
from crm.reports.listing import cases_of
from crm.reports.period import Period
from crm.store import Store
from tests.crm.life import Life
from tests.crm.moments import local
from tests.crm.walks import (
    DIRECTIVE,
    INFRA,
    RECEIVED,
    SOCIAL,
    SUGGESTION,
    accepted,
    consulted,
    extended,
    given_back,
    in_work,
    later,
    on_site,
    through_office,
    verified,
    with_unit,
)

ON_TIME, LATE, IN_TIME, OVERDUE, REFUSED, WITHDRAWN, DUPLICATE = Outcome


def seen(store: Store, at: str) -> list[Outcome]:
    """What the cases of the store count as at that moment, in the order of their codes."""
    period = Period(date(2026, 7, 25), date(2026, 8, 25), local(at))
    listed = cases_of(store, Counted("received", Scope.CUMULATIVE), period)
    return [case.outcome for case in sorted(listed, key=lambda case: case.code)]


def begun(store: Store, category: Category) -> Life:
    return Life(store, category, RECEIVED)


@pytest.mark.parametrize(("fixed", "outcome"), [("14:30", ON_TIME), ("14:31", LATE)])
def test_an_incident_is_on_time_when_it_is_fixed_within_the_four_hours_of_8_1c(
    store: Store, fixed: str, outcome: Outcome
) -> None:
    life = begun(store, INFRA)
    on_site(life)  # the sub-unit was assigned at 10:30
    life.resolve(local(f"2026-08-19 {fixed}"))
    assert seen(store, "2026-08-19 15:00") == [outcome]


@pytest.mark.parametrize(("fixed", "outcome"), [("2026-08-20 18:00", ON_TIME), ("2026-08-20 18:01", LATE)])
def test_an_expected_completion_is_the_deadline_in_place_of_the_four_hours(
    store: Store, fixed: str, outcome: Outcome
) -> None:
    life = begun(store, INFRA)
    on_site(life)
    life.expect(later(life, 200), local("2026-08-20 18:00"))
    life.resolve(local(fixed))
    assert seen(store, "2026-08-21 00:00") == [outcome]


def test_a_verification_that_took_too_long_is_overdue_then_and_does_not_make_the_fix_late(store: Store) -> None:
    life = begun(store, INFRA)
    with_unit(life)  # at 09:30
    life.accept(local("2026-08-19 12:00"))
    life.verify(local("2026-08-19 12:30"))
    life.assign(local("2026-08-19 12:40"))
    life.resolve(local("2026-08-19 14:00"))
    assert seen(store, "2026-08-19 11:31") == [OVERDUE]
    assert seen(store, "2026-08-19 12:31") == [IN_TIME]
    assert seen(store, "2026-08-19 14:00") == [ON_TIME]


@pytest.mark.parametrize(("told", "outcome"), [("11:30", ON_TIME), ("11:31", LATE)])
def test_a_false_report_is_completed_and_judged_by_the_two_hours_of_8_1a(
    store: Store, told: str, outcome: Outcome
) -> None:
    life = begun(store, INFRA)
    accepted(life)  # the unit received it at 09:30
    life.report_false(local(f"2026-08-19 {told}"))
    assert seen(store, "2026-08-19 12:00") == [outcome]


@pytest.mark.parametrize(("done", "outcome"), [("2026-08-26 00:00", ON_TIME), ("2026-08-26 00:01", LATE)])
def test_a_social_matter_has_five_working_days_the_swapped_saturday_included(
    store: Store, done: str, outcome: Outcome
) -> None:
    """Điều 8.2d; received on Wednesday 19/8/2026, Saturday 22/8 is worked: until Tuesday 25/8, 24:00."""
    life = begun(store, SOCIAL)
    in_work(life)
    life.resolve(local(done))
    assert seen(store, "2026-08-26 08:00") == [outcome]


@pytest.mark.parametrize(("done", "outcome"), [("2026-08-29 00:00", ON_TIME), ("2026-08-29 00:01", LATE)])
def test_an_extended_matter_is_judged_by_the_day_committed_to(store: Store, done: str, outcome: Outcome) -> None:
    """Điều 8.2e; committed to 28/8."""
    life = begun(store, SOCIAL)
    extended(life)
    life.resolve(local(done))
    assert seen(store, "2026-08-29 08:00") == [outcome]


def test_a_suggestion_has_ten_days_and_fifteen_when_others_are_asked(store: Store) -> None:
    """Điều 8.3; received on Monday 3/8/2026: until 13/8, or until 18/8."""
    plain, asked = (Life(store, SUGGESTION, local("2026-08-03 09:00")) for _ in range(2))
    in_work(plain)
    consulted(asked)
    assert seen(store, "2026-08-14 00:00") == [IN_TIME, IN_TIME]
    assert seen(store, "2026-08-14 00:01") == [OVERDUE, IN_TIME]
    assert seen(store, "2026-08-19 00:01") == [OVERDUE, OVERDUE]


def test_a_directive_has_ten_working_days(store: Store) -> None:
    """Điều 8.4."""
    life = begun(store, DIRECTIVE)
    through_office(life)
    assert seen(store, "2026-09-01 00:00") == [IN_TIME]
    assert seen(store, "2026-09-08 00:00") == [OVERDUE]


@pytest.mark.parametrize(("at", "outcome"), [("10:00", IN_TIME), ("10:01", OVERDUE)])
def test_what_1022_has_not_forwarded_in_sixty_minutes_is_overdue(store: Store, at: str, outcome: Outcome) -> None:
    """Điều 7.3."""
    begun(store, SOCIAL)
    assert seen(store, f"2026-08-19 {at}") == [outcome]


def test_a_matter_given_back_goes_on(store: Store) -> None:
    life = begun(store, INFRA)
    given_back(life)
    assert seen(store, "2026-08-19 10:30") == [IN_TIME]


def test_closing_a_case_does_not_change_when_its_result_was_given(store: Store) -> None:
    """Điều 8.5a: telling the reporter is 1022's, and no part of the unit's term."""
    life = begun(store, INFRA)
    on_site(life)
    life.resolve(local("2026-08-19 14:00"))
    life.close(local("2026-08-20 14:00"))
    assert seen(store, "2026-08-21 00:00") == seen(store, "2026-08-19 14:00") == [ON_TIME]


def test_a_refused_and_a_withdrawn_case_have_lines_of_their_own(store: Store) -> None:
    """Điều 4.7 and Biểu mẫu 01."""
    refused, withdrawn = begun(store, INFRA), begun(store, INFRA)
    verified(withdrawn)
    refuse_case(RefuseCase(refused.case.code, 1, "outside_city", "Việc ở tỉnh khác", "lan"), store, later(refused, 9))
    command = WithdrawCase(withdrawn.case.code, withdrawn.case.version, "Đã có nước", "lan")
    withdraw_case(command, store, local("2026-08-19 11:00"))
    assert seen(store, "2026-08-19 09:05") == [IN_TIME, IN_TIME]
    assert seen(store, "2026-08-20 00:00") == [REFUSED, WITHDRAWN]


def test_a_duplicate_has_the_line_that_the_form_leaves_empty_whatever_becomes_of_the_first(store: Store) -> None:
    """Điều 7.5."""
    first, again = begun(store, INFRA), begun(store, INFRA)
    again.attach(later(again, 10), first.case.code)
    on_site(first)
    first.resolve(local("2026-08-19 12:00"))
    first.close(local("2026-08-19 13:00"))
    assert seen(store, "2026-08-19 09:09") == [IN_TIME, IN_TIME]
    assert seen(store, "2026-08-19 09:30") == [IN_TIME, DUPLICATE]
    assert seen(store, "2026-08-20 00:00") == [ON_TIME, DUPLICATE]


def test_a_duplicate_undone_has_never_been_one(store: Store) -> None:
    first, again = begun(store, INFRA), begun(store, INFRA)
    again.attach(later(again, 10), first.case.code)
    again.detach(later(again, 5))
    assert seen(store, "2026-08-19 09:12") == seen(store, "2026-08-19 09:20") == [IN_TIME, IN_TIME]


def test_a_report_of_a_past_day_does_not_know_what_came_later(store: Store) -> None:
    life = begun(store, INFRA)
    on_site(life)
    before = seen(store, "2026-08-19 12:00")
    life.resolve(local("2026-08-21 08:00"))
    assert before == seen(store, "2026-08-19 12:00") == [IN_TIME]
    assert seen(store, "2026-08-20 00:00") == [OVERDUE]
    assert seen(store, "2026-08-21 08:00") == [LATE]
