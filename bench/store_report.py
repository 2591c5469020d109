"""The figures of the store for people."""

from collections.abc import Iterator
from typing import Final

from bench.report import table
from bench.store import Figure, Figures, Run

HEAD: Final = ("operation", "calls", "p50 few", "p50 many", "growth", "p99 many", "target p99", "met", "x bare")


def text_of(run: Run) -> str:
    """All that a reader needs to judge the figures."""
    wanted, machine = run.wanted, run.machine
    lines = [
        f"`{run.command}`, {run.began:%d/%m/%Y %H:%M} UTC: {machine.processor}, {machine.cores} cores, "
        f"{machine.memory_gib} GiB, {machine.system}, Python {machine.python}; "
        f"load before {run.load_before}, after {run.load_after}.",
        "",
        f"Many: {wanted.cases:,} cases of a year; few: {wanted.small:,}. Milliseconds; best of {wanted.rounds} rounds.",
        "Growth: p50 many / p50 few. x bare: p50 many / p50 of one row read by its key, or written, in that database.",
    ]
    for database in run.databases:
        lines += ["", f"### {database.version}", "", *table(HEAD, rows_of(database))]
    return "\n".join(lines)


def rows_of(database: Figures) -> Iterator[tuple[str, ...]]:
    bare = {figure.name: figure.large.p50 for figure in database.figures}
    for figure in database.figures:
        yield row_of(figure, bare[figure.bare])


def row_of(figure: Figure, bare_p50: float) -> tuple[str, ...]:
    return (
        figure.name,
        f"{figure.large.calls}",
        f"{figure.small.p50:.2f}",
        f"{figure.large.p50:.2f}",
        f"{figure.growth:.1f}",
        f"{figure.large.p99:.2f}",
        f"{figure.target_ms:.0f}",
        "yes" if figure.met else "NO",
        f"{figure.large.p50 / bare_p50:.1f}",
    )
