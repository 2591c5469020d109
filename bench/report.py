"""Figures for people: as a table, and kept in a file, one section for each `callcenter bench NAME`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).with_name("RESULTS.md")
TITLE: Final = """\
# Figures

What `callcenter bench NAME` found, each command's latest run. A number is of the machine it was taken on: read it
beside its comparison.
"""
SECTION: Final = re.compile(r"^(?=## )", re.MULTILINE)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table that is read as it is and by Markdown: names to the left, numbers to the right."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    ruler = tuple("-" * width if at == 0 else "-" * (width - 1) + ":" for at, width in enumerate(widths))
    for line in (lines[0], ruler, *lines[1:]):
        yield f"| {line[0]:<{widths[0]}} | {' | '.join(map(str.rjust, line[1:], widths[1:]))} |"


def keep(name: str, text: str, file: Path) -> None:
    """Put the section of this figure into the file, in the place of an earlier one."""
    found = SECTION.split(file.read_text()) if file.exists() else [TITLE]
    others = [section for section in found[1:] if not section.startswith(f"## {name}\n")]
    sections = sorted([*others, f"## {name}\n\n{text.strip()}\n"])
    file.write_text("\n".join(section.rstrip("\n") + "\n" for section in [found[0], *sections]))
