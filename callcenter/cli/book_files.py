"""What `callcenter rules|units|days export` and `import` share: a book as a CSV file, previewed or taken over."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from callcenter import settings as settings_file
from callcenter.cli.output import put
from crm.admin_errors import BadSheet
from crm.book_edits import ImportSheet, import_sheet, preview_import
from crm.books import Book, ChangeView, export_book
from crm.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

STDIO: Final = "-"
CHANGES_SHOWN: Final = 20
SIGNS: Final = {(False, True): "+", (True, False): "-", (True, True): "~"}  # (was there, is there)

file_argument = click.argument("file", type=click.Path(path_type=Path, allow_dash=True))


def export_options(command: Command) -> Command:
    """FILE and the separator."""
    separator = click.option(
        "--separator", type=click.Choice([";", ","]), default=";", show_default=True, help="Dấu ngăn cách các cột."
    )
    return file_argument(separator(command))


def import_options(command: Command) -> Command:
    """FILE, whether other rows stay, and whether to look only."""
    keep = click.option("--keep", is_flag=True, help="Giữ các dòng không có trong tệp; nếu không, chúng bị bỏ.")
    preview = click.option("--preview", is_flag=True, help="Chỉ xem tệp sẽ đổi gì, không ghi.")
    return file_argument(keep(preview(command)))


def open_store() -> Store:
    """The store of the settings in force, closed when the command ends."""
    return closed_at_end(Store(settings_file.load().database))


def closed_at_end(store: Store) -> Store:
    """The store, whose connections the command gives back however it ends."""
    click.get_current_context().call_on_close(store.close)
    return store


def now() -> datetime:
    return datetime.now(tz=UTC)


def actor() -> str:
    """Who works at the command line, as the record of changes has it."""
    return f"cli:{getuser()}"


def write_file(book: Book, file: Path, separator: str) -> None:
    """The book into FILE, or to the standard output for "-"."""
    data = export_book(book, open_store(), separator)
    if str(file) == STDIO:
        sys.stdout.buffer.write(data)
    else:
        file.write_bytes(data)
        click.echo(f"Đã ghi {file}.", err=True)


def read_file(
    book: Book, file: Path, keep: bool, preview: bool, as_json: bool, into: Callable[[], Book] | None = None
) -> None:
    """FILE into the book. Every faulty line is told, exit 1, and nothing is written.

    `into` makes the book that is written, once the file is known to be good.
    """
    data = sys.stdin.buffer.read() if str(file) == STDIO else file.read_bytes()
    try:
        planned = preview_import(data, keep, book, open_store())
        if preview:
            notes = [f"  {note}" for note in planned.notes]
            text = "\n".join([f"{book.title}: {counted(planned.changes)}, chưa ghi.", *notes, *lines(planned.changes)])
            put(planned, text, as_json)
        else:
            book = into() if into else book
            edit = import_sheet(ImportSheet(data, actor(), keep), book, open_store(), now())
            changes = edit.changes if edit else ()
            put(edit, "\n".join([f"{book.title}: {counted(changes)}.", *lines(changes)]), as_json)
    except BadSheet as error:
        told = "\n".join(map(str, error.faults))
        put({"faults": error.faults}, f"{told}\nCó {len(error.faults)} lỗi, chưa nhận dòng nào.", as_json)
        raise SystemExit(1) from None


def counted(changes: tuple[ChangeView, ...]) -> str:
    """How many rows came, changed, went."""
    added = sum(change.before is None for change in changes)
    removed = sum(change.after is None for change in changes)
    return f"{added} dòng thêm, {len(changes) - added - removed} dòng sửa, {removed} dòng bỏ"


def lines(changes: tuple[ChangeView, ...]) -> list[str]:
    """The first changes, one a line."""
    shown = [f"  {SIGNS[change.before is not None, change.after is not None]} {said(change)}" for change in changes]
    more = [f"  ... và {len(shown) - CHANGES_SHOWN} dòng khác, xem --json"] if len(shown) > CHANGES_SHOWN else []
    return shown[:CHANGES_SHOWN] + more


def said(change: ChangeView) -> str:
    """A row's cells that differ, or all that are filled."""
    before, after = change.before or {}, change.after or {}
    both = before and after
    cells = [
        f"{before.get(key, '')} → {after.get(key, '')}" if both else (after or before)[key]
        for key in (after or before)
        if before.get(key) != after.get(key) and (before.get(key) or after.get(key))
    ]
    return f"{change.key}: {'; '.join(cells)}"
