"""`callcenter bench`: the figures, each beside what it is read against."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from bench.cities import SERVER, Cities, PostgresCities, SqliteCities
from bench.machine import load, this_machine
from bench.private_postgres import PostgresError, PrivatePostgres
from bench.report import RESULTS, keep
from bench.store import ROUNDS, SAMPLES, Run, Wanted, figures_of
from bench.store_report import text_of
from callcenter.cli.book_files import now
from callcenter.cli.output import json_option, put

results_option = click.option(
    "--results",
    type=click.Path(dir_okay=False, path_type=Path),
    default=RESULTS,
    help="Tệp Markdown ghi lại kết quả; mặc định là bench/RESULTS.md.",
)


@contextmanager
def sqlite_cities(folder: Path) -> Iterator[Cities]:
    """Files in the folder."""
    yield SqliteCities(folder)


@contextmanager
def postgres_cities(folder: Path) -> Iterator[Cities]:
    """A server of our own whose databases are kept in the folder; it writes as safely as any."""
    home = folder / "postgresql"
    server = PrivatePostgres(home, SERVER, lasting=True)
    if not (home / "data" / "PG_VERSION").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        server.initialize()
    server.start()
    try:
        yield PostgresCities(server)
    finally:
        server.stop()


KINDS: Final[Mapping[str, Callable[[Path], AbstractContextManager[Cities]]]] = {
    "sqlite": sqlite_cities,
    "postgresql": postgres_cities,
}


@click.group()
def bench() -> None:
    """Đo tốc độ, luôn đặt cạnh một phép so sánh trên cùng máy."""


@bench.command()
@click.option("--cases", type=click.IntRange(min=1), default=1_000_000, show_default=True, help="Bao nhiêu phản ánh.")
@click.option("--small", type=click.IntRange(min=1), default=10_000, show_default=True, help="So với bao nhiêu.")
@click.option("--databases", default=",".join(KINDS), show_default=True, help="Đo trên những cơ sở dữ liệu nào.")
@click.option("--samples", type=click.IntRange(min=1), default=SAMPLES, show_default=True, help="Số lần gọi mỗi vòng.")
@click.option(
    "--rounds", type=click.IntRange(min=1), default=ROUNDS, show_default=True, help="Số vòng; lấy vòng tốt nhất."
)
@click.option(
    "--keep",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Giữ dữ liệu đã sinh ở thư mục này và dùng lại; nếu không thì xóa khi xong.",
)
@results_option
@json_option
def store(
    cases: int,
    small: int,
    databases: str,
    samples: int,
    rounds: int,
    folder: Path | None,
    results: Path,
    as_json: bool,
) -> None:
    """Kho phản ánh: mở phiếu, tra người gọi, trùng lặp, hộp việc đơn vị, tìm kiếm, bảng theo dõi, báo cáo tháng."""
    wanted = Wanted(cases, small, samples, rounds, os.cpu_count() or 1)
    began, load_before = now(), load()
    found = []
    with kept_in(folder) as kept:
        for kind in kinds_of(databases):
            with a_plain_line(), KINDS[kind](kept) as cities:
                found.append(figures_of(cities, wanted, tell))
    click.echo(err=True)
    sizes = f"--cases {cases} --small {small} --databases {databases} --samples {samples} --rounds {rounds}"
    command = f"callcenter bench store {sizes}"  # what decides the figures; where they are kept does not
    run = Run(command, began, wanted, this_machine(), load_before, load(), tuple(found))
    text = text_of(run)
    keep("callcenter bench store", text, results)
    put(run, text, as_json)


def kinds_of(names: str) -> list[str]:
    """The kinds of databases that were asked for."""
    kinds = [name.strip() for name in names.split(",")]
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise click.BadParameter(f"không có “{unknown[0]}”; chọn trong {', '.join(KINDS)}.", param_hint="--databases")
    return kinds


@contextmanager
def kept_in(folder: Path | None) -> Iterator[Path]:
    """The folder, or one that is gone at the end. PostgreSQL's user must get through it: root's does not run it."""
    if folder:
        yield folder.resolve()
        return
    with TemporaryDirectory(prefix="tong-dai-1022-") as for_now:
        Path(for_now).chmod(0o755)
        yield Path(for_now)


@contextmanager
def a_plain_line() -> Iterator[None]:
    """What a private server, or a process that makes the city, can fail by."""
    try:
        yield
    except (PostgresError, ChildProcessError) as error:
        raise click.ClickException(str(error)) from error


def tell(text: str) -> None:
    """How far it is, on one line that is written over."""
    click.echo(f"\r{text:<60}", nl=False, err=True)
