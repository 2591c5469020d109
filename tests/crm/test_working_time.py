from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import BadData, NaiveMoment
from crm.working_time import HAI_PHONG, WorkingTime, after_clock_time, local_day
from tests.crm.moments import local

WORKING_TIME = WorkingTime.default()
MINUTE = timedelta(minutes=1)

moments = st.builds(
    lambda day, hour, minute: datetime.combine(day, time(hour, minute), HAI_PHONG),
    st.dates(date(2025, 7, 1), date(2028, 12, 31)),
    st.integers(0, 23),
    st.integers(0, 59),
)
amounts = st.integers(1, 15)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 8, 21), "an ordinary Friday"),
        (date(2026, 8, 22), "the Saturday worked in exchange for 31/8/2026"),
        (date(2026, 2, 13), "the last day before Tết Bính Ngọ"),
        (date(2026, 2, 23), "the first day after it"),
        (date(2014, 12, 27), "a Saturday of December worked for a day off of the next year"),
    ],
)
def test_a_working_day(day: date, why: str) -> None:
    assert WORKING_TIME.is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 8, 29), "an ordinary Saturday"),
        (date(2026, 8, 30), "an ordinary Sunday"),
        (date(2026, 8, 31), "swapped with 22/8/2026"),
        (date(2026, 9, 2), "Quốc khánh"),
        (date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
        (date(2026, 2, 17), "mùng một Tết"),
        (date(2026, 4, 27), "Giỗ Tổ of Sunday 26/4, made up for"),
        (date(2027, 1, 1), "Tết Dương lịch"),
    ],
)
def test_a_day_off(day: date, why: str) -> None:
    assert not WORKING_TIME.is_working_day(day), why


def test_the_administrators_days_come_before_the_calendar() -> None:
    storm, made_up = date(2026, 9, 8), date(2026, 9, 12)
    ordered = WorkingTime(WORKING_TIME.office_hours, frozenset({storm}), frozenset({made_up}))
    assert not ordered.is_working_day(storm)
    assert ordered.is_working_day(made_up)
    assert ordered.next_working_day(date(2026, 9, 7)) == date(2026, 9, 9)


@pytest.mark.parametrize(
    "office_hours",
    [
        (),
        ((time(11, 30), time(7, 30)),),
        ((time(7, 30), time(11, 30)), (time(11, 0), time(17, 0))),
        ((time(13, 30), time(17, 0)), (time(7, 30), time(11, 30))),
    ],
)
def test_office_hours_in_which_no_term_could_be_counted_are_refused(
    office_hours: tuple[tuple[time, time], ...],
) -> None:
    with pytest.raises(BadData, match="office_hours"):
        WorkingTime(office_hours)


def test_a_day_that_is_both_off_and_worked_is_refused() -> None:
    both = frozenset({date(2026, 9, 8)})
    with pytest.raises(BadData, match="2026-09-08"):
        WorkingTime(WORKING_TIME.office_hours, both, both)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-08-19 08:00", 2, "2026-08-19 10:00"),
        ("2026-08-19 16:30", 2, "2026-08-20 09:00"),  # the domain page's example
        ("2026-08-19 20:00", 2, "2026-08-20 09:30"),
        ("2026-08-19 04:00", 2, "2026-08-19 09:30"),
        ("2026-08-19 10:30", 2, "2026-08-19 14:30"),  # over the lunch break
        ("2026-08-19 09:30", 2, "2026-08-19 11:30"),  # ends with the session
        ("2026-08-19 12:00", 2, "2026-08-19 15:30"),
        ("2026-08-21 16:30", 2, "2026-08-22 09:00"),  # into the Saturday that is worked
        ("2026-02-13 16:30", 2, "2026-02-23 09:00"),  # over Tết
        ("2026-12-31 16:30", 2, "2027-01-04 09:00"),  # over the New Year and a weekend
        ("2026-08-19 08:00", 20, "2026-08-21 15:00"),
    ],
)
def test_office_hours_are_counted_only_while_the_office_is_open(start: str, hours: int, end: str) -> None:
    assert WORKING_TIME.after_office_hours(local(start), timedelta(hours=hours)) == local(end)


def test_the_day_of_the_start_does_not_count_even_from_midnight() -> None:
    assert WORKING_TIME.after_working_days(local("2026-08-19 00:00"), 1) == local("2026-08-21 00:00")
    assert WORKING_TIME.after_calendar_days(local("2026-08-19 00:00"), 1) == local("2026-08-21 00:00")


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    assert WORKING_TIME.after_calendar_days(local("2026-08-20 09:00"), 10) == local("2026-09-04 00:00")


def test_the_day_is_that_of_hai_phong_not_of_utc() -> None:
    late_in_utc = datetime(2026, 8, 18, 17, 30, tzinfo=UTC)  # 00:30 of the 19th
    assert local_day(late_in_utc) == date(2026, 8, 19)
    assert WORKING_TIME.after_working_days(late_in_utc, 1) == local("2026-08-21 00:00")


