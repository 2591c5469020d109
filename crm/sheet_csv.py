"""Sheets as CSV files that Excel opens with every diacritic, and takes back as people save them.

Out: UTF-8 with a byte order mark, `;` (what Excel expects under Vietnamese settings) or `,`. In: UTF-8 or UTF-16, `;`,
`,` or tab, headers in any order, by their Vietnamese name or key, diacritics and case aside. A text that a spreadsheet
would take for a formula gets an apostrophe before it on the way out and loses it on the way in.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from crm.admin_errors import BadSheet
from crm.folding import fold
from crm.sheets import Cells, Column, Fault, Line, tidy

SEPARATORS: Final = (";", ",", "\t")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")  # what begins one, and our own mark
PLAIN_NUMBER: Final = re.compile(r"-?[0-9]+")
EXCEL_HINT: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
ZIP: Final = b"PK\x03\x04"  # how an .xlsx begins
NOT_UTF8: Final = "tệp không phải UTF-8: trong Excel hãy chọn Lưu thành, kiểu “CSV UTF-8”"
WORKBOOK: Final = "đây là sổ Excel (.xlsx): hãy chọn Lưu thành, kiểu “CSV UTF-8”, rồi nhập tệp đó"


class Row(NamedTuple):
    number: int
    texts: list[str]


def to_csv(columns: Sequence[Column], rows: Iterable[Cells], separator: str = ";") -> bytes:
    """The file: a header of Vietnamese names, then the rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([guarded(row[column.key]) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def from_csv(columns: Sequence[Column], data: bytes) -> tuple[Line, ...]:
    """The lines of a file that are not empty. Raises `BadSheet` when it is no table of these columns."""
    text, separator = decoded(data), None
    if hint := EXCEL_HINT.match(text):
        text, separator = "\n" + text[hint.end() :], hint[1]
    separator = separator or likeliest_separator(columns, text)
    header, *rows = list(read_rows(text, separator)) or [Row(1, [])]
    keys, faults = read_header(columns, header)
    faults += [
        Fault(row.number, "", f"có {len(row.texts)} ô, tiêu đề chỉ có {len(keys)} cột")
        for row in rows
        if any(map(tidy, row.texts[len(keys) :]))
    ]
    if faults:
        raise BadSheet(faults)
    return tuple(Line(row.number, dict(zip(keys, map(unguarded, row.texts), strict=False))) for row in rows)


def decoded(data: bytes) -> str:
    """The text of the file, else `BadSheet` that says how to save it."""
    if data.startswith(ZIP):
        raise BadSheet([Fault(0, "", WORKBOOK)])
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadSheet([Fault(0, "", NOT_UTF8)]) from error


def likeliest_separator(columns: Sequence[Column], text: str) -> str:
    """The one that splits the first line into most headers we know."""
    known = {spelling for column in columns for spelling in spellings(column)}
    first = next((line for line in text.splitlines() if line.strip()), "")

    def headers(separator: str) -> int:
        return sum(fold(cell) in known for cell in next(csv.reader([first], delimiter=separator), []))

    return max(SEPARATORS, key=headers)


def read_rows(text: str, separator: str) -> Iterator[Row]:
    """Rows that hold anything, each with the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for texts in reader:
            if any(map(tidy, texts)):
                yield Row(begins, texts)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadSheet([Fault(begins, "", f"dấu nháy kép không khớp ({error})")]) from error


def read_header(columns: Sequence[Column], header: Row) -> tuple[list[str], list[Fault]]:
    """The key of each column of the file, in its order."""
    by_spelling = {spelling: column for column in columns for spelling in spellings(column)}
    names = ", ".join(column.name for column in columns)
    found, faults = list[str](), list[Fault]()
    for text in trimmed(header.texts):
        column = by_spelling.get(fold(text))
        if column is None:
            faults.append(Fault(header.number, "", f"không có cột “{tidy(text)}”; các cột: {names}"))
        elif column.key in found:
            faults.append(Fault(header.number, column.name, "cột này có hai lần"))
        found.append(column.key if column else "")
    missing = [column.name for column in columns if column.required and column.key not in found]
    if missing and not faults:
        faults.append(Fault(header.number, "", f"thiếu cột {', '.join(missing)}; các cột: {names}"))
    return found, faults


def spellings(column: Column) -> tuple[str, str]:
    """How a header may be written, folded."""
    return fold(column.name), fold(column.key)


def trimmed(texts: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end, which Excel likes to add."""
    filled = [place for place, text in enumerate(texts, start=1) if tidy(text)]
    return texts[: filled[-1]] if filled else ()


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) and not PLAIN_NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The cell without our own mark."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
