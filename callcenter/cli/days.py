"""`callcenter days`: days that differ from the national calendar, and office hours, as files."""

from pathlib import Path

import click

from callcenter.cli.book_files import export_options, import_options, open_store, read_file, write_file
from callcenter.cli.output import json_option, put
from crm.books import Book, view_book
from crm.day_books import DayBook, HourBook

hours_option = click.option("--hours", is_flag=True, help="Giờ làm việc thay vì ngày.")


@click.group()
def days() -> None:
    """Ngày nghỉ thêm, ngày làm bù, giờ làm việc: xem, xuất và nhập CSV."""


@days.command("list")
@hours_option
@json_option
def list_days(hours: bool, as_json: bool) -> None:
    """Liệt kê những gì khác lịch quốc gia."""
    book = _book(hours)
    rows = view_book(book, open_store()).rows
    text = "\n".join("  ".join(row.cells.values()) for row in rows)
    put([row.cells for row in rows], text or f"{book.title}: theo lịch quốc gia và giờ mặc định.", as_json)


@days.command("export")
@export_options
@hours_option
def export_days(file: Path, separator: str, hours: bool) -> None:
    """Ghi ra tệp CSV mở được bằng Excel; FILE là “-” thì in ra."""
    write_file(_book(hours), file, separator)


@days.command("import")
@import_options
@hours_option
@json_option
def import_days(file: Path, keep: bool, preview: bool, hours: bool, as_json: bool) -> None:
    """Nhập tệp CSV, tất cả hoặc không dòng nào; thời hạn đang chạy dời theo. Exit 1 khi tệp có lỗi."""
    read_file(_book(hours), file, keep, preview, as_json)


def _book(hours: bool) -> Book:
    return HourBook() if hours else DayBook()
