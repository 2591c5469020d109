"""`callcenter metrics`: how calls went, by Amazon Connect's definitions, computed from the events when asked."""

from datetime import datetime, timedelta
from typing import Final

import click

from callcenter.cli.book_files import now, open_store
from callcenter.cli.output import json_option, put
from crm.metrics.as_json import report_json
from crm.metrics.compute import Choice
from crm.metrics.definitions import METRICS, Value
from crm.metrics.intervals import By, today
from crm.metrics.report import Figures, metrics_report
from crm.metrics.spells import Spell
from crm.working_time import HAI_PHONG

FORMATS: Final = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")
UNITS: Final = {"seconds": " giây", "percent": " %", "count": "", "score": " điểm"}
moment = click.DateTime(FORMATS)


@click.command()
@click.option("--from", "begins", type=moment, help="Từ lúc, ví dụ 2026-11-24 hay 2026-11-24T08:00; mặc định: hôm nay.")
@click.option("--to", "ends", type=moment, help="Đến trước lúc này; mặc định: một ngày sau đó.")
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
    start = begins.replace(tzinfo=HAI_PHONG) if begins else today(now()).begins
    end = ends.replace(tzinfo=HAI_PHONG) if ends else start + timedelta(days=1)
    report = metrics_report(open_store(), Spell(start, end), By(by or "whole"), Choice(queue, operator), now())
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
