"""A table of a TOML file that says exactly what is wrong with itself: file, table and field, cure."""

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from ivr_flows.errors import MenuError

WORD = re.compile(r"[a-z][a-z0-9_]*")
TEXT = "một câu trong ngoặc kép"
NAMES = 'một danh sách tên, như ["greeting"]'


class Table:
    """One table. Each field is asked for once, by kind; `done` refuses the fields nobody asked for."""

    def __init__(self, file: Path | str, where: str, values: Mapping[str, object]) -> None:
        self._file = file
        self._where = where
        self._values = values
        self._asked: set[str] = set()

    def error(self, field: str, what: str) -> MenuError:
        """The error to raise about one of this table's fields."""
        return MenuError(self._file, [f"{self._path(field)} {what}"])

    def has(self, field: str) -> bool:
        """Whether an optional field is there."""
        self._asked.add(field)
        return field in self._values

    def text(self, field: str) -> str:
        """A text that is not empty."""
        value = self._value(field, TEXT)
        if not isinstance(value, str) or not value.strip():
            raise self.error(field, f"là {value!r}; hãy viết {TEXT}")
        return value

    def word(self, field: str) -> str:
        """A name: a lower-case letter, then lower-case letters, digits and underscores."""
        return self._checked_word(field, self.text(field))

    def words(self, field: str, also: re.Pattern[str] | None = None) -> tuple[str, ...]:
        """A list of names, possibly empty; what `also` matches whole may stand among them."""
        value = self._value(field, NAMES)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error(field, f"là {value!r}; hãy viết {NAMES}")
        return tuple(each if also and also.fullmatch(each) else self._checked_word(field, each) for each in value)

    def one_of(self, field: str, known: Iterable[str]) -> str:
        """One of some words."""
        value, words = self.text(field), tuple(known)
        if value not in words:
            raise self.error(field, f"là {value!r}; hãy chọn: {', '.join(words)}")
        return value

    def whole(self, field: str, least: int, most: int) -> int:
        """A whole number between two bounds."""
        value = self.number(field, least, most)
        if not isinstance(value, int):
            raise self.error(field, f"là {value!r}; hãy viết một số nguyên")
        return value

    def number(self, field: str, least: int, most: int) -> float:
        """A number between two bounds."""
        wanted = f"một số từ {least} đến {most}"
        value = self._value(field, wanted)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.error(field, f"là {value!r}; hãy viết {wanted}")
        return value

    def flag(self, field: str) -> bool:
        """true or false."""
        value = self._value(field, "true hoặc false")
        if not isinstance(value, bool):
            raise self.error(field, f"là {value!r}; hãy viết true hoặc false")
        return value

    def table(self, field: str) -> "Table":
        """A table inside this one."""
        value = self._value(field, "một bảng")
        if not isinstance(value, dict):
            raise self.error(field, f"là {value!r}; hãy viết một bảng")
        return Table(self._file, self._path(field), value)

    def tables(self, field: str) -> dict[str, "Table"]:
        """A table of tables inside this one, by their names; none when it is absent."""
        tables = self.table(field).own_tables() if self.has(field) else {}
        for name in tables:
            self._checked_word(f"{field}.{name}", name)
        return tables

    def own_tables(self) -> dict[str, "Table"]:
        """The tables inside this one, when it holds nothing else."""
        return {field: self.table(field) for field in self._values}

    def texts(self) -> Mapping[str, str]:
        """Name = text, when it holds nothing else."""
        return MappingProxyType({self._checked_word(field, field): self.text(field) for field in self._values})

    def words_by_name(self) -> Mapping[str, str]:
        """Name = name, when it holds nothing else."""
        return MappingProxyType({self._checked_word(field, field): self.word(field) for field in self._values})

    def done(self) -> None:
        """Refuse fields nobody asked for: a misspelt one must not be ignored in silence."""
        for field in self._values:
            if field not in self._asked:
                near = difflib.get_close_matches(field, self._asked, n=1)
                cure = f"có phải là {near[0]!r}?" if near else "hãy bỏ đi"
                raise self.error(field, f"không có ở đây; {cure}")

    def _value(self, field: str, wanted: str) -> object:
        self._asked.add(field)
        if field not in self._values:
            raise self.error(field, f"còn thiếu; hãy viết {wanted}")
        return self._values[field]

    def _checked_word(self, field: str, value: str) -> str:
        if not WORD.fullmatch(value):
            raise self.error(field, f"có {value!r}; hãy dùng chữ thường a-z, chữ số và _")
        return value

    def _path(self, field: str) -> str:
        return f"{self._where}.{field}" if self._where else field
