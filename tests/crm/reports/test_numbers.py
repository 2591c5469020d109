"""The numbers of the report against each other and against every case's own history and clocks."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.reports.conditions import NONE, Counted, is_overdue
from crm.reports.figures import Outcome, Scope, figures, line_of, lines
from crm.reports.listing import PAGE, all_cases_of, cases_of, count_of
from crm.reports.monthly import MonthlyReport, Row, monthly_report
from crm.reports.period import month_to
from crm.store import Store
from crm.tables import CaseRow
from crm.views import CaseView
from tests.crm.cases import Statements
from tests.crm.plans import plans
from tests.crm.reports.city import CITY, NOW, until
from tests.crm.reports.oracle import outcome_of

DAYS = st.dates(date(2026, 8, 1), NOW.date())
FIGURES = st.sampled_from([*figures()])
SCOPES = st.sampled_from(Scope)
few = settings(max_examples=25, deadline=None)


def test_the_city_has_every_kind_of_case(cases: Mapping[str, CaseView]) -> None:
    seen = Counter(outcome_of(case, NOW) for case in cases.values())
    assert len(cases) == CITY.cases
    assert set(seen) == set(Outcome)


@few
@given(DAYS)
def test_every_case_counts_as_what_its_history_and_clocks_say(
    city: Store, cases: Mapping[str, CaseView], day: date
) -> None:
    period = until(day)
    listed = {case.code: case.outcome for case in all_cases_of(city, Counted("received", Scope.CUMULATIVE), period)}
    told = {case.code: case for case in cases.values() if case.received_at <= period.seen_at}
    assert listed == {code: outcome_of(case, period.seen_at) for code, case in told.items()}


@few
@given(DAYS, FIGURES, SCOPES)
def test_a_number_counts_the_cases_that_are_listed_behind_it(city: Store, day: date, figure: str, scope: Scope) -> None:
    period = until(day)
    counted = Counted(figure, scope)
    listed = [case.code for case in all_cases_of(city, counted, period)]
    printed = monthly_report(city, period).total[scope].of(figure)
    assert printed == count_of(city, counted, period) == len(listed) == len(set(listed))


@few
@given(DAYS, FIGURES, SCOPES, st.data())
def test_so_does_a_number_of_a_line_a_unit_or_a_place(
    city: Store, day: date, figure: str, scope: Scope, data: st.DataObject
) -> None:
    period = until(day)
    report = monthly_report(city, period)
    of, rows = data.draw(
        st.sampled_from([("line", report.lines), ("unit", report.units), ("ward", report.wards)]), label="group"
    )
    row: Row = data.draw(st.sampled_from(rows), label="row")
    counted = Counted(figure, scope, **{of: row.key})
    assert row.numbers[scope].of(figure) == count_of(city, counted, period)


@few
@given(DAYS)
def test_the_parts_add_up(city: Store, day: date) -> None:
    report = monthly_report(city, until(day))
    for scope in Scope:
        total = report.total[scope]
        parts = ("completed", "in_progress", "refused", "withdrawn", "duplicate")
        assert total.of("received") == sum(total.of(part) for part in parts)
        assert total.of("completed") == total.of("completed_on_time") + total.of("completed_late")
        for figure in figures():
            for rows in (report.lines, report.units, report.wards):
                assert total.of(figure) == sum(row.numbers[scope].of(figure) for row in rows)


@few
@given(DAYS, DAYS)
def test_what_was_received_and_what_has_ended_only_grows(city: Store, one: date, other: date) -> None:
    before, after = (monthly_report(city, until(day)).total[Scope.CUMULATIVE] for day in sorted([one, other]))
    for figure in ("received", "completed", "completed_on_time", "completed_late", "refused", "withdrawn", "duplicate"):
        assert before.of(figure) <= after.of(figure)


@few
@given(st.integers(0, 2))
def test_months_received_follow_each_other_without_gap_or_overlap(city: Store, back: int) -> None:
    closing = month_to(date(2026, 10 - back, 25), NOW)
    before = month_to(closing.after, NOW)
    received = [monthly_report(city, period).total for period in (before, closing)]
    assert received[1][Scope.CUMULATIVE].of("received") - received[0][Scope.CUMULATIVE].of("received") == received[1][
        Scope.PERIOD
    ].of("received")


def test_every_case_falls_under_one_of_the_five_lines(cases: Mapping[str, CaseView]) -> None:
    fields = [case.fields for case in cases.values()]
    seen = {line_of(field.category, field.social_field).key for field in fields if field.category}
    assert seen == {line.key for line in lines()}


def test_that_a_case_ended_late_is_kept_as_its_clocks_tell(city: Store) -> None:
    with city.reading() as session:
        ended = select(CaseRow.ended_late, is_overdue(CaseRow.ended_at)).where(CaseRow.ended_at.is_not(None))
        assert all(kept == told for kept, told in session.execute(ended))


def test_pages_of_a_list_follow_each_other_newest_first(city: Store) -> None:
    counted, period = Counted("received", Scope.CUMULATIVE), until(date(2026, 11, 20))
    first, second = (cases_of(city, counted, period, page=page) for page in (1, 2))
    assert len(first) == len(second) == PAGE
    assert [case.received_at for case in (*first, *second)] == sorted(
        (case.received_at for case in (*first, *second)), reverse=True
    )


def test_a_report_and_the_codes_of_a_list_are_read_from_the_index_alone(city: Store) -> None:
    statements = Statements(city)
    monthly_report(city, until(date(2026, 10, 25)))
    cases_of(city, Counted("completed_late", Scope.CUMULATIVE, unit=NONE), until(date(2026, 10, 25)))
    reads = [read for plan in plans(statements, city) for read in plan.reads if read.table == "cases"]
    assert {(read.index, read.alone) for read in reads if read.whole or read.alone} == {("ix_cases_counted", True)}


def test_an_empty_city_has_a_report_of_noughts(store: Store) -> None:
    report: MonthlyReport = monthly_report(store, until(date(2026, 10, 25)))
    assert [report.total[scope].of("received") for scope in Scope] == [0, 0]
    assert str(report.total[Scope.PERIOD].share("completed")) == "0.00"
