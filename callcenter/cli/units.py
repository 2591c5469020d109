"""`callcenter units`: the units and their people as files."""

from pathlib import Path

import click

from callcenter.cli.book_files import export_options, import_options, open_store, read_file, write_file
from callcenter.cli.output import json_option, put
from crm.books import Book, view_book
from crm.unit_books import PeopleBook, UnitBook

people_option = click.option("--people", is_flag=True, help="Đầu mối của các đơn vị (Điều 12.1) thay vì đơn vị.")


@click.group()
def units() -> None:
    """Đơn vị xử lý và đầu mối của họ: xem, xuất và nhập CSV."""


@units.command("list")
@people_option
@json_option
def list_units(people: bool, as_json: bool) -> None:
    """Liệt kê đơn vị, hoặc đầu mối."""
    rows = view_book(_book(people), open_store()).rows
    text = "\n".join("  ".join(cell for cell in row.cells.values() if cell) for row in rows)
    put([row.cells for row in rows], text, as_json)


@units.command("export")
@export_options
@people_option
def export_units(file: Path, separator: str, people: bool) -> None:
    """Ghi ra tệp CSV mở được bằng Excel; FILE là “-” thì in ra."""
    write_file(_book(people), file, separator)


@units.command("import")
@import_options
@people_option
@json_option
def import_units(file: Path, keep: bool, preview: bool, people: bool, as_json: bool) -> None:
    """Nhập tệp CSV, tất cả hoặc không dòng nào. Đơn vị không có trong tệp vẫn còn; exit 1 khi tệp có lỗi."""
    read_file(_book(people), file, keep, preview, as_json)


def _book(people: bool) -> Book:
    return PeopleBook() if people else UnitBook()
