"""`callcenter demo-data`: a city that never was, for demonstrations and benchmarks."""

import os
from collections.abc import Callable
from time import monotonic

import click

from callcenter import settings as settings_file
from callcenter.cli.book_files import closed_at_end, now
from callcenter.cli.output import json_option, put
from callcenter.cli.rules import local_moment
from callcenter.installation import ensure_store
from crm.demo.fill import City, fill


@click.command("demo-data")
@click.option("--cases", type=click.IntRange(min=1), required=True, help="Bao nhiêu phản ánh.")
@click.option("--seed", default="1022", show_default=True, help="Cùng hạt giống, cùng số và cùng ngày thì ra như nhau.")
@click.option("--until", help="Lúc kết thúc, ISO 8601; mặc định là bây giờ.")
@click.option("--days", type=click.IntRange(min=1), default=365, show_default=True, help="Trải ra bao nhiêu ngày.")
@click.option("--force", is_flag=True, help="Thêm cả vào cơ sở dữ liệu đang có phản ánh thật.")
@json_option
def demo_data(cases: int, seed: str, until: str | None, days: int, force: bool, as_json: bool) -> None:
    """Sinh dữ liệu mẫu: một thành phố có người gọi, đơn vị xử lý, đúng hạn và quá hạn."""
    store = closed_at_end(ensure_store(settings_file.load(), now(), lambda line: click.echo(line, err=True)))
    city = City(cases, seed, local_moment(until, "--until") if until else now(), days)
    began = monotonic()
    try:
        added = fill(city, store, force=force, processes=os.cpu_count() or 1, tell=_telling(cases))
    except ChildProcessError as error:
        raise click.ClickException(str(error)) from error
    click.echo(err=True)
    seconds = round(monotonic() - began, 1)
    put({"cases": added, "seconds": seconds}, f"Đã thêm {added} phản ánh trong {seconds} giây.", as_json)


def _telling(cases: int) -> Callable[[int], None]:
    """Say how far it is, on one line that is written over."""
    return lambda so_far: click.echo(f"\r{so_far} / {cases}", nl=False, err=True)
