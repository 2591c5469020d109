"""The metrics as one JSON document, the same for the command line and the web."""

from collections.abc import Mapping
from datetime import UTC, datetime

from crm.metrics.definitions import METRICS
from crm.metrics.report import Figures, MetricsReport


def report_json(report: MetricsReport) -> Mapping[str, object]:
    """Moments are UTC, ISO 8601; seconds are seconds, percentages 0 to 100; `null` where nothing was to divide by."""
    return {
        "queue": report.queue,
        "operator": report.operator,
        "metrics": {key: {"name": metric.name, "unit": metric.unit} for key, metric in METRICS.items()},
        "whole": figures_json(report.whole),
        "parts": [figures_json(part) for part in report.parts],
    }


def figures_json(figures: Figures) -> Mapping[str, object]:
    return {"from": utc(figures.begins), "to": utc(figures.ends), **figures.values}


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