@pytest.mark.parametrize(
    "count",
    [
        lambda start: after_clock_time(start, MINUTE),
        lambda start: WORKING_TIME.after_office_hours(start, MINUTE),
        lambda start: WORKING_TIME.after_working_days(start, 1),
        lambda start: WORKING_TIME.after_calendar_days(start, 1),
    ],
)
def test_a_moment_without_a_time_zone_is_refused(count: Callable[[datetime], datetime]) -> None:
    with pytest.raises(NaiveMoment):
        count(datetime(2026, 8, 19, 8, 0))  # noqa: DTZ001


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(1, 600))
def test_office_hours_equal_a_count_minute_by_minute(start: datetime, minutes: int) -> None:
    assert WORKING_TIME.after_office_hours(start, minutes * MINUTE) == minute_by_minute(start, minutes)


def minute_by_minute(start: datetime, minutes: int) -> datetime:
    """The slow and obvious count: step a minute, and count it if the office was open at its beginning."""
    moment = start
    while minutes:
        if WORKING_TIME.is_working_day(moment.date()):
            now = moment.time()
            minutes -= any(opens <= now < closes for opens, closes in WORKING_TIME.office_hours)
        moment += MINUTE
    return moment


@settings(max_examples=100, deadline=None)
@given(moments, amounts)
def test_working_days_equal_a_count_day_by_day(start: datetime, amount: int) -> None:
    days = [start.date() + timedelta(days=number) for number in range(1, 60)]
    last = [day for day in days if WORKING_TIME.is_working_day(day)][amount - 1]
    end = datetime.combine(last + timedelta(days=1), time(), HAI_PHONG)
    assert WORKING_TIME.after_working_days(start, amount) == end


@settings(max_examples=100, deadline=None)
@given(moments, amounts)
def test_calendar_days_end_on_the_first_working_day_from_their_last(start: datetime, amount: int) -> None:
    last = local_day(WORKING_TIME.after_calendar_days(start, amount) - MINUTE)
    passed = (last - start.date()).days
    assert passed >= amount
    assert not any(
        WORKING_TIME.is_working_day(start.date() + timedelta(days=number)) for number in range(amount, passed)
    )


COUNTS: tuple[Callable[[datetime, int], datetime], ...] = (
    lambda start, amount: after_clock_time(start, timedelta(hours=amount)),
    lambda start, amount: WORKING_TIME.after_office_hours(start, timedelta(hours=amount)),
    WORKING_TIME.after_working_days,
    WORKING_TIME.after_calendar_days,
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(COUNTS), moments, moments, amounts)
def test_a_term_ends_after_its_start_and_never_earlier_for_a_later_start(
    count: Callable[[datetime, int], datetime], one: datetime, other: datetime, amount: int
) -> None:
    earlier, later = sorted((one, other))
    assert earlier < count(earlier, amount) <= count(later, amount)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(COUNTS[2:]), moments, amounts)
def test_a_term_of_days_ends_at_the_end_of_a_working_day(
    count: Callable[[datetime, int], datetime], start: datetime, amount: int
) -> None:
    end = count(start, amount).astimezone(HAI_PHONG)
    assert end.time() == time()
    assert WORKING_TIME.is_working_day(end.date() - timedelta(days=1))


@pytest.mark.parametrize(
    ("start", "end", "office", "on_working_days"),
    [
        ("2026-08-19 08:00", "2026-08-19 10:00", 2, 2),
        ("2026-08-19 10:30", "2026-08-19 14:30", 2, 4),  # over the lunch break
        ("2026-08-19 16:30", "2026-08-20 09:00", 2, 16.5),
        ("2026-08-21 17:00", "2026-08-24 07:30", 7.5, 7 + 24 + 7.5),  # Saturday 22/8 is worked, the Sunday is not
        ("2026-02-13 17:00", "2026-02-23 07:30", 0, 7 + 7.5),  # Tết
        ("2026-08-23 09:00", "2026-08-23 13:00", 0, 0),
        ("2026-08-19 08:00", "2026-08-19 08:00", 0, 0),
    ],
)
def test_the_time_between_two_moments_is_measured_as_terms_are_counted(
    start: str, end: str, office: float, on_working_days: float
) -> None:
    assert WORKING_TIME.office_time(local(start), local(end)) == timedelta(hours=office)
    assert WORKING_TIME.working_day_time(local(start), local(end)) == timedelta(hours=on_working_days)


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(1, 3_000))
def test_what_is_measured_back_is_what_was_counted(start: datetime, minutes: int) -> None:
    end = WORKING_TIME.after_office_hours(start, minutes * MINUTE)
    assert WORKING_TIME.office_time(start, end) == minutes * MINUTE


@settings(max_examples=60, deadline=None)
@given(moments, st.lists(st.integers(0, 20_000), min_size=2, max_size=2))
def test_the_parts_of_a_stretch_are_the_whole(start: datetime, lengths: list[int]) -> None:
    middle, end = start + lengths[0] * MINUTE, start + sum(lengths) * MINUTE
    for measure in (WORKING_TIME.office_time, WORKING_TIME.working_day_time):
        assert measure(start, middle) + measure(middle, end) == measure(start, end) <= end - start
