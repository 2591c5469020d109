"""`callcenter metrics`: how calls went, by Amazon Connect's definitions, computed from the events when asked."""

from datetime import datetime
from typing import Final

import click

from callcenter.cli.book_files import now, open_store
from callcenter.cli.interval import interval_of, interval_options
from callcenter.cli.output import json_option, put
from crm.metrics.as_json import report_json
from crm.metrics.compute import Choice
from crm.metrics.definitions import METRICS, Value
from crm.metrics.intervals import By
from crm.metrics.report import Figures, metrics_report
from crm.working_time import HAI_PHONG

UNITS: Final = {"seconds": " giây", "percent": " %", "count": "", "score": " điểm"}


@click.command()
@interval_options
@click.option("--queue", help="Chỉ một hàng chờ.")
@click.option("--operator", help="Chỉ một tổng đài viên.")
@click.option("--by", type=click.Choice(["hour", "day"]), help="Chia theo giờ hay theo ngày.")
@click.option("--define", is_flag=True, help="In định nghĩa của từng chỉ số.")
@json_option
def metrics(
    begins: datetime | None,
    ends: datetime | None,
    queue: str | None,
    operator: str | None,
    by: str | None,
    define: bool,
    as_json: bool,
) -> None:
    """Chỉ số cuộc gọi: mức phục vụ, ASA, AHT, tỷ lệ bỏ lỡ, mức bận rộn... (giờ Hải Phòng)."""
    if define:
        lines = [f"{metric.key} — {metric.name}\n    {metric.definition}" for metric in METRICS.values()]
        put({key: metric.definition for key, metric in METRICS.items()}, "\n".join(lines), as_json)
        return
    report = metrics_report(open_store(), interval_of(begins, ends), By(by or "whole"), Choice(queue, operator), now())
    put(
        report_json(report),
        "\n".join(line for part in (*report.parts, report.whole) for line in lines_of(part)),
        as_json,
    )


def lines_of(figures: Figures) -> list[str]:
    span = (
        f"{figures.begins.astimezone(HAI_PHONG):%d/%m/%Y %H:%M} – {figures.ends.astimezone(HAI_PHONG):%d/%m/%Y %H:%M}"
    )
    return [
        span,
        *(f"  {METRICS[key].name}: {told(METRICS[key].unit, value)}" for key, value in figures.values.items()),
    ]


def told(unit: str, value: Value) -> str:
    return "—" if value is None else f"{value:g}{UNITS[unit]}".replace(".", ",")
