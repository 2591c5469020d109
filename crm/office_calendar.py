"""The working time in force: office hours and extra days as an administrator set them, read from the store.

The one place that makes the `WorkingTime` terms are counted in. Without anything set it is the data file's hours and
the national calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from holidays import country_holidays
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.admin_tables import ExtraDayRow, OfficeHoursRow
from crm.store import Store
from crm.working_time import WorkingTime, national_days

Stretch = tuple[time, time]  # opens, closes


def working_time(session: Session) -> WorkingTime:
    """What every term of this transaction is counted in."""
    hours = session.execute(select(OfficeHoursRow.opens, OfficeHoursRow.closes))
    days = session.execute(select(ExtraDayRow.day, ExtraDayRow.working))
    return made_of(list(hours), list(days))


def working_time_of(store: Store) -> WorkingTime:
    """The same, for who has no transaction."""
    with store.reading() as session:
        return working_time(session)


def made_of(hours: Iterable[Stretch], days: Iterable[tuple[date, bool]]) -> WorkingTime:
    """Working time of these office hours, else the data file's, and these extra days. Raises `BadData`."""
    extra = dict(days)
    return WorkingTime(
        office_hours=tuple(sorted(hours)) or WorkingTime.default().office_hours,
        extra_days_off=frozenset(day for day, working in extra.items() if not working),
        extra_working_days=frozenset(day for day, working in extra.items() if working),
    )


@dataclass(frozen=True)
class YearView:
    """The days of a year that are not what their weekday says: day -> its name or reason."""

    year: int
    office_hours: tuple[str, ...]  # "07:30–11:30"
    holidays: dict[str, str]
    worked_weekends: tuple[str, ...]
    extra_off: dict[str, str]
    extra_worked: dict[str, str]


def year_of(store: Store, year: int) -> YearView:
    """A year as a calendar shows it."""
    with store.reading() as session:
        within = ExtraDayRow.day.between(date(year, 1, 1), date(year, 12, 31))
        extra = session.scalars(select(ExtraDayRow).where(within).order_by(ExtraDayRow.day)).all()
        national = country_holidays("VN", years=year, language="vi")
        return YearView(
            year=year,
            office_hours=tuple(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in working_time(session).office_hours),
            holidays={day.isoformat(): name for day, name in sorted(national.items())},
            worked_weekends=tuple(day.isoformat() for day in sorted(national_days(year)[1]) if day.year == year),
            extra_off={row.day.isoformat(): row.why for row in extra if not row.working},
            extra_worked={row.day.isoformat(): row.why for row in extra if row.working},
        )
