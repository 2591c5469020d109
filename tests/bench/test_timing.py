"""What is told of the times taken, and where it is kept."""

from pathlib import Path

import pytest

from bench.report import keep, table
from bench.timing import Times, best, timed, times_of


def test_the_quantiles_are_times_that_were_taken() -> None:
    assert times_of(range(1, 101)) == Times(100, 50, 99)
    assert times_of([7.0]) == Times(1, 7.0, 7.0)
    with pytest.raises(ValueError, match="nothing"):
        times_of([])


def test_the_best_of_the_rounds_is_told_quantile_by_quantile() -> None:
    assert best([Times(5, 2.0, 9.0), Times(5, 3.0, 8.0)]) == Times(5, 2.0, 8.0)


def test_each_key_is_called_once() -> None:
    called: list[int] = []
    assert len(timed(called.append, [3, 1, 2])) == 3
    assert called == [3, 1, 2]


def test_a_table_is_aligned_and_is_markdown() -> None:
    assert list(table(("name", "ms"), [("pop", "1.50")])) == ["| name |   ms |", "| ---- | ---: |", "| pop  | 1.50 |"]


def test_the_latest_run_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for name, text in (("bench store", "1 ms"), ("bench pop", "2 ms"), ("bench store", "3 ms\n\n### SQLite\n")):
        keep(name, text, file)
    written = file.read_text()
    assert written.startswith("# Figures\n")
    assert written.endswith("## bench pop\n\n2 ms\n\n## bench store\n\n3 ms\n\n### SQLite\n")
