"""Which days a report is about: from one 25th to the next (Điều 11.2, 8.3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import BadPeriod
from crm.reports.period import last_closing, month_to, quarter_of, quarter_to
from tests.crm.moments import local

NOW = local("2026-11-24 09:00")
DAYS = st.dates(date(2025, 1, 1), date(2026, 11, 23))


def test_a_months_report_runs_from_the_day_after_the_25th_to_the_25th() -> None:
    period = month_to(date(2026, 10, 25), NOW)
    assert (period.first_day, period.until) == (date(2026, 9, 26), date(2026, 10, 25))
    assert (period.begins, period.seen_at) == (local("2026-09-26 00:00"), local("2026-10-26 00:00"))
    assert (period.closes.month, period.closes.year) == (10, 2026)


def test_asked_for_another_day_it_begins_after_the_last_25th_and_is_named_after_the_next() -> None:
    period = month_to(date(2026, 10, 26), NOW)
    assert (period.first_day, period.closes) == (date(2026, 10, 26), date(2026, 11, 25))


def test_januarys_report_begins_in_december() -> None:
    assert month_to(date(2026, 1, 25), NOW).first_day == date(2025, 12, 26)
    assert month_to(date(2025, 12, 26), NOW).closes == date(2026, 1, 25)


def test_while_its_last_day_is_not_over_the_report_looks_at_now() -> None:
    assert month_to(date(2026, 11, 24), NOW).seen_at == NOW


def test_a_day_that_has_not_come_has_no_report() -> None:
    with pytest.raises(BadPeriod, match="25/11/2026 chưa đến"):
        month_to(date(2026, 11, 25), NOW)


@given(DAYS)
def test_every_day_is_in_one_month_and_months_follow_each_other(day: date) -> None:
    period = month_to(day, NOW)
    assert period.first_day <= day <= period.closes
    assert month_to(period.after, NOW).begins < period.begins == month_to(period.after, NOW).seen_at


def test_a_quarter_runs_to_the_25th_of_its_last_month() -> None:
    period = quarter_of("2026Q3", NOW)
    assert (period.first_day, period.until, period.quarter) == (date(2026, 6, 26), date(2026, 9, 25), 3)
    assert quarter_of("2026q1", NOW).first_day == date(2025, 12, 26)


def test_a_quarter_that_goes_on_is_told_as_far_as_it_has_come() -> None:
    assert quarter_of("2026Q4", NOW).until == date(2026, 11, 24)


@pytest.mark.parametrize("wrong", ["2027Q1", "2026Q5", "quý 4", ""])
def test_what_is_no_quarter_or_has_not_begun_is_refused(wrong: str) -> None:
    with pytest.raises(BadPeriod):
        quarter_of(wrong, NOW)


@given(DAYS)
def test_a_day_is_in_the_quarter_it_is_said_to_be_of(day: date) -> None:
    period = quarter_of(quarter_to(day), NOW)
    assert period.first_day <= day <= period.closes


@given(DAYS)
def test_the_last_closing_day_is_at_most_a_month_ago(day: date) -> None:
    assert last_closing(day).day == 25
    assert timedelta() <= day - last_closing(day) <= timedelta(days=30)
