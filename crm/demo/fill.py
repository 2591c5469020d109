"""The invented city written into a database: made day by day in other processes, stored in bulk by this one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.orm import Session

from crm.demo.batch import REPORTERS, TABLES, Batch, Ready, batch_of, copy_into, insert_into
from crm.demo.calendar import Day, days_until
from crm.demo.calls import MARK, Hotline
from crm.demo.people import people_for
from crm.demo.workers import made_by
from crm.demo.world import World, world_of
from crm.errors import RealCases
from crm.reports.conditions import is_overdue
from crm.search.bulk import in_bulk
from crm.search.index import PUT
from crm.store import Store, insert_missing
from crm.tables import CaseCounterRow, CaseRow, ReporterRow

ENOUGH: Final = 5000  # cases for a transaction
Tell = Callable[[int], None]


@dataclass(frozen=True)
class City:
    """What is wanted: so many cases, spread over the days before `until`; all else follows from the seed."""

    cases: int
    seed: str
    until: datetime
    days: int = 365


@dataclass(frozen=True)
class Shift:
    """A day to be made, and the last case number that was given out before it."""

    day: Day
    number: int


@dataclass(frozen=True)
class Maker:
    """Makes batches of days; what it needs can be sent to another process."""

    world: World
    first_person: int
    people: int
    driver: str

    def batches(self, shifts: Sequence[Shift]) -> Iterator[Batch]:
        for shift in shifts:
            hotline = Hotline(shift.day, self.world, self.first_person, self.people, shift.number)
            yield batch_of(hotline.calls(), self.driver)


def fill(city: City, store: Store, *, force: bool = False, processes: int = 1, tell: Tell = lambda _: None) -> int:
    """Add the city to the store; how many cases were added. `tell` hears how many there are so far.

    Raises `RealCases` on a database that has cases of people who exist, unless forced; `NotFound` without units.
    """
    with store.reading() as session:
        if not force and (real := real_cases(session)):
            raise RealCases(real)
        numbers = {row.year: row.last for row in session.scalars(select(CaseCounterRow))}
        first_person = (session.scalar(select(func.max(ReporterRow.id))) or 0) + 1
    driver = store.engine.url.drivername
    maker = Maker(world_of(store, city.seed, city.until), first_person, people_for(city.cases), driver)
    known: set[int] = set()
    added = 0
    with in_bulk(store):
        for batches in together(made_by(processes, maker.batches, shifts_of(city, numbers))):
            with store.transaction() as session:
                for batch in batches:
                    write(session, batch, known, driver)
            added += sum(len(batch.codes) for batch in batches)
            tell(added)
    return added


def real_cases(session: Session) -> int:
    """How many cases were not made up."""
    real = func.coalesce(CaseRow.request_id, "").not_like(f"{MARK}%")
    return session.scalars(select(func.count()).select_from(CaseRow).where(real)).one()


def shifts_of(city: City, numbers: dict[int, int]) -> list[Shift]:
    """The days that have cases, each with where the numbers of its year have come to; they are counted on."""
    shifts = []
    for day in days_until(city.until, city.days, city.cases, city.seed):
        number = numbers.get(day.date.year, 0)
        numbers[day.date.year] = number + day.cases
        shifts += [Shift(day, number)] * (day.cases > 0)
    return shifts


def together(batches: Iterator[Batch]) -> Iterator[list[Batch]]:
    """Batches of small days put together, so that each transaction is worth its commit."""
    some: list[Batch] = []
    for batch in batches:
        some.append(batch)
        if sum(len(of.codes) for of in some) >= ENOUGH:
            yield some
            some = []
    if some:
        yield some


def write(session: Session, batch: Batch, known: set[int], driver: str) -> None:
    """Store a batch, of its callers those who were not `known` yet."""
    new = batch.callers.keys() - known
    known.update(new)
    rows = batch.rows | {REPORTERS: [batch.callers[number] for number in sorted(new)]}
    connection = session.connection()
    for table in TABLES:
        if rows[table]:
            store_rows(connection, table, rows[table], driver)
    mark_late(session, batch.codes)
    PUT[connection.dialect.name](session, batch.entries)
    count_on(session, batch.codes)


def store_rows(connection: Connection, table: str, rows: Sequence[Ready], driver: str) -> None:
    """Rows by the driver's quickest way: PostgreSQL takes them as one stream."""
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(insert_into(table, driver), rows)
        return
    psycopg: Any = connection.connection.driver_connection
    with psycopg.cursor() as cursor, cursor.copy(copy_into(table)) as stream:
        for row in rows:
            stream.write_row(row)


def mark_late(session: Session, codes: Sequence[str]) -> None:
    """Which of the cases ended late, by the reports' own condition."""
    ended = CaseRow.code.between(min(codes), max(codes)), CaseRow.ended_at.is_not(None)
    late = update(CaseRow).where(*ended).values(ended_late=is_overdue(CaseRow.ended_at))
    session.execute(late, execution_options={"synchronize_session": False})


def count_on(session: Session, codes: Sequence[str]) -> None:
    """The next real case gets the next number, and the next reporter an id that is free."""
    year, number = 2000 + int(codes[-1][:2]), int(codes[-1][2:8])
    insert_missing(session, CaseCounterRow, year=year)
    session.execute(update(CaseCounterRow).where(CaseCounterRow.year == year).values(last=number))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT setval(pg_get_serial_sequence('reporters', 'id'), max(id)) FROM reporters"))
