"""The made-up city: what real commands would have left, the same for the same seed, and never among real cases."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from crm.demo.calendar import days_until
from crm.demo.fill import City, fill
from crm.demo.people import person
from crm.demo.workers import made_by
from crm.errors import RealCases
from crm.phone_numbers import normalise
from crm.queries import case_by_code
from crm.row_views import ticket_fields
from crm.store import Store
from crm.tables import CaseRow, ContactRow, HistoryRow, ReporterRow
from crm.ticket import complete
from tests.crm.cases import opened
from tests.crm.demo.replay import replay, rows_of
from tests.crm.moments import local
from tests.databases import Databases, a_copy

CITY = City(cases=150, seed="1022", until=local("2026-11-24 09:00"), days=90)


@pytest.fixture
def other(databases: Databases, prepared: str) -> Iterator[Store]:
    """A second store."""
    with a_copy(databases, prepared) as store:
        yield store


def test_it_is_what_the_real_commands_leave_row_by_row(store: Store, other: Store) -> None:
    city = replace(CITY, cases=70)
    assert fill(city, store) == city.cases
    replay(store, other)
    made_up, lived = rows_of(store), rows_of(other)
    for table in made_up:
        assert made_up[table] == lived[table], table


def test_the_same_seed_makes_the_same_city_in_one_process_or_several(store: Store, other: Store) -> None:
    fill(CITY, store)
    fill(CITY, other, processes=2)
    assert rows_of(store) == rows_of(other)


def test_another_seed_makes_another_city(store: Store, other: Store) -> None:
    fill(CITY, store)
    fill(replace(CITY, seed="1023"), other)
    assert rows_of(store)["cases"] != rows_of(other)["cases"]


def test_it_refuses_to_come_among_real_cases_unless_forced(store: Store) -> None:
    real = opened(store)
    with pytest.raises(RealCases, match="1 phản ánh thật"):
        fill(CITY, store)
    assert fill(replace(CITY, cases=3), store, force=True) == 3
    assert case_by_code(store, real.code, CITY.until).fields.content == "Mất nước từ sáng"


def test_a_second_city_and_the_next_real_case_get_numbers_and_people_of_their_own(store: Store) -> None:
    fill(replace(CITY, cases=20), store)
    fill(replace(CITY, cases=20, seed="2"), store)
    case = opened(store)
    with store.reading() as session:
        codes = session.scalars(select(CaseRow.code).order_by(CaseRow.code)).all()
        people = session.scalar(select(func.count(func.distinct(ReporterRow.phone))))
        assert people == session.scalar(select(func.count()).select_from(ReporterRow))
    assert (len(codes), codes[-1]) == (41, case.code)


def test_every_report_is_one_that_the_desk_would_have_taken(store: Store) -> None:
    fill(CITY, store)
    with store.reading() as session:
        for row in session.scalars(select(CaseRow)):
            fields = ticket_fields(row)
            assert complete(fields) == fields


def test_nobody_in_it_can_be_phoned_or_written_to() -> None:
    people = [person(number, "1022", 1, 1) for number in range(1, 200)]
    assert len({of.phone for of in people}) == len(people)
    assert all(normalise(of.phone) == of.phone and of.phone.startswith("+842250") for of in people)
    assert all(of.email.endswith("@nguoi-mau.invalid") for of in people)


def test_everybody_is_the_same_whenever_met() -> None:
    assert person(7, "1022", 1, 1) == person(7, "1022", 1, 1)


def test_days_have_all_the_cases_and_storms_have_more() -> None:
    days = days_until(CITY.until, 365, 100_000, "1022")
    assert sum(day.cases for day in days) == 100_000
    assert [day.date for day in days] == sorted({day.date for day in days})
    stormy = [day.cases for day in days if day.storm]
    assert {day.date.month for day in days if day.storm} <= {7, 8, 9, 10, 11}
    assert min(stormy) > 100_000 / 365


def test_nothing_happens_after_the_end_of_the_world(store: Store) -> None:
    fill(replace(CITY, days=2), store)
    with store.reading() as session:
        assert max(session.scalars(select(HistoryRow.at))) <= CITY.until
        assert max(filter(None, session.scalars(select(ContactRow.ended_at)))) <= CITY.until


def test_what_a_process_raises_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(made_by(2, divide, [1, 0, 2]))
    assert list(made_by(2, divide, [1, 2, 4, 5])) == [1.0, 0.5, 0.25, 0.2]


def divide(numbers: Sequence[int]) -> Iterator[float]:
    for number in numbers:
        yield 1 / number
