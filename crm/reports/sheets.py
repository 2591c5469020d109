"""Sheets of a workbook: titles, head lines that stay in sight, text that is never read as a formula."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from crm.reports.words import printed
from crm.working_time import HAI_PHONG

FONT: Final = "Times New Roman"
PLAIN, BOLD, TITLE = Font(name=FONT, size=11), Font(name=FONT, size=11, bold=True), Font(name=FONT, size=14, bold=True)
EDGE: Final = Side(style="thin", color="9AA5B1")
EDGES: Final = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
TOP: Final = Alignment(vertical="top")
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
CENTRED: Final = Alignment(wrap_text=True, vertical="center", horizontal="center")
FORMS: Final = {"text": "@", "count": "#,##0", "share": "0.00%", "moment": "dd/mm/yyyy hh:mm"}
LONGEST: Final = 32_767  # letters that a cell can hold
MOST_ROWS: Final = 1_048_576 - 3  # that a sheet can hold, under its title and head
Value = str | int | Decimal | datetime | None  # a Decimal is a per cent


def new_book() -> Workbook:
    """An empty workbook that knows what its cells look like."""
    book = Workbook(write_only=True)
    book.add_named_style(NamedStyle("title", font=TITLE))
    head = PatternFill("solid", fgColor="DCE6F1")
    book.add_named_style(NamedStyle("head", font=BOLD, fill=head, border=EDGES, alignment=CENTRED))
    for name, form in FORMS.items():
        look = WRAPPED if name == "text" else TOP
        book.add_named_style(NamedStyle(name, font=PLAIN, border=EDGES, alignment=look, number_format=form))
    return book


def new_sheet(book: Workbook, name: str, title: str, columns: Iterable[tuple[str, int]]) -> WriteOnlyWorksheet:
    """A sheet with its title and the head of its table, which stays in sight; each column with its width."""
    made: WriteOnlyWorksheet = book.create_sheet(name)
    sheet: Any = made  # the stubs do not know that a sheet to be written has columns and a page
    heads, widths = zip(*columns, strict=True)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.row_dimensions[3].height = 46  # points: three lines of a head
    sheet.freeze_panes = "B4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = Worksheet.ORIENTATION_LANDSCAPE, Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, one wide
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.append([_text(sheet, title, "title")])
    sheet.append([])
    sheet.append([_text(sheet, words, "head") for words in heads])
    return made


def add_rows(sheet: WriteOnlyWorksheet, rows: Iterable[Sequence[Value]]) -> None:
    """Rows of the table under the head, as many as a sheet can hold."""
    for row in islice(rows, MOST_ROWS):
        sheet.append([_cell(sheet, value) for value in row])


def as_bytes(book: Workbook) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell:
    match value:
        case Decimal():
            return _styled(WriteOnlyCell(sheet, float(value / 100)), "share")
        case datetime():
            return _styled(WriteOnlyCell(sheet, value.astimezone(HAI_PHONG).replace(tzinfo=None)), "moment")
        case int():
            return _styled(WriteOnlyCell(sheet, value), "count")
        case _:
            return _text(sheet, value or "", "text")


def _text(sheet: WriteOnlyWorksheet, text: str, style: str) -> Cell:
    cell = WriteOnlyCell(sheet, printed(text)[:LONGEST])
    cell.data_type = "s"  # what somebody wrote may begin with "="
    return _styled(cell, style)


def _styled(cell: Cell, style: str) -> Cell:
    cell.style = style
    return cell
