"""Which days a report is about: from one closing day (ngày 25, Điều 11.2 and 8.3) to the next. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from crm.data import read_toml
from crm.errors import BadPeriod
from crm.working_time import ONE_DAY, end_of, local_day

FILE: Final = "reports.toml"
QUARTER: Final = re.compile(r"(20\d\d)-?[Qq]([1-4])")
MONTHS: Final = 12
QUARTER_MONTHS: Final = 3


@dataclass(frozen=True)
class Period:
    """Days `after` (24:00, exclusive) to `until` (24:00, inclusive), and the moment the cases are looked at.

    That moment is the end of `until`, or earlier while `until` is not over. A report of a past day is the same
    whenever it is made.
    """

    after: date
    until: date
    seen_at: datetime

    @property
    def begins(self) -> datetime:
        """What was received at this moment is not in it, what was received later is."""
        return end_of(self.after)

    @property
    def first_day(self) -> date:
        return self.after + ONE_DAY

    @property
    def closes(self) -> date:
        """The closing day the period runs to: the month it is named after."""
        return closing(self.until.year, self.until.month + (self.until.day > closing_day()))

    @property
    def quarter(self) -> int:
        return (self.closes.month - 1) // QUARTER_MONTHS + 1


def month_to(until: date, now: datetime) -> Period:
    """The month's period that runs to `until`. Raises `BadPeriod` for a day that has not come."""
    return between(closing(until.year, until.month - (until.day <= closing_day())), until, now)


def quarter_of(text: str, now: datetime) -> Period:
    """The period of "2026Q4", as far as it has run. Raises `BadPeriod` when it is no quarter or has not begun."""
    named = QUARTER.fullmatch(text.strip())
    if not named:
        raise BadPeriod(f"“{text}” không phải một quý. Viết năm rồi quý, ví dụ 2026Q4.")
    year, last_month = int(named[1]), int(named[2]) * QUARTER_MONTHS
    after = closing(year, last_month - QUARTER_MONTHS)
    return between(after, max(min(closing(year, last_month), local_day(now)), after + ONE_DAY), now)


def quarter_to(until: date) -> str:
    """The quarter that a day belongs to: 2026-09-26 is already of "2026Q4"."""
    month = until.month + (until.day > closing_day())
    year, month = (until.year + 1, 1) if month > MONTHS else (until.year, month)
    return f"{year}Q{(month - 1) // QUARTER_MONTHS + 1}"


def last_closing(today: date) -> date:
    """The last closing day that is over, or is today."""
    return closing(today.year, today.month - (today.day < closing_day()))


def closing(year: int, month: int) -> date:
    """The closing day of a month; month 0 is December of the year before, 13 January of the next."""
    years, months = divmod(month - 1, MONTHS)
    return date(year + years, months + 1, closing_day())


def closing_day() -> int:
    return int(read_toml(FILE)["closing_day"])


def between(after: date, until: date, now: datetime) -> Period:
    """The days after `after` to `until`. Raises `BadPeriod` for none, and for a day that has not come."""
    if until > local_day(now):
        raise BadPeriod(f"Ngày {until:%d/%m/%Y} chưa đến. Chọn một ngày không sau hôm nay, {local_day(now):%d/%m/%Y}.")
    if not after < until:
        raise BadPeriod(f"Kỳ báo cáo bắt đầu sau ngày {after:%d/%m/%Y} thì phải kết thúc sau ngày đó.")
    return Period(after, until, min(end_of(until), now))
