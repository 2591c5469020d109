"""The reports for programs: the same numbers and names as on paper, moments as ISO 8601."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from crm.reports.figures import Numbers, Scope, figures
from crm.reports.monthly import MonthlyReport, Row, by_on_time_share, committees, highest_share, most
from crm.reports.period import Period
from crm.reports.suggestions import SuggestionsList

Json = Mapping[str, object]


def monthly_json(report: MonthlyReport) -> Json:
    """Biểu mẫu 01: every figure of the whole, of each line, unit and place; the rankings by their keys."""
    period = Scope.PERIOD
    return {
        "report": "monthly",
        "period": period_json(report.period),
        "total": _both(report.total, report.total),
        "lines": [_row(row, report) for row in report.lines],
        "units": [_row(row, report) for row in report.units],
        "wards": [_row(row, report) for row in report.wards],
        "most_reports": _keys(most(report.wards, "received", period)),
        "most_overdue": _keys(most(report.units, "overdue", period)),
        "highest_overdue": _keys(highest_share(committees(report.units), "overdue", period)),
        "on_time_ranking": _keys(by_on_time_share(report.units, period)),
    }


def suggestions_json(found: SuggestionsList) -> Json:
    """The quarter's list."""
    return {
        "report": "suggestions",
        "period": period_json(found.report.period) | {"quarter": found.report.period.quarter},
        "unit": found.unit,
        "suggestions": [
            asdict(suggestion) | {"received_at": suggestion.received_at.isoformat()} for suggestion in found.suggestions
        ],
    }


def period_json(period: Period) -> dict[str, object]:
    return {
        "first_day": period.first_day.isoformat(),
        "last_day": period.until.isoformat(),
        "seen_at": period.seen_at.isoformat(),
        "month": period.closes.month,
        "year": period.closes.year,
    }


def _row(row: Row, report: MonthlyReport) -> Json:
    return {"key": row.key, "name": row.name, "kind": row.kind, **_both(row.numbers, report.total)}


def _both(numbers: Mapping[Scope, Numbers], total: Mapping[Scope, Numbers]) -> dict[str, object]:
    return {
        scope: {key: {"count": of.of(key), "percent": float(of.share(key, total[scope]))} for key in figures()}
        for scope, of in numbers.items()
    }


def _keys(rows: Iterable[Row]) -> list[str]:
    return [row.key for row in rows]
