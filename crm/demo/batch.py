"""A day's calls as rows that the database's driver takes as they are: made in any process, written by one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlalchemy import Column, Dialect, make_url

from crm.demo.calls import Call
from crm.demo.played import Row
from crm.demo.seen import view_of
from crm.search.index import entry_of
from crm.search.rows import Entry
from crm.table_base import Base
from crm.tables import CaseContactRow, CaseRow, ClockRow, ContactRow, HistoryRow, ReporterRow

TABLES: Final = tuple(
    of.__tablename__ for of in (ReporterRow, ContactRow, CaseRow, CaseContactRow, ClockRow, HistoryRow)
)  # what others name comes first
REPORTERS, CONTACTS, CASES, CASE_CONTACTS, CLOCKS, HISTORY = TABLES
Ready = tuple[Any, ...]  # a row's values in the order of `columns_of`


@dataclass
class Batch:
    """Rows by table; the callers by their numbers, for they call more than once; and the search's entries."""

    codes: list[str] = field(default_factory=list)
    callers: dict[int, Ready] = field(default_factory=dict)
    rows: dict[str, list[Ready]] = field(default_factory=lambda: {table: [] for table in TABLES})
    entries: list[Entry] = field(default_factory=list)


def batch_of(calls: Iterable[Call], driver: str) -> Batch:
    """The calls as rows. `driver` is SQLAlchemy's name of the database with its driver ("sqlite")."""
    batch = Batch()
    dialect = dialect_of(driver)

    def add(table: str, *rows: Row) -> None:
        batch.rows[table] += ready(table, rows, driver)

    for call in calls:
        add(CONTACTS, call.contact)
        if call.case is None:
            add(CLOCKS, call.clock)
            continue
        code, caller = call.case.row["code"], call.caller
        batch.codes.append(code)
        [batch.callers[caller.number]] = ready(REPORTERS, [vars(caller) | {"id": caller.number}], driver)
        add(CASES, call.case.row)
        add(CASE_CONTACTS, {"case_code": code, "linkedid": call.contact["linkedid"]})
        add(CLOCKS, *call.case.clocks)
        add(HISTORY, *call.case.history)
        batch.entries.append(entry_of(view_of(call.contact, call.case), (), dialect.name))
    return batch


def ready(table: str, rows: Sequence[Row], driver: str) -> list[Ready]:
    """Rows as the driver takes them; a column that a row does not name is NULL."""
    ways = _ways(table, driver)
    return [
        tuple([value if (value := row.get(name)) is None or way is None else way(value) for name, way in ways])
        for row in rows
    ]


def insert_into(table: str, driver: str) -> str:
    """The statement that takes such rows."""
    mark = {"qmark": "?", "format": "%s", "pyformat": "%s"}[dialect_of(driver).paramstyle]
    names = [column.name for column in columns_of(table)]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"


def copy_into(table: str) -> str:
    """The same as a stream, for PostgreSQL."""
    return f"COPY {table} ({', '.join(column.name for column in columns_of(table))}) FROM STDIN"


@cache
def columns_of(table: str) -> tuple[Column[Any], ...]:
    """All but an id that the database gives; a reporter has his own, which his cases name."""
    columns: tuple[Column[Any], ...] = tuple(Base.metadata.tables[table].columns)
    return tuple(column for column in columns if column.name != "id" or table == REPORTERS)


@cache
def _ways(table: str, driver: str) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """How each column's values are made ready, by the column's own type."""
    dialect = dialect_of(driver)
    return tuple(
        (column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in columns_of(table)
    )


@cache
def dialect_of(driver: str) -> Dialect:
    return make_url(f"{driver}://").get_dialect()()
