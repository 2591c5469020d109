"""A made-up city for the tests of numbers: small, and of every kind of case."""

from datetime import date
from typing import Final

from crm.demo.fill import City, fill
from crm.reports.period import Period, month_to
from crm.store import Store
from tests.crm.moments import local

NOW: Final = local("2026-11-24 09:00")
CITY: Final = City(cases=400, seed="báo cáo", until=NOW, days=120)


def fill_city(store: Store) -> None:
    fill(CITY, store)


def until(day: date) -> Period:
    """The report of the city to this day."""
    return month_to(day, NOW)
