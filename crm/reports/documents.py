"""The reports as files: which there are, in which formats, under which names."""

import json
from enum import StrEnum

from crm.errors import NotFound
from crm.reports.as_json import Json, monthly_json, suggestions_json
from crm.reports.monthly import monthly_report
from crm.reports.monthly_docx import monthly_docx
from crm.reports.monthly_xlsx import monthly_xlsx
from crm.reports.period import Period
from crm.reports.suggestions import suggestions_list
from crm.reports.suggestions_docx import suggestions_docx
from crm.reports.suggestions_xlsx import suggestions_xlsx
from crm.store import Store


class Format(StrEnum):
    """How a report is written; the value is the end of the file's name."""

    DOCX = "docx"
    XLSX = "xlsx"
    JSON = "json"


def format_of(file_name: str) -> Format:
    """By the end of the name. Raises `NotFound` that names what can be written."""
    ending = file_name.rpartition(".")[2].lower()
    try:
        return Format(ending)
    except ValueError:
        raise NotFound("định dạng báo cáo (docx, xlsx, json)", file_name) from None


def monthly_document(store: Store, period: Period, form: Format) -> bytes:
    """Biểu mẫu 01 of the period. Raises `BadData` when the form's words are broken."""
    report = monthly_report(store, period)
    match form:
        case Format.DOCX:
            return monthly_docx(report)
        case Format.XLSX:
            return monthly_xlsx(report, store)
        case Format.JSON:
            return _json(monthly_json(report))


def suggestions_document(store: Store, period: Period, form: Format, unit: str | None = None) -> bytes:
    """The quarter's suggestions, of one unit if it is named. Raises `NotFound` for the unit, `BadData`."""
    found = suggestions_list(store, period, unit)
    match form:
        case Format.DOCX:
            return suggestions_docx(found)
        case Format.XLSX:
            return suggestions_xlsx(found)
        case Format.JSON:
            return _json(suggestions_json(found))


def monthly_name(period: Period, form: Format) -> str:
    """ "bao-cao-1022-2026-10-25.docx" """
    return f"bao-cao-1022-{period.until:%Y-%m-%d}.{form}"


def suggestions_name(period: Period, form: Format) -> str:
    """ "gop-y-1022-2026Q4.docx" """
    return f"gop-y-1022-{period.closes.year}Q{period.quarter}.{form}"


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
