"""The working time in force: office hours and extra days as an administrator set them, read from the store.

The one place that makes the `WorkingTime` terms are counted in. Without anything set it is the data file's hours and
the national calendar.
"""

from collections.abc import Iterable
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.admin_tables import ExtraDayRow, OfficeHoursRow
from crm.store import Store
from crm.working_time import WorkingTime

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
