"""Biểu mẫu 01 as a document to be signed (.docx)."""

from typing import Final

from crm.reports.form import Block, monthly_form
from crm.reports.monthly import MonthlyReport
from crm.reports.paper import add_foot, add_letterhead, add_title, as_bytes, body, new_paper

SIGNS: Final = {"item": "- ", "subitem": "+ "}


def monthly_docx(report: MonthlyReport) -> bytes:
    """The report as a file."""
    form = monthly_form(report)
    document = new_paper(f"{form.about} {form.of}", report.period.seen_at)
    add_letterhead(document, str(report.period.closes.year))
    add_title(document, form.title, form.about, form.of)
    for block in form.blocks:
        written = body(document, words_of(block), bold=block.kind == "heading")
        leads_on = block.kind == "heading" or block.text.endswith(":")
        written.paragraph_format.keep_with_next = leads_on or block is form.blocks[-1]
    add_foot(document)
    return as_bytes(document)


def words_of(block: Block) -> str:
    """A block's words with the sign of its kind."""
    return SIGNS.get(block.kind, "") + block.text
