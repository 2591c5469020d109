"""The file of call records (CEL) that Asterisk itself keeps: reading on from a bookmark, also across a rotation.

A file is known by its first line, which holds a moment and so is like no other: inode numbers are used again, and a
rotated file may have been copied. A half-written last line is left for the next time.
"""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

log = logging.getLogger(__name__)

NAME_LENGTH: Final = 16
TAIL: Final = 1 << 16  # bytes; longer than any record
PACKED: Final = frozenset({".gz", ".bz2", ".xz", ".zst"})


@dataclass(frozen=True)
class Place:
    """How far a file was read. `file` is the name its first line gives it."""

    file: str
    offset: int

    def __str__(self) -> str:
        return f"{self.file}:{self.offset}"

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """The place a bookmark stands for; `None` when it stands for none."""
        file, _, offset = (text or "").partition(":")
        return cls(file, int(offset)) if file and offset.isdigit() else None


@dataclass
class CelLines:
    """Lines of one or more files, oldest first. `place` is behind the last one taken."""

    parts: tuple[tuple[Path, int], ...]  # files, and where to begin in each
    place: Place | None

    def __iter__(self) -> Iterator[bytes]:
        for path, offset in self.parts:
            name = name_of(path)
            if name is None:
                continue
            for line in whole_lines(path, offset):
                offset += len(line)
                self.place = Place(name, offset)
                yield line


@dataclass(frozen=True)
class CelFile:
    """`path` is what Asterisk writes now; rotated files lie beside it, their names longer."""

    path: Path

    def read(self, since: Place | None) -> CelLines:
        """Whole lines after `since`; all of `path` when it is `None`."""
        return CelLines(tuple(self._parts(since)), since)

    def end(self) -> Place | None:
        """The place behind the last whole line; `None` when there is no line."""
        name = name_of(self.path)
        if name is None:
            return None
        with self.path.open("rb") as file:
            start = max(file.seek(0, 2) - TAIL, 0)
            file.seek(start)
            return Place(name, start + file.read().rfind(b"\n") + 1)

    def _parts(self, since: Place | None) -> list[tuple[Path, int]]:
        """The files to read, oldest first, and where to begin in each."""
        if since is None:
            return [(self.path, 0)]
        newest_first = [self.path, *self._rotated()]
        for newer, file in enumerate(newest_first):
            if name_of(file) == since.file and file.stat().st_size >= since.offset:
                return [(file, since.offset), *((later, 0) for later in reversed(newest_first[:newer]))]
        log.warning("%s: the file read last is gone; reading %s from its beginning", since, self.path.name)
        return [(self.path, 0)]

    def _rotated(self) -> list[Path]:
        """Rotated files, newest first; packed ones are too old to matter."""
        files = [file for file in self.path.parent.glob(f"{self.path.name}?*") if file.suffix not in PACKED]
        return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)


def name_of(path: Path) -> str | None:
    """The name the first line gives a file; `None` before there is a whole one."""
    try:
        with path.open("rb") as file:
            first = file.readline(TAIL)
    except FileNotFoundError:
        return None
    return hashlib.sha256(first).hexdigest()[:NAME_LENGTH] if first.endswith(b"\n") else None


def whole_lines(path: Path, offset: int) -> Iterator[bytes]:
    """Lines from `offset` on, without a half-written last one."""
    with path.open("rb") as file:
        file.seek(offset)
        while (line := file.readline()).endswith(b"\n"):
            yield line
