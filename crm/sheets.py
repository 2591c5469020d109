"""Tables as sheets of text: what a CSV file and an administrator's page both show, and are read back from.

A `Column` knows how a value is written in a cell and read again; a record is one row's values, ready for JSON.
Reading tells every fault of a sheet, each with its line, instead of stopping at the first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm.admin_errors import BadCell, BadSheet
from crm.folding import fold

Record = dict[str, Any]  # JSON's own types only
Cells = Mapping[str, str]  # by column key


@dataclass(frozen=True)
class Column:
    """`read` takes a stripped text and raises `BadCell`; `read(show(value))` is `value` again."""

    key: str
    name: str  # the header, in Vietnamese
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    required: bool = False  # the column has to be there; whether its cells may be empty is `read`'s matter
    told: bool = False  # say how a cell was understood when it is spelt otherwise than it would be shown
    choices: tuple[str, ...] = ()  # what a page offers; reading may take other spellings


@dataclass(frozen=True)
class Line:
    """One row as it stands in a file: `number` is that of its first line, the header being line 1."""

    number: int
    cells: Cells


@dataclass(frozen=True)
class Fault:
    """`line` 0 is the sheet as a whole, `column` (a header) "" the line as a whole."""

    line: int
    column: str
    what: str

    def __str__(self) -> str:
        where = [f"dòng {self.line}"] * (self.line > 0) + [f"cột {self.column}"] * bool(self.column)
        return f"{', '.join(where)}: {self.what}" if where else self.what


@dataclass(frozen=True)
class Read:
    """A sheet without faults: its records by key, and what was understood freely."""

    records: dict[str, Record]
    notes: tuple[Fault, ...]


Check = Callable[[Record], Iterable[tuple[str, str]]]  # column key and what is wrong, for columns that must agree
KeyOf = Callable[[Record], str]


def shown(columns: Sequence[Column], record: Record) -> dict[str, str]:
    """A record as cells."""
    return {column.key: column.show(record[column.key]) for column in columns}


def read_lines(columns: Sequence[Column], lines: Iterable[Line], key_of: KeyOf, check: Check) -> Read:
    """The records of a sheet. Raises `BadSheet` with every fault, two lines for one thing included."""
    records: dict[str, Record] = {}
    where: dict[str, int] = {}
    faults, notes = list[Fault](), list[Fault]()
    for line in lines:
        record, wrong = read_line(columns, line, check)
        faults += wrong
        if wrong:
            continue
        key = key_of(record)
        if key in records:
            faults.append(Fault(line.number, "", f"trùng với dòng {where[key]} (cùng “{key}”): mỗi mục chỉ một dòng"))
        records[key], where[key] = record, where.get(key, line.number)
        notes += understood(columns, line, record)
    if faults:
        raise BadSheet(faults)
    return Read(records, tuple(notes))


def read_line(columns: Sequence[Column], line: Line, check: Check) -> tuple[Record, list[Fault]]:
    """One line's record, and all that is wrong with it; the columns' agreement is asked once each can be read."""
    record: Record = {}
    faults = []
    for column in columns:
        try:
            record[column.key] = column.read(tidy(line.cells.get(column.key, "")))
        except BadCell as error:
            faults.append(Fault(line.number, column.name, str(error)))
    names = {column.key: column.name for column in columns}
    if not faults:
        faults = [Fault(line.number, names.get(key, ""), what) for key, what in check(record)]
    return record, faults


def understood(columns: Sequence[Column], line: Line, record: Record) -> Iterable[Fault]:
    """How cells were read that are spelt otherwise than shown: an old name of a ward, a unit's name without marks."""
    for column in columns:
        said, value = tidy(line.cells.get(column.key, "")), record[column.key]
        means = column.show(value)
        if column.told and said and said != value and fold(said) != fold(means):
            yield Fault(line.number, column.name, f"“{said}” được hiểu là “{means}”")


def tidy(text: str) -> str:
    """A cell without what cannot be seen around it; Excel's no-break spaces count as spaces."""
    return text.replace("\u00a0", " ").replace("\u200b", "").strip()
