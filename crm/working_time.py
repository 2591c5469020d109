"""Working days and office hours of Hải Phòng, and the ends of terms counted in them.

Four ways of counting, one function each (domain page, "Clocks"). Moments go in aware and come out in UTC, as the store
keeps them. A day ends at 24:00, which is written 00:00 of the next one (Bộ luật Dân sự 2015, Điều 148.6).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise, takewhile
from typing import Final, Self
from zoneinfo import ZoneInfo

from holidays import country_holidays

from crm.data import read_toml
from crm.errors import BadData, NaiveMoment

HAI_PHONG: Final = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5

Session = tuple[time, time]  # opens, closes; local, on one day


@dataclass(frozen=True)
class WorkingTime:
    """Office hours, and days that differ from the national calendar; both are the administrator's to set."""

    office_hours: tuple[Session, ...]
    extra_days_off: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what no term could be counted in: hours that are none, or overlap, or a day that is both."""
        edges = [edge for session in self.office_hours for edge in session]
        if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
            raise BadData("office_hours", "các buổi làm việc phải có giờ mở trước giờ đóng và theo thứ tự trong ngày.")
        if both := self.extra_days_off & self.extra_working_days:
            raise BadData("extra_days_off", f"ngày {min(both)} vừa được khai là ngày nghỉ vừa là ngày làm việc.")

    @classmethod
    def default(cls) -> Self:
        """The office hours of `crm/data/working_time.toml` and the national calendar as it is."""
        sessions = read_toml("working_time.toml")["office_hours"]
        return cls(tuple((session["opens"], session["closes"]) for session in sessions))

    def is_working_day(self, day: date) -> bool:
        """The administrator's days first, then Saturdays worked in exchange, public holidays, the weekend."""
        if day in self.extra_working_days or day in self.extra_days_off:
            return day in self.extra_working_days
        days_off, worked_weekends = national_days(day.year)
        if day.weekday() >= SATURDAY:
            return day in worked_weekends
        return day not in days_off

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        day += ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def after_office_hours(self, start: datetime, amount: timedelta) -> datetime:
        """The moment `amount` of office hours has passed since `start`."""
        sessions = self._sessions(local_day(start))
        while True:
            opens, closes = next(sessions)
            begins = max(opens, start)
            if closes - begins >= amount:
                return (begins + amount).astimezone(UTC)
            amount -= max(closes - begins, timedelta())

    def after_working_days(self, start: datetime, amount: int) -> datetime:
        """24:00 of the `amount`-th working day; the day of the start does not count (Điều 147.2)."""
        day = local_day(start)
        for _ in range(amount):
            day = self.next_working_day(day)
        return end_of(day)

    def after_calendar_days(self, start: datetime, amount: int) -> datetime:
        """24:00 of the `amount`-th day after the start's, or of the next working day when it is a day off (148.5)."""
        day = local_day(start) + amount * ONE_DAY
        return end_of(day if self.is_working_day(day) else self.next_working_day(day))

    def office_time(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments the office was open."""
        sessions = takewhile(lambda session: session[0] < end, self._sessions(local_day(start)))
        return overlap(sessions, start, end)

    def working_day_time(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments fell on working days, whole days being 24 hours."""
        days = (local_day(start) + number * ONE_DAY for number in range((local_day(end) - local_day(start)).days + 1))
        whole = ((end_of(day) - ONE_DAY, end_of(day)) for day in days if self.is_working_day(day))
        return overlap(whole, start, end)

    def _sessions(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of office hours from `day` on."""
        while True:
            if self.is_working_day(day):
                for opens, closes in self.office_hours:
                    yield datetime.combine(day, opens, HAI_PHONG), datetime.combine(day, closes, HAI_PHONG)
            day += ONE_DAY


def overlap(stretches: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime) -> timedelta:
    """How much of the stretches lies between two moments."""
    parts = (min(until, end) - max(since, start) for since, until in stretches)
    return sum((max(part, timedelta()) for part in parts), timedelta())


def after_clock_time(start: datetime, amount: timedelta) -> datetime:
    """Time as it passes, nights and holidays included, from the very moment (Bộ luật Dân sự 2015, Điều 147.1)."""
    require_aware(start)
    return start.astimezone(UTC) + amount


def local_day(moment: datetime) -> date:
    """The day it is in Hải Phòng."""
    require_aware(moment)
    return moment.astimezone(HAI_PHONG).date()


def end_of(day: date) -> datetime:
    """24:00 of `day` in Hải Phòng."""
    return datetime.combine(day + ONE_DAY, time(), HAI_PHONG).astimezone(UTC)


def last_day(end: datetime) -> date:
    """The day in Hải Phòng whose 24:00 is `end`."""
    return local_day(end) - ONE_DAY


def require_aware(moment: datetime) -> None:
    """A moment without a time zone would be read as the machine's: refuse it."""
    if moment.tzinfo is None:
        raise NaiveMoment


@cache
def national_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays of `year` and its weekend days worked in exchange, as the library `holidays` knows them.

    The next year is read too: an exchange for a New Year holiday is worked in December.
    """
    calendar = country_holidays("VN", years=(year, year + 1))
    return frozenset(calendar), frozenset(calendar.weekend_workdays)
