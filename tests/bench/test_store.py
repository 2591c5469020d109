"""`callcenter bench store` from end to end, in a city of a few: that every figure is there, not what it is."""

import json
from pathlib import Path

from click.testing import CliRunner

from bench.cities import SqliteCities, ensure_city
from bench.store_operations import BARE, OPERATIONS
from callcenter.__main__ import commands

SIZES = ("--cases", "300", "--small", "100", "--samples", "4", "--rounds", "1")


def test_every_operation_is_measured_in_both_cities_and_the_figures_are_kept(tmp_path: Path) -> None:
    kept = ("--databases", "sqlite", "--keep", str(tmp_path / "kept"), "--results", str(tmp_path / "RESULTS.md"))
    result = CliRunner().invoke(commands, ["bench", "store", *SIZES, *kept, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    run = json.loads(result.stdout)
    (database,) = run["databases"]
    names = [operation.name for operation in (*BARE, *OPERATIONS)]
    assert database["version"].startswith("SQLite 3")
    assert [figure["name"] for figure in database["figures"]] == names
    assert all(figure[size]["p99"] > 0 for figure in database["figures"] for size in ("small", "large"))
    written = (tmp_path / "RESULTS.md").read_text()
    assert all(f"| {name} " in written for name in names)


def test_an_unknown_database_is_refused() -> None:
    result = CliRunner().invoke(commands, ["bench", "store", "--databases", "oracle"])
    assert (result.exit_code, "oracle" in result.stderr) == (2, True)


def test_a_city_is_made_once_and_one_that_was_left_half_made_is_made_anew(tmp_path: Path) -> None:
    cities = SqliteCities(tmp_path)
    Path(cities.new(20).removeprefix("sqlite:///")).write_text("stopped half way")
    said: list[str] = []
    for _ in range(2):
        ensure_city(cities, 20, 1, said.append).close()
    assert said == ["sqlite: 20 / 20"]
    ensure_city(cities, 20, 1, said.append, anew=True).close()
    assert said == ["sqlite: 20 / 20"] * 2
