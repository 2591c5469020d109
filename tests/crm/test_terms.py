from datetime import datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm import terms
from crm.case import CaseState, Category
from crm.errors import BadData, UnknownTerm
from crm.working_time import HAI_PHONG, WorkingTime
from tests.crm.moments import local
from tests.crm.test_working_time import moments

WORKING_TIME = WorkingTime.default()
MINUTE: Final = timedelta(minutes=1)
INFRASTRUCTURE, SOCIAL, SUGGESTION, DIRECTIVE = Category

# Every row of the domain page's table, from Wednesday 19/8/2026 09:00: the Saturday after it is worked, the Monday
# 31/8 and 1/9, 2/9 are off.
WEDNESDAY = "2026-08-19 09:00"
TABLE = [
    ("intake", INFRASTRUCTURE, {}, "2026-08-19 10:00", "clock", "7.3"),
    ("intake", SOCIAL, {}, "2026-08-19 10:00", "clock", "7.3"),
    ("intake", DIRECTIVE, {}, "2026-08-19 10:00", "clock", "7.3"),
    ("intake", None, {}, "2026-08-19 10:00", "clock", "7.3"),
    ("guidance", SOCIAL, {}, "2026-08-19 11:00", "office", "7.4"),
    ("duplicate_notice", INFRASTRUCTURE, {}, "2026-08-19 10:00", "clock", "7.5"),
    ("verify", INFRASTRUCTURE, {}, "2026-08-19 11:00", "clock", "8.1a"),
    ("assign", INFRASTRUCTURE, {}, "2026-08-19 10:00", "clock", "8.1b"),
    ("fix", INFRASTRUCTURE, {}, "2026-08-19 13:00", "clock", "8.1c"),
    ("resolve", SOCIAL, {}, "2026-08-26 00:00", "working_days", "8.2d"),
    ("extension", SOCIAL, {}, "2026-09-04 00:00", "calendar_days", "8.2e"),
    ("forward_on", SOCIAL, {}, "2026-08-21 00:00", "working_days", "8.2f, 8.2g"),
    ("forward_on", SOCIAL, {"site_check": True}, "2026-08-22 00:00", "working_days", "8.2f, 8.2g"),
    ("review", SUGGESTION, {}, "2026-08-21 00:00", "working_days", "8.3a"),
    ("resolve", SUGGESTION, {}, "2026-09-04 00:00", "calendar_days", "8.3"),
    ("resolve", SUGGESTION, {"consult": True}, "2026-09-04 00:00", "calendar_days", "8.3"),
    ("review", DIRECTIVE, {}, "2026-08-21 00:00", "working_days", "8.4a"),
    ("resolve", DIRECTIVE, {}, "2026-09-05 00:00", "working_days", "8.4"),
]


@pytest.mark.parametrize(("clock", "category", "circumstances", "due", "counting", "source"), TABLE)
def test_the_clock_table(
    clock: str, category: Category | None, circumstances: dict[str, bool], due: str, counting: str, source: str
) -> None:
    term = terms.due_at(clock, category, local(WEDNESDAY), WORKING_TIME, **circumstances)
    assert term == terms.Term(clock, local(due), terms.Counting(counting), source)


def test_every_row_of_the_file_is_in_the_table_above() -> None:
    assert {row.clock for row in terms.rows()} == {clock for clock, *_ in TABLE}
    assert len(terms.rows()) == 17  # and the sixty minutes again, for a returned case


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-08-19 16:30", "2026-08-20 09:00"),
        ("2026-08-19 20:00", "2026-08-20 09:30"),
        ("2026-08-22 16:30", "2026-08-24 09:00"),  # a Saturday that is worked is no day off
        ("2026-08-23 09:00", "2026-08-23 13:00"),  # a Sunday: 4 h as they pass
        ("2026-08-23 23:00", "2026-08-24 03:00"),  # also into the working day
        ("2026-11-24 08:00", "2026-11-24 12:00"),  # Ngày Văn hóa Việt Nam
        ("2026-02-17 00:30", "2026-02-17 04:30"),  # mùng một Tết
    ],
)
def test_guidance_is_two_office_hours_on_a_working_day_and_four_hours_on_a_day_off(start: str, due: str) -> None:
    assert terms.due_at("guidance", SOCIAL, local(start), WORKING_TIME).due_at == local(due)


def test_intake_goes_on_at_night_and_on_tet() -> None:
    assert terms.due_at("intake", SOCIAL, local("2026-02-16 23:30"), WORKING_TIME).due_at == local("2026-02-17 00:30")


def test_a_case_opened_on_tet_eve_is_due_after_the_holiday() -> None:
    assert terms.due_at("resolve", SOCIAL, local("2026-02-16 10:00"), WORKING_TIME).due_at == local("2026-02-28 00:00")


