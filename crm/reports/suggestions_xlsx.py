"""The quarter's suggestions as a workbook (.xlsx)."""

from crm.reports.sheets import add_rows, as_bytes, new_book, new_sheet
from crm.reports.suggestions import SuggestionsList, columns, rows_of, suggestions_form

LETTERS_PER_MM = 0.6


def suggestions_xlsx(found: SuggestionsList) -> bytes:
    """The list as a file."""
    form = suggestions_form(found)
    book = new_book()
    widths = [(name, round(width * LETTERS_PER_MM) + 2) for name, width in columns()]
    add_rows(new_sheet(book, "Góp ý, hiến kế", f"{form.about} {form.of}", widths), rows_of(found))
    return as_bytes(book)
