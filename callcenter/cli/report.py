"""`callcenter report`: the regulation's reports as files, and on the terminal."""

from datetime import datetime
from pathlib import Path

import click

from callcenter.cli.book_files import now, open_store
from callcenter.cli.output import json_option, put
from crm.reports.as_json import monthly_json, suggestions_json
from crm.reports.documents import format_of, monthly_document, suggestions_document
from crm.reports.figures import Scope
from crm.reports.form import monthly_form
from crm.reports.monthly import by_on_time_share, monthly_report
from crm.reports.monthly_docx import words_of
from crm.reports.period import Period, last_closing, month_to, quarter_of, quarter_to
from crm.reports.suggestions import rows_of, suggestions_form, suggestions_list
from crm.reports.words import number, percent
from crm.working_time import local_day

until_option = click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Đến hết ngày này, ví dụ 2026-10-25; mặc định là ngày 25 gần nhất đã qua.",
)
out_option = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp .docx, .xlsx hoặc .json; không có thì in ra."
)


@click.group()
def report() -> None:
    """Báo cáo theo Quy chế: Biểu mẫu 01, góp ý hằng quý, xếp hạng đơn vị."""


@report.command()
@until_option
@out_option
@json_option
def monthly(until: datetime | None, out: Path | None, as_json: bool) -> None:
    """Biểu mẫu 01: tình hình tiếp nhận, xử lý phản ánh, kiến nghị (Điều 11.2)."""
    period = _month(until)
    if out:
        _write(out, monthly_document(open_store(), period, format_of(out.name)), period, as_json)
        return
    found = monthly_report(open_store(), period)
    form = monthly_form(found)
    lines = [form.title, form.about, form.of, *map(words_of, form.blocks)]
    put(monthly_json(found), "\n".join(lines), as_json)


@report.command()
@click.option("--quarter", help="Quý, ví dụ 2026Q4; mặc định là quý hiện nay.")
@click.option("--unit", help="Chỉ của đơn vị có mã này.")
@out_option
@json_option
def suggestions(quarter: str | None, unit: str | None, out: Path | None, as_json: bool) -> None:
    """Tổng hợp góp ý, hiến kế trong quý, đến ngày 25 của tháng cuối quý (Điều 8.3)."""
    period = quarter_of(quarter or quarter_to(local_day(now())), now())
    if out:
        _write(out, suggestions_document(open_store(), period, format_of(out.name), unit), period, as_json)
        return
    found = suggestions_list(open_store(), period, unit)
    form = suggestions_form(found)
    lines = [form.title, form.about, form.of, *map(words_of, form.blocks), *map("  ".join, rows_of(found))]
    put(suggestions_json(found), "\n".join(lines), as_json)


@report.command()
@until_option
@json_option
def units(until: datetime | None, as_json: bool) -> None:
    """Xếp hạng đơn vị theo tỷ lệ đúng hạn trong kỳ."""
    found = monthly_report(open_store(), _month(until))
    ranked = [(row, row.numbers[Scope.PERIOD]) for row in by_on_time_share(found.units, Scope.PERIOD)]
    values = [
        {"unit": row.key, "name": row.name, "on_time_percent": float(of.share("on_time")), "judged": of.of("judged")}
        for row, of in ranked
    ]
    lines = [
        f"{place:3}. {percent(of.share('on_time')):>7} của {number(of.of('judged')):>6}  {row.name}"
        for place, (row, of) in enumerate(ranked, 1)
    ]
    put(values, "\n".join(lines) or "Chưa đơn vị nào có đủ phản ánh để xếp hạng.", as_json)


def _month(until: datetime | None) -> Period:
    today = local_day(now())
    return month_to(until.date() if until else last_closing(today), now())


def _write(out: Path, document: bytes, period: Period, as_json: bool) -> None:
    try:
        out.write_bytes(document)
    except OSError as error:
        raise click.FileError(str(out), error.strerror) from error
    days = {"first_day": f"{period.first_day}", "last_day": f"{period.until}"}
    put({"file": out, "bytes": len(document), **days}, f"Đã ghi {out}.", as_json)
