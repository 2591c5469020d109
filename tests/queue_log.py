"""Asterisk's own queue_log, read as it stands: what our figures are held against."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """One line."""

    at: int
    operator: str
    what: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class QueueLog:
    entries: tuple[Entry, ...]

    @classmethod
    def read(cls, file: Path) -> "QueueLog":
        words = (line.split("|") for line in file.read_text().splitlines())
        return cls(tuple(Entry(int(at), who, what, tuple(more)) for at, _, _, who, what, *more in words))

    def told(self, what: str) -> list[Entry]:
        """The events whose name begins so."""
        return [entry for entry in self.entries if entry.what.startswith(what)]

    def mean(self, what: str, place: int) -> float:
        """The mean of a value of these events."""
        return sum(float(entry.values[place]) for entry in self.told(what)) / len(self.told(what))
