"""An official document as Nghị định 30/2020/NĐ-CP lays it out: paper, letterhead, page numbers, place to sign.

What stands in it is data (`crm/data/report_form.toml`); the document is built from nothing each time.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from crm.data import read_toml
from crm.reports.words import printed

FILE: Final = "report_form.toml"
A4: Final = (Mm(210), Mm(297))
SMALLER: Final = 13  # Quốc hiệu, the issuer, the number: 12 to 13
RECIPIENTS: Final = 11
AUTHOR: Final = "Tổng đài 1022"
INDENT: Final = Mm(12.7)
AFTER: Final = Pt(6)
CENTRE, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def new_paper(title: str, seen_at: datetime, *, landscape: bool = False) -> Docx:
    """An empty A4 document in the form's type, its pages numbered from the second on."""
    document = Document()
    _set_type(document)
    section = document.sections[0]
    width, height = reversed(A4) if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    top, bottom, left, right = (Mm(margin) for margin in _data()["paper"]["margins"])
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    document.core_properties.title = title
    document.core_properties.author = AUTHOR
    document.core_properties.created = document.core_properties.modified = seen_at
    return document


def add_letterhead(document: Docx, year: str) -> None:
    """Quốc hiệu, the issuer, number and date: the two columns above every official document."""
    head = _data()["head"]
    widths = [Mm(62), text_width(document) - Mm(62)]
    table = grid(document, widths, rows=2)
    left, right = table.rows[0].cells
    lines = [*((line, False) for line in head["issuer_above"]), (head["issuer"], True)]
    for place, (line, bold) in enumerate(lines):
        say(paragraph(left, first=place == 0), line, size=SMALLER, bold=bold)
    rule(left, widths[0], Mm(20))
    say(paragraph(right, first=True), head["country"], size=SMALLER, bold=True)
    say(paragraph(right), head["motto"], bold=True)
    rule(right, widths[1], Mm(58))
    number, dated = table.rows[1].cells
    say(paragraph(number, first=True), head["number"], size=SMALLER)
    say(paragraph(dated, first=True), head["place"].format(year=year), italic=True)
    for cell in (number, dated):
        cell.paragraphs[0].paragraph_format.space_before = AFTER


def add_title(document: Docx, title: str, about: str, of: str) -> None:
    """What kind of document, on what, of which period."""
    for place, line in enumerate((title, about, of)):
        written = say(document.add_paragraph(), line, bold=True)
        written.alignment = CENTRE
        written.paragraph_format.space_before = Pt(18 if place == 0 else 0)
    rule(document, text_width(document), Mm(45))


def add_foot(document: Docx) -> None:
    """Who gets it, and where it is signed: never on a page by itself, if what stands before is kept with it."""
    foot = _data()["foot"]
    table = grid(document, [text_width(document) // 2] * 2, rows=1)
    left, right = table.rows[0].cells
    say(paragraph(left, first=True), foot["recipients_title"], size=RECIPIENTS + 1, bold=True, italic=True)
    for recipient in foot["recipients"]:
        say(paragraph(left), recipient, size=RECIPIENTS)
    say(paragraph(right, first=True), foot["signer"], bold=True).alignment = CENTRE
    for _ in range(4):
        paragraph(right)
    for written in left.paragraphs:
        start(written)
    left.paragraphs[0].paragraph_format.space_before = right.paragraphs[0].paragraph_format.space_before = Pt(12)


def say(
    written: Paragraph, text: str, *, size: float | None = None, bold: bool = False, italic: bool = False
) -> Paragraph:
    """Add words to a paragraph."""
    run = written.add_run(printed(text))
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    return written


def body(document: Docx, text: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of the text itself: justified, its first line set in."""
    written = say(document.add_paragraph(), text, bold=bold)
    written.alignment = JUSTIFIED
    written.paragraph_format.first_line_indent = INDENT
    written.paragraph_format.space_after = AFTER
    return written


def paragraph(cell: _Cell, *, first: bool = False) -> Paragraph:
    """A centred paragraph in a cell; every cell has its first one already."""
    written: Paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    written.alignment = CENTRE
    return written


def grid(document: Docx, widths: Sequence[int], rows: int, style: str | None = None) -> Table:
    """A table of fixed widths whose rows are not torn apart by the end of a page; without lines unless styled."""
    table: Table = document.add_table(rows=rows, cols=len(widths), style=style)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Length(width)
    for row in table.rows:
        fit(row, widths)
    return table


def add_row(table: Table, widths: Sequence[int]) -> _Row:
    """One more row of a table."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    fit(row, widths)
    return row


def fit(row: _Row, widths: Sequence[int]) -> None:
    """A row in its widths, whole on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Length(width)


def start(written: Paragraph) -> Paragraph:
    """Set from the left, as the cells of a list are."""
    written.alignment = WD_ALIGN_PARAGRAPH.LEFT
    return written


def repeat_on_each_page(row: _Row) -> None:
    """The head of a table that goes on over pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def rule(place: Docx | _Cell, width: int, length: int) -> None:
    """The line under a name or title, in the middle of the width."""
    written: Paragraph = place.add_paragraph()
    form = written.paragraph_format
    form.left_indent = form.right_indent = Length((width - length) // 2)
    form.space_before, form.space_after = Pt(3), AFTER
    form.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in {"val": "single", "sz": "6", "space": "1", "color": "000000"}.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    written._p.get_or_add_pPr().append(borders)


def text_width(document: Docx) -> Length:
    """What is left between the margins."""
    section = document.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return Length((section.page_width or 0) - margins)


def as_bytes(document: Docx) -> bytes:
    """The document as a file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_type(document: Docx) -> None:
    paper = _data()["paper"]
    style = document.styles["Normal"]
    style.font.name, style.font.size = paper["font"], Pt(paper["size"])
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), paper["font"])
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _number_pages(header: Paragraph) -> None:
    header.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = header.add_run()._r
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run.append(part)


def _data() -> dict[str, Any]:
    return read_toml(FILE)
