"""Biểu mẫu 01 and the quarter's suggestions as documents: the same numbers in every format, nothing lost on the way."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm, Pt
from openpyxl import load_workbook

from crm.case import Category
from crm.desk import open_case
from crm.errors import BadData, NotFound
from crm.messages import OpenCase, TicketFields
from crm.reports.conditions import Counted
from crm.reports.documents import (
    Format,
    format_of,
    monthly_document,
    monthly_name,
    suggestions_document,
    suggestions_name,
)
from crm.reports.figures import Numbers, Outcome, Scope, figures
from crm.reports.form import fields_of, fill, monthly_form
from crm.reports.listing import count_of
from crm.reports.monthly import by_on_time_share, highest_share, monthly_report, most
from crm.reports.monthly_docx import words_of
from crm.reports.period import quarter_of
from crm.reports.suggestions import suggestions_list
from crm.reports.words import number, percent, printed
from crm.store import Store
from crm.views import CaseView
from tests.crm.life import Life
from tests.crm.moments import local
from tests.crm.reports.city import NOW, until
from tests.crm.walks import SUGGESTION, in_work, later

OCTOBER = until(date(2026, 10, 25))
Q4 = quarter_of("2026Q4", NOW)
EVIL = '=HYPERLINK("http://x.invalid")'
HARMLESS = TicketFields(EVIL, Category.INFRASTRUCTURE, "trees", place="+1\x00", reporter_name="-1+1")


def text_of(document: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(document)).paragraphs)


@pytest.mark.parametrize(("count", "written"), [(0, "0"), (999, "999"), (1234, "1.234"), (1_000_000, "1.000.000")])
def test_numbers_are_written_with_dots(count: int, written: str) -> None:
    assert number(count) == written


@pytest.mark.parametrize(("share", "written"), [("0.00", "0%"), ("12.30", "12,30%"), ("100.00", "100%")])
def test_per_cents_are_written_with_commas(share: str, written: str) -> None:
    assert percent(Decimal(share)) == written


def test_a_per_cent_is_rounded_half_up_and_of_nothing_is_nought() -> None:
    numbers = Numbers({Outcome.COMPLETED_ON_TIME: 1, Outcome.REFUSED: 7})
    assert (numbers.share("completed"), numbers.share("in_progress_overdue")) == (Decimal("12.50"), Decimal("0.00"))
    assert Numbers({Outcome.COMPLETED_ON_TIME: 1, Outcome.REFUSED: 15_999}).share("completed") == Decimal("0.01")


def test_the_form_has_every_line_of_the_regulation_filled_in(city: Store) -> None:
    report = monthly_report(city, OCTOBER)
    form = monthly_form(report)
    assert (form.title, form.of) == ("BÁO CÁO", "(Kỳ báo cáo tháng 10 năm 2026)")
    text = "\n".join(map(words_of, form.blocks))
    total = report.total[Scope.CUMULATIVE]
    assert (
        f"lũy kế đến ngày 25 tháng 10 năm 2026: Tổng số phản ánh, kiến nghị đã tiếp nhận: {total.of('received')}"
        in text
    )
    assert f"- Từ chối xử lý: {total.of('refused')} ({percent(total.share('refused'))})." in text
    for line in report.lines:
        assert f"- {line.name}: {line.numbers[Scope.PERIOD].of('received')}" in text
    assert text.endswith("./.")
    assert not re.search(r"[{}]", text)


def test_every_number_of_the_form_leads_to_as_many_cases(city: Store) -> None:
    form = monthly_form(monthly_report(city, OCTOBER))
    pieces = [piece for block in form.blocks for piece in block.pieces if piece.counted]
    counts = [piece for piece in pieces if not piece.text.endswith("%")]
    assert len(counts) >= 28
    for piece in counts:
        assert piece.counted
        assert piece.text == number(count_of(city, piece.counted, OCTOBER))


def test_a_word_that_the_form_does_not_know_is_named(city: Store) -> None:
    report = monthly_report(city, OCTOBER)
    for wrong in ("{nothing}", "{period.nothing}", "{period.received/nothing}"):
        with pytest.raises(BadData, match="không biết"):
            fill(wrong, fields_of(OCTOBER), report)


def test_the_document_says_what_the_form_says(city: Store) -> None:
    form = monthly_form(monthly_report(city, OCTOBER))
    text = text_of(monthly_document(city, OCTOBER, Format.DOCX))
    for words in (form.title, form.about, form.of, *map(words_of, form.blocks)):
        assert words in text.split("\n")


def test_the_document_is_a4_in_times_new_roman_14_with_the_state_motto(city: Store) -> None:
    document = Document(BytesIO(monthly_document(city, OCTOBER, Format.DOCX)))
    style, section = document.styles["Normal"], document.sections[0]
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(14))
    assert abs((section.page_width or 0) - Mm(210)) < Mm(1)
    head, foot = document.tables[0], document.tables[-1]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.rows[0].cells[1].text
    assert foot.rows[0].cells[1].text.startswith("CHÁNH VĂN PHÒNG")


def test_a_report_of_a_past_day_is_the_same_file_whenever_it_is_made(city: Store) -> None:
    assert monthly_document(city, OCTOBER, Format.JSON) == monthly_document(city, OCTOBER, Format.JSON)
    assert text_of(monthly_document(city, OCTOBER, Format.DOCX)) == text_of(
        monthly_document(city, OCTOBER, Format.DOCX)
    )


def test_the_workbook_has_the_forms_numbers_and_the_cases_behind_them(city: Store) -> None:
    report = monthly_report(city, OCTOBER)
    book = load_workbook(BytesIO(monthly_document(city, OCTOBER, Format.XLSX)))
    overview = {row[0]: row[1:] for row in book["Tổng quan"].iter_rows(min_row=4, values_only=True)}
    for figure in figures().values():
        period, cumulative = (report.total[scope].of(figure.key) for scope in (Scope.PERIOD, Scope.CUMULATIVE))
        assert (overview[figure.name][0], overview[figure.name][2]) == (period, cumulative)
    units = {row[0]: row[1] for row in book["Đơn vị, lũy kế"].iter_rows(min_row=4, values_only=True)}
    assert units == {row.name: row.numbers[Scope.CUMULATIVE].of("received") for row in report.units}
    codes = [row[0] for row in book["Phản ánh trong kỳ"].iter_rows(min_row=4, values_only=True)]
    assert len(codes) == report.total[Scope.PERIOD].of("received")


def test_what_people_wrote_is_text_in_every_document_and_breaks_none(store: Store) -> None:
    case = open_case(OpenCase(HARMLESS, "lan"), store, local("2026-11-20 09:00"))
    book = load_workbook(BytesIO(monthly_document(store, until(date(2026, 11, 24)), Format.XLSX)))
    (row,) = book["Phản ánh trong kỳ"].iter_rows(min_row=4)
    assert (row[0].value, row[6].value, row[6].data_type) == (case.code, EVIL, "s")
    assert row[5].value == "+1 " == printed("+1\x00")


def test_json_has_every_figure_with_its_per_cent(city: Store) -> None:
    report = monthly_report(city, OCTOBER)
    told: dict[str, Any] = json.loads(monthly_document(city, OCTOBER, Format.JSON))
    assert told["period"] | {"seen_at": None} == {
        "first_day": "2026-09-26",
        "last_day": "2026-10-25",
        "seen_at": None,
        "month": 10,
        "year": 2026,
    }
    for scope in Scope:
        for figure in figures():
            numbers = report.total[scope]
            expected = {"count": numbers.of(figure), "percent": float(numbers.share(figure))}
            assert told["total"][scope][figure] == expected
    assert [line["name"] for line in told["lines"]] == [line.name for line in report.lines]


def test_rankings_are_in_their_order_and_leave_out_who_has_too_few_cases(city: Store) -> None:
    report = monthly_report(city, until(NOW.date()))
    whole = Scope.CUMULATIVE
    reports = [row.numbers[whole].of("received") for row in most(report.wards, "received", whole)]
    assert reports == sorted(reports, reverse=True)
    ranked = by_on_time_share(report.units, whole)
    shares = [row.numbers[whole].share("on_time") for row in ranked]
    assert shares == sorted(shares, reverse=True)
    assert ranked
    assert all(row.numbers[whole].of("judged") >= 10 for row in ranked)
    for row in highest_share(report.units, "overdue", whole):
        numbers = row.numbers[whole]
        assert numbers.of("overdue") + numbers.of("on_time") == numbers.of("judged")


def test_the_quarters_list_has_the_suggestions_that_units_work_on(city: Store, cases: Mapping[str, CaseView]) -> None:
    listed = [suggestion.code for suggestion in suggestions_list(city, Q4).suggestions]
    assert listed
    counted = Counted("processed", Scope.PERIOD, "suggestion")
    assert len(listed) == count_of(city, counted, Q4)
    assert {cases[code].fields.category for code in listed} == {Category.SUGGESTION}


def test_a_suggestion_is_told_with_its_result_and_who_is_to_be_thanked(store: Store) -> None:
    life = Life(store, SUGGESTION, local("2026-10-01 09:00"))
    in_work(life)
    life.resolve(later(life, 60), result="Đưa vào kế hoạch năm 2027")
    (told,) = suggestions_list(store, Q4).suggestions
    assert (told.reporter, told.result) == ("Nguyễn Thị Ngọc Ước", "Đưa vào kế hoạch năm 2027")
    assert (told.unit, suggestions_list(store, Q4, "so_xay_dung").suggestions) == ("Sở Xây dựng", (told,))
    assert suggestions_list(store, Q4, "so_y_te").suggestions == ()


def test_who_wished_for_confidentiality_is_not_named_anywhere(store: Store) -> None:
    life = Life(store, SUGGESTION, local("2026-10-01 09:00"))
    life.save(later(life, 5), confidential=True)
    for form in Format:
        document = suggestions_document(store, Q4, form)
        assert b"Ng\xe1\xbb\x8dc \xc6\xaf\xe1\xbb\x9bc" not in document
    table = Document(BytesIO(suggestions_document(store, Q4, Format.DOCX))).tables[1]
    assert table.rows[1].cells[3].text == "(yêu cầu bảo mật)"


def test_an_empty_quarter_says_so_and_an_unknown_unit_is_not_found(store: Store) -> None:
    assert "Trong kỳ không có góp ý, hiến kế." in text_of(suggestions_document(store, Q4, Format.DOCX))
    with pytest.raises(NotFound, match="nobody"):
        suggestions_list(store, Q4, "nobody")


def test_files_are_named_after_their_period_and_their_format_is_the_names_end() -> None:
    assert monthly_name(OCTOBER, Format.DOCX) == "bao-cao-1022-2026-10-25.docx"
    assert suggestions_name(Q4, Format.XLSX) == "gop-y-1022-2026Q4.xlsx"
    assert format_of("Báo cáo.DOCX") is Format.DOCX
    with pytest.raises(NotFound, match="docx, xlsx, json"):
        format_of("report.pdf")