def test_a_term_over_the_new_year_leaves_the_holiday_out() -> None:
    assert terms.due_at("resolve", SOCIAL, local("2026-12-31 10:00"), WORKING_TIME).due_at == local("2027-01-09 00:00")


@pytest.mark.parametrize(
    ("clock", "category", "circumstances"),
    [
        ("verify", SOCIAL, {}),
        ("verify", None, {}),
        ("extension", SUGGESTION, {}),
        ("verify", INFRASTRUCTURE, {"site_check": True}),
        ("resolve", DIRECTIVE, {"consult": True}),
        ("lunch", SOCIAL, {}),
    ],
)
def test_a_clock_that_is_not_in_the_table_is_refused(
    clock: str, category: Category | None, circumstances: dict[str, bool]
) -> None:
    with pytest.raises(UnknownTerm, match=f"“{clock}”.* intake, guidance"):
        terms.due_at(clock, category, local(WEDNESDAY), WORKING_TIME, **circumstances)


def test_review_takes_over_from_intake_once_the_case_is_a_suggestion() -> None:
    assert terms.replacement("intake", SUGGESTION) == "review"
    assert terms.replacement("intake", DIRECTIVE) is None


def test_the_clocks_of_a_category_are_told_in_the_order_of_the_table() -> None:
    assert terms.clocks_of(SOCIAL) == ("intake", "guidance", "duplicate_notice", "resolve", "extension", "forward_on")


ROW = {
    "clock": "x",
    "starts_at": "a",
    "stops_at": ["b"],
    "runs_in": ["forwarded"],
    "amount": 1,
    "unit": "hours",
    "counting": "clock",
    "source": "1",
    "tell": ["unit"],
}


def test_a_row_whose_words_are_all_known_is_read() -> None:
    assert terms.read_row(ROW).runs_in == {CaseState.FORWARDED}


@pytest.mark.parametrize(
    "row",
    [
        {name: value for name, value in ROW.items() if name != "source"},
        {name: value for name, value in ROW.items() if name != "tell"},
        ROW | {"counting": "sundays"},
        ROW | {"unit": "weeks"},
        ROW | {"amount": 0},
        ROW | {"unit": "days"},
        ROW | {"categories": ["weather"]},
        ROW | {"when": {"moon": "full"}},
        ROW | {"runs_in": ["asleep"]},
        ROW | {"colour": "red"},
    ],
)
def test_a_row_with_a_word_that_is_not_known_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(BadData, match=r"terms\.toml: thời hạn “x”"):
        terms.read_row(row)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(terms.rows()), moments)
def test_no_term_ends_before_it_starts_or_later_than_a_month_and_the_longest_holiday(
    row: terms.TermRow, start: Any
) -> None:
    due = row.due_at(start, WORKING_TIME)
    assert start < due < start + timedelta(days=31)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(terms.rows()), moments, moments)
def test_whoever_starts_later_never_ends_earlier_by_the_same_row(row: terms.TermRow, one: Any, other: Any) -> None:
    earlier, later = sorted((one, other))
    assert row.due_at(earlier, WORKING_TIME) <= row.due_at(later, WORKING_TIME)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(terms.rows()), moments)
def test_a_term_of_days_ends_with_a_working_day(row: terms.TermRow, start: datetime) -> None:
    due = row.due_at(start, WORKING_TIME).astimezone(HAI_PHONG)
    if row.unit == "days":
        assert (due.time(), WORKING_TIME.is_working_day(due.date() - timedelta(days=1))) == (time(), True)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(terms.rows()), moments)
def test_every_term_equals_a_count_minute_by_minute(row: terms.TermRow, start: datetime) -> None:
    assert row.due_at(start, WORKING_TIME) == minute_by_minute(row, start)


works: Final = cache(WORKING_TIME.is_working_day)


def minute_by_minute(row: terms.TermRow, start: datetime) -> datetime:
    """The slow and obvious count: minute after minute, those that count, or that end a day that counts."""
    left = row.amount * (60 if row.unit == "hours" else 1)
    for number in count(1):
        before, now = start + (number - 1) * MINUTE, start + number * MINUTE
        day_ends = now.time() == time() and before.date() > start.date()
        match row.counting:
            case terms.Counting.CLOCK:
                left -= 1
            case terms.Counting.OFFICE:
                is_open = any(opens <= before.time() < closes for opens, closes in WORKING_TIME.office_hours)
                left -= is_open and works(before.date())
            case terms.Counting.WORKING_DAYS:
                left -= day_ends and works(before.date())
            case terms.Counting.CALENDAR_DAYS:
                left -= day_ends and (left > 1 or works(before.date()))  # the last day is a working day
        if left == 0:
            return now
    raise AssertionError
