"""Changing a book: some rows by hand, a whole file, or taking the last change back. Each is all or nothing, and kept.

A row is changed from what the editor saw: if it is another by now, nothing is written (`StaleBook`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from crm.account_tables import UserRow
from crm.admin_errors import BadSheet, BookRefused, StaleBook
from crm.admin_tables import BookEditRow, BookRow
from crm.books import Book, ChangeView, EditView, change_view, edit_view
from crm.sheet_csv import from_csv
from crm.sheets import Cells, Column, Fault, Line, Read, Record, read_line, read_lines, shown
from crm.store import Store, insert_missing

EDIT: Final = "edit"
IMPORT: Final = "import"
UNDO: Final = "undo"

Rows = Mapping[str, Record]  # by key
Changes = dict[str, tuple[Record | None, Record | None]]  # key -> before, after; None: not there


@dataclass(frozen=True)
class RowChange:
    """One row as the editor saw it and as it shall be. No `key`: a new row; no `after`: it goes away."""

    key: str | None
    before: Cells | None
    after: Cells | None


@dataclass(frozen=True)
class EditRows:
    changes: tuple[RowChange, ...]
    actor: str


@dataclass(frozen=True)
class ImportSheet:
    """A CSV file in the place of the book's rows; `keep`: rows it does not name stay.

    `version` is that of the preview somebody agreed to; None: as the book is now.
    """

    data: bytes
    actor: str
    keep: bool = False
    version: int | None = None


@dataclass(frozen=True)
class Preview:
    """What a file would change, and how its free spellings were understood."""

    version: int
    rows: int
    changes: tuple[ChangeView, ...]
    notes: tuple[Fault, ...]


@dataclass(frozen=True)
class Doing:
    """Who changes a book, how, when; for an undo, which change it takes back."""

    actor: str
    how: str
    now: datetime
    undoes: int | None = None


def edit_rows(command: EditRows, book: Book, store: Store, now: datetime) -> EditView | None:
    """Change rows by hand; None when nothing is different. Raises `BadSheet`, `StaleBook`, `BookRefused`."""
    with store.transaction() as session:
        held, before = hold(session, book), book.records(session)
        after = edited(book, book.columns(session), before, command.changes)
        return apply(session, book, held, (before, after), Doing(command.actor, EDIT, now))


def preview_import(data: bytes, keep: bool, book: Book, store: Store) -> Preview:
    """What importing the file would do. Writes nothing. Raises `BadSheet`."""
    with store.reading() as session:
        held, columns, before = session.get(BookRow, book.name), book.columns(session), book.records(session)
        read = read_lines(columns, from_csv(columns, data), book.key, book.check)
        changes = differences(before, imported(book, before, read, keep))
        views = tuple(change_view(columns, key, *pair) for key, pair in changes.items())
        return Preview(held.version if held else 0, len(read.records), views, read.notes)


def import_sheet(command: ImportSheet, book: Book, store: Store, now: datetime) -> EditView | None:
    """Take the file over; None when it changes nothing. Raises `BadSheet`, `StaleBook`, `BookRefused`."""
    with store.transaction() as session:
        held, columns, before = hold(session, book), book.columns(session), book.records(session)
        if command.version is not None and command.version != held.version:
            raise StaleBook(book.title)
        read = read_lines(columns, from_csv(columns, command.data), book.key, book.check)
        after = imported(book, before, read, command.keep)
        return apply(session, book, held, (before, after), Doing(command.actor, IMPORT, now))


def undo(actor: str, book: Book, store: Store, now: datetime) -> EditView:
    """Take back the actor's last change that still stands. Raises `BookRefused`, `StaleBook`."""
    with store.transaction() as session:
        held, before = hold(session, book), book.records(session)
        last = last_edit(session, book, actor)
        if moved := [key for key, (_, was) in last.changes.items() if before.get(key) != was]:
            raise StaleBook(f"{book.title}, mục “{moved[0]}”")
        after = before | {key: record for key, (record, _) in last.changes.items()}
        after = {key: record for key, record in after.items() if record is not None}
        undone = apply(session, book, held, (before, after), Doing(actor, UNDO, now, last.id))
        assert undone is not None  # a change of nothing is never kept
        return undone


def hold(session: Session, book: Book) -> BookRow:
    """The book, held until the transaction ends."""
    insert_missing(session, BookRow, name=book.name, version=0)
    held = session.get_one(BookRow, book.name, with_for_update=True)
    book.hold(session)
    return held


def apply(session: Session, book: Book, held: BookRow, rows: tuple[Rows, Rows], doing: Doing) -> EditView | None:
    """Write the rows that differ before and after, have the book agree, keep who did it."""
    changes = differences(*rows)
    if not changes:
        return None
    gone = [key for key, (_, after) in changes.items() if after is None]
    if gone and not book.removes:
        raise BookRefused(f"{book.title}: không xóa được “{gone[0]}”, phản ánh cũ còn nhắc đến. Hãy ghi là ngừng dùng.")
    for key in sorted(changes, key=lambda key: key not in gone):
        book.write(session, key, changes[key][1])
    session.flush()
    book.settle(session, *rows, doing.now)
    held.version += 1
    pairs = {key: list(pair) for key, pair in changes.items()}
    row = BookEditRow(
        book=book.name, at=doing.now, actor=doing.actor, how=doing.how, changes=pairs, undoes=doing.undoes
    )
    session.add(row)
    session.flush()
    user = session.get(UserRow, doing.actor)
    return edit_view(book.columns(session), row, user.full_name if user else doing.actor, undone=False)


def edited(
    book: Book, columns: tuple[Column, ...], before: Mapping[str, Record], changes: Sequence[RowChange]
) -> dict[str, Record]:
    """The rows after changes by hand. Raises `StaleBook`, and `BadSheet`: of several, with each one's place as line."""
    after = dict(before)
    for change in changes:
        if change.key is None:
            continue
        if change.key not in before or shown(columns, before[change.key]) != change.before:
            raise StaleBook(f"{book.title}, mục “{change.key}”")
        after.pop(change.key, None)
    faults = list[Fault]()
    for place, change in enumerate(changes, start=min(len(changes) - 1, 1)):
        if change.after is None:
            continue
        record, wrong = read_line(columns, Line(place, change.after), book.check)
        if not wrong and (key := book.key(record)) in after:
            wrong = [Fault(place, columns[0].name, f"đã có mục “{key}”")]
        if wrong:
            faults += wrong
        else:
            after[key] = record
    if faults:
        raise BadSheet(faults)
    return after


def imported(book: Book, before: Mapping[str, Record], read: Read, keep: bool) -> dict[str, Record]:
    """The rows after a file is taken over."""
    return (dict(before) if keep or not book.removes else {}) | read.records


def differences(before: Mapping[str, Record], after: Mapping[str, Record]) -> Changes:
    """Each row that is not as it was."""
    keys = dict.fromkeys([*after, *before])
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def last_edit(session: Session, book: Book, actor: str) -> BookEditRow:
    """The actor's last change of the book that still stands. Raises `BookRefused`."""
    later = aliased(BookEditRow)
    mine = BookEditRow.book == book.name, BookEditRow.actor == actor, BookEditRow.how != UNDO
    standing = select(BookEditRow).outerjoin(later, later.undoes == BookEditRow.id).where(*mine, later.id.is_(None))
    last = session.scalars(standing.order_by(BookEditRow.id.desc()).limit(1)).one_or_none()
    if last is None:
        raise BookRefused(f"{book.title}: không còn sửa đổi nào của bạn để hoàn tác.")
    return last
