"""The month's report as a workbook (.xlsx): the form's numbers, those of lines, units and places, and the cases."""

from collections.abc import Iterator, Sequence
from typing import Final

from crm.case import STATE_NAMES
from crm.places import ward_name
from crm.reports.conditions import Counted
from crm.reports.figures import Scope, figures, find_figure, line_of, outcome_name
from crm.reports.form import monthly_form
from crm.reports.listing import ReportedCase, all_cases_of
from crm.reports.monthly import MonthlyReport, Row, by_on_time_share
from crm.reports.sheets import Value, add_rows, as_bytes, new_book, new_sheet
from crm.store import Store
from crm.topics import topic_name

SHOWN: Final = (
    *("received", "completed", "completed_on_time", "completed_late", "in_progress", "in_progress_overdue"),
    *("refused", "withdrawn", "duplicate"),
)
SHARES: Final = {"received": "Tỷ lệ trong tổng số", "on_time": "Tỷ lệ đúng hạn", "overdue": "Tỷ lệ quá hạn"}
SCOPES: Final = {Scope.PERIOD: "Trong kỳ", Scope.CUMULATIVE: "Lũy kế"}
RANKED: Final = ("judged", "completed_on_time", "overdue")
OVERVIEW: Final = (
    *(("Số liệu", 44), ("Trong kỳ, số lượng", 14), ("Trong kỳ, tỷ lệ", 14)),
    *(("Lũy kế, số lượng", 14), ("Lũy kế, tỷ lệ", 14), ("Căn cứ", 48)),
)
CASES: Final = (
    *(("Mã", 12), ("Tiếp nhận", 16), ("Lĩnh vực", 26), ("Chủ đề", 24), ("Xã, phường, đặc khu", 24)),
    *(("Địa điểm", 28), ("Nội dung", 60), ("Đơn vị xử lý", 36), ("Trạng thái hiện nay", 22)),
    *(("Được tính là", 22), ("Hạn", 16), ("Kết thúc", 16)),
)


def monthly_xlsx(report: MonthlyReport, store: Store) -> bytes:
    """The report as a file, with the cases received in the period."""
    book = new_book()
    form = monthly_form(report)
    title = f"{form.about} {form.of}"
    add_rows(new_sheet(book, "Tổng quan", title, OVERVIEW), (_overview(report, figure) for figure in figures()))
    for name, rows in (("Lĩnh vực", report.lines), ("Đơn vị", report.units), ("Địa phương", report.wards)):
        for scope, scope_name in SCOPES.items():
            sheet = new_sheet(book, f"{name}, {scope_name.lower()}", title, _heads(name))
            add_rows(sheet, ([row.name, *_numbers(row, report, scope)] for row in rows))
    add_rows(new_sheet(book, "Xếp hạng đúng hạn", title, _ranking_heads()), _ranking(report))
    units = {row.key: row.name for row in report.units}
    found = all_cases_of(store, Counted("received", Scope.PERIOD), report.period)
    add_rows(new_sheet(book, "Phản ánh trong kỳ", title, CASES), (_case(case, units) for case in found))
    return as_bytes(book)


def _overview(report: MonthlyReport, figure: str) -> Sequence[Value]:
    numbers = [report.total[scope] for scope in SCOPES]
    counted: list[Value] = [value for of in numbers for value in (of.of(figure), of.share(figure))]
    return [find_figure(figure).name, *counted, find_figure(figure).source]


def _heads(name: str) -> Iterator[tuple[str, int]]:
    yield name, 44
    yield from ((find_figure(key).name, 13) for key in SHOWN)
    yield from ((head, 13) for head in SHARES.values())


def _numbers(row: Row, report: MonthlyReport, scope: Scope) -> Iterator[Value]:
    yield from (row.numbers[scope].of(key) for key in SHOWN)
    yield from (row.numbers[scope].share(key, report.total[scope]) for key in SHARES)


def _ranking_heads() -> Iterator[tuple[str, int]]:
    yield from (("Hạng", 8), ("Đơn vị", 44))
    yield from ((find_figure(key).name, 18) for key in RANKED)
    yield "Tỷ lệ đúng hạn", 18


def _ranking(report: MonthlyReport) -> Iterator[Sequence[Value]]:
    """Units by on-time share in the period; those with too few judged cases are not ranked."""
    for place, row in enumerate(by_on_time_share(report.units, Scope.PERIOD), 1):
        numbers = row.numbers[Scope.PERIOD]
        yield [place, row.name, *(numbers.of(key) for key in RANKED), numbers.share("on_time")]


def _case(case: ReportedCase, units: dict[str, str]) -> Sequence[Value]:
    return [
        case.code,
        case.received_at,
        line_of(case.category, case.social_field).name,
        topic_name(case.topic) if case.topic else "",
        ward_name(case.ward) if case.ward else "",
        case.place,
        case.content,
        units.get(case.unit or "", ""),
        STATE_NAMES[case.state],
        outcome_name(case.outcome),
        case.due_at,
        case.ended_at,
    ]
