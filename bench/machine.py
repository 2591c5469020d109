"""Where and when a figure was taken: a number says nothing without it."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CPU: Final = Path("/proc/cpuinfo")
MEMORY: Final = Path("/proc/meminfo")
KIB_IN_GIB: Final = 1 << 20


@dataclass(frozen=True)
class Machine:
    """What does not change while a figure is taken."""

    processor: str
    cores: int
    memory_gib: int
    system: str
    python: str


def this_machine() -> Machine:
    """As Linux describes it."""
    return Machine(
        processor=said(CPU, "model name"),
        cores=os.cpu_count() or 1,
        memory_gib=round(int(said(MEMORY, "MemTotal").split()[0]) / KIB_IN_GIB),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
    )


def load() -> float:
    """How many programs wanted to run at once in the last minute; with more than the cores everything waits."""
    return round(os.getloadavg()[0], 1)


def said(file: Path, name: str) -> str:
    """The value on the first line that begins with `name`."""
    found = (line.partition(":")[2].strip() for line in file.read_text().splitlines() if line.startswith(name))
    return next(found, "0")
