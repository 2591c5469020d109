"""The quarter's suggestions as a document to be signed (.docx), the list on paper laid across."""

from typing import Final

from docx.document import Document
from docx.shared import Mm

from crm.reports.paper import (
    add_foot,
    add_letterhead,
    add_row,
    add_title,
    as_bytes,
    body,
    grid,
    new_paper,
    paragraph,
    repeat_on_each_page,
    say,
    start,
)
from crm.reports.suggestions import SuggestionsList, columns, rows_of, suggestions_form

SIZE: Final = 11  # of the list


def suggestions_docx(found: SuggestionsList) -> bytes:
    """The list as a file."""
    form, period = suggestions_form(found), found.report.period
    document = new_paper(f"{form.about} {form.of}", period.seen_at, landscape=True)
    add_letterhead(document, str(period.closes.year))
    add_title(document, form.title, form.about, form.of)
    for block in form.blocks:
        body(document, block.text)
    if found.suggestions:
        add_list(document, found)
    add_foot(document)
    return as_bytes(document)


def add_list(document: Document, found: SuggestionsList) -> None:
    """The table, its head again on every page."""
    widths = [Mm(width) for _, width in columns()]
    table = grid(document, widths, rows=1, style="Table Grid")
    repeat_on_each_page(table.rows[0])
    for cell, (name, _) in zip(table.rows[0].cells, columns(), strict=True):
        say(paragraph(cell, first=True), name, size=SIZE, bold=True)
    for texts in rows_of(found):
        row = add_row(table, widths)
        for cell, text in zip(row.cells, texts, strict=True):
            say(start(paragraph(cell, first=True)), text, size=SIZE)
    for cell in table.rows[-1].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True  # the foot is not signed on an empty page
