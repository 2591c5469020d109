"""Books: tables that an administrator keeps, each shown as a sheet and changed in one way (`crm.book_edits`).

Rules of a set, units, their people, extra days, office hours: each is a `Book` in a file of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.account_tables import UserRow
from crm.admin_tables import BookEditRow, BookRow
from crm.sheet_csv import to_csv
from crm.sheets import Column, Record, shown
from crm.store import Store

EDITS_SHOWN = 100


class Book(Protocol):
    """One table. Its records are ready for JSON; a row is found by its key."""

    @property
    def name(self) -> str:
        """How it is called in the record of changes: "units", "rules/5"."""

    @property
    def title(self) -> str:
        """How people call it."""

    @property
    def removes(self) -> bool:
        """Whether rows may go away: a unit that cases speak of may not, it is closed."""

    def columns(self, session: Session) -> tuple[Column, ...]:
        """Its columns, those that say which row it is first."""

    def records(self, session: Session) -> dict[str, Record]:
        """Every row by key, in the order shown."""

    def key(self, record: Record) -> str:
        """Which row a record is."""

    def check(self, record: Record) -> Iterable[tuple[str, str]]:
        """What is wrong between the columns of one row: column key, and what."""

    def hold(self, session: Session) -> None:
        """Before a change: raises `BookRefused` when the book is not to be changed."""

    def write(self, session: Session, key: str, record: Record | None) -> None:
        """Put the row, or take it away."""

    def settle(
        self, session: Session, before: Mapping[str, Record], after: Mapping[str, Record], now: datetime
    ) -> None:
        """After a change: raises `BookRefused` when the rows together cannot be; passes on what follows from them."""


@dataclass(frozen=True)
class ColumnView:
    key: str
    name: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class RowView:
    key: str
    cells: dict[str, str]


@dataclass(frozen=True)
class BookView:
    """A book as a page shows it; `version` counts its changes."""

    name: str
    title: str
    version: int
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class ChangeView:
    """A row before and after; `None`: not there."""

    key: str
    before: dict[str, str] | None
    after: dict[str, str] | None


@dataclass(frozen=True)
class EditView:
    """One change of a book. `undone`: somebody took it back."""

    id: int
    at: datetime
    actor: str
    actor_name: str
    how: str  # edit, import, undo
    changes: tuple[ChangeView, ...]
    undone: bool


def view_book(book: Book, store: Store) -> BookView:
    """The whole book, as cells."""
    with store.reading() as session:
        columns = book.columns(session)
        held = session.get(BookRow, book.name)
        return BookView(
            name=book.name,
            title=book.title,
            version=held.version if held else 0,
            columns=tuple(ColumnView(column.key, column.name, column.choices) for column in columns),
            rows=tuple(RowView(key, shown(columns, record)) for key, record in book.records(session).items()),
        )


def export_book(book: Book, store: Store, separator: str = ";") -> bytes:
    """The whole book as a CSV file; imported again it changes nothing."""
    with store.reading() as session:
        columns = book.columns(session)
        return to_csv(columns, (shown(columns, record) for record in book.records(session).values()), separator)


def edits_of(book: Book, store: Store) -> tuple[EditView, ...]:
    """Who changed what, the newest first."""
    with store.reading() as session:
        columns = book.columns(session)
        query = select(BookEditRow, UserRow.full_name).outerjoin(UserRow, UserRow.username == BookEditRow.actor)
        newest = query.where(BookEditRow.book == book.name).order_by(BookEditRow.id.desc()).limit(EDITS_SHOWN)
        taken_back = set(session.scalars(select(BookEditRow.undoes).where(BookEditRow.book == book.name)))
        return tuple(
            edit_view(columns, row, name or row.actor, row.id in taken_back) for row, name in session.execute(newest)
        )


def edit_view(columns: tuple[Column, ...], row: BookEditRow, actor_name: str, undone: bool) -> EditView:
    """A recorded change, in the cells of today's columns."""
    changes = tuple(change_view(columns, key, before, after) for key, (before, after) in row.changes.items())
    return EditView(row.id, row.at, row.actor, actor_name, row.how, changes, undone)


def change_view(columns: tuple[Column, ...], key: str, before: Record | None, after: Record | None) -> ChangeView:
    """A change of one row, as cells."""
    return ChangeView(
        key,
        before if before is None else shown(columns, before),
        after if after is None else shown(columns, after),
    )
