"""`callcenter survey`: what citizens thought of their calls."""

from datetime import datetime
from typing import Final

import click

from callcenter.cli.book_files import now, open_store
from callcenter.cli.interval import interval_of, interval_options
from callcenter.cli.output import json_option, put
from crm.metrics.compute import Choice
from crm.metrics.intervals import By
from crm.metrics.report import metrics_report
from crm.metrics.surveys import survey_answers
from crm.working_time import HAI_PHONG

METRICS: Final = ("average_survey_score", "survey_response_rate")


@click.command()
@interval_options
@click.option("--operator", help="Chỉ cuộc gọi của một tổng đài viên.")
@json_option
def survey(begins: datetime | None, ends: datetime | None, operator: str | None, as_json: bool) -> None:
    """Điểm người dân chấm sau cuộc gọi, 1 đến 5, với cuộc gọi và phiếu."""
    interval = interval_of(begins, ends)
    store = open_store()
    answers = survey_answers(store, interval, operator)
    figures = metrics_report(store, interval, By.WHOLE, Choice(operator=operator), now()).whole.values
    mean, rate = (figures[name] for name in METRICS)
    lines = [
        f"{answer.at.astimezone(HAI_PHONG):%d/%m/%Y %H:%M}  {answer.score}  {answer.operator or ''}"
        f"  {answer.linkedid}  {', '.join(answer.cases)}".rstrip()
        for answer in answers
    ]
    if mean is None:
        lines.append("Chưa có câu trả lời nào.")
    else:
        lines.append(f"Trung bình {mean:.2f} điểm, {rate or 0:.0f} % cuộc gọi có trả lời.".replace(".", ",", 1))
    put({"answers": answers, **{name: figures[name] for name in METRICS}}, "\n".join(lines), as_json)
