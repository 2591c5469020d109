"""Extra days and office hours: set by an administrator, used by every term, also by those that run."""

import pytest

from crm.admin_errors import BadSheet, BookRefused
from crm.book_edits import EditRows, RowChange, edit_rows, undo
from crm.books import Book, view_book
from crm.case import Category, SocialField
from crm.day_books import DayBook, HourBook
from crm.desk import forward_case, open_case
from crm.messages import ForwardCase, OpenCase, TicketFields
from crm.office_calendar import working_time_of
from crm.queries import case_by_code
from crm.store import Store
from crm.views import CaseView
from crm.working_time import WorkingTime
from tests.crm.cases import clock
from tests.crm.moments import local

DAYS, HOURS = DayBook(), HourBook()
NOW = local("2026-08-17 09:00")  # a Monday; 22/8 is a Saturday worked in exchange
NOISE = TicketFields("Karaoke", Category.SOCIAL, "noise", SocialField.DEFENCE_SECURITY, "11383", reporter_name="Ước")
STORM = {"day": "2026-08-20", "kind": "Nghỉ", "why": "Bão số 5"}


def add(store: Store, book: Book, *rows: dict[str, str]) -> None:
    assert edit_rows(EditRows(tuple(RowChange(None, None, row) for row in rows), "quan"), book, store, NOW)


def forwarded(store: Store) -> CaseView:
    case = open_case(OpenCase(NOISE, "lan"), store, NOW)
    return forward_case(ForwardCase(case.code, case.version, "ubnd_11383", "lan", "Theo quy tắc"), store, NOW)


def test_without_anything_set_it_is_the_national_calendar_and_the_data_files_hours(store: Store) -> None:
    assert working_time_of(store) == WorkingTime.default()


def test_an_extra_day_off_moves_the_terms_that_begin_after_it_was_set(store: Store) -> None:
    add(store, DAYS, STORM)
    assert clock(forwarded(store), "resolve").due_at == local("2026-08-25 00:00")


def test_an_extra_day_off_moves_the_terms_that_run_and_undoing_it_moves_them_back(store: Store) -> None:
    case = forwarded(store)
    assert clock(case, "resolve").due_at == local("2026-08-23 00:00")
    add(store, DAYS, STORM)
    assert clock(case_by_code(store, case.code, NOW), "resolve").due_at == local("2026-08-25 00:00")
    undo("quan", DAYS, store, NOW)
    assert clock(case_by_code(store, case.code, NOW), "resolve").due_at == local("2026-08-23 00:00")


def test_a_clock_that_has_stopped_stays_as_it_was_judged(store: Store) -> None:
    case = forwarded(store)
    intake = clock(case, "intake")
    add(store, DAYS, STORM | {"day": "2026-08-17"})
    assert clock(case_by_code(store, case.code, NOW), "intake") == intake


def test_a_referral_waits_for_the_office_hours_that_were_set(store: Store) -> None:
    case = open_case(OpenCase(NOISE, "lan"), store, NOW)
    refer = ForwardCase(case.code, case.version, "city_office", "lan", "Không rõ đơn vị")
    case = forward_case(refer, store, local("2026-08-17 16:30"))
    assert clock(case, "guidance").due_at == local("2026-08-18 09:00")
    add(store, HOURS, {"opens": "8:00", "closes": "12:00"}, {"opens": "13:00", "closes": "17:00"})
    assert clock(case_by_code(store, case.code, NOW), "guidance").due_at == local("2026-08-18 09:30")


def test_a_referral_on_a_day_that_becomes_a_day_off_is_counted_as_on_one(store: Store) -> None:
    case = open_case(OpenCase(NOISE, "lan"), store, NOW)
    refer = ForwardCase(case.code, case.version, "city_office", "lan", "Không rõ đơn vị")
    case = forward_case(refer, store, local("2026-08-20 16:30"))
    add(store, DAYS, STORM)
    assert clock(case_by_code(store, case.code, NOW), "guidance").due_at == local("2026-08-20 20:30")


def test_a_sunday_can_be_worked(store: Store) -> None:
    add(store, DAYS, {"day": "23/8/2026", "kind": "Làm việc", "why": "Làm bù"})
    assert view_book(DAYS, store).rows[0].key == "2026-08-23"
    assert working_time_of(store).is_working_day(local("2026-08-23 09:00").date())


def test_hours_that_overlap_are_refused(store: Store) -> None:
    with pytest.raises(BookRefused, match="chồng lên nhau"):
        add(store, HOURS, {"opens": "08:00", "closes": "12:00"}, {"opens": "11:00", "closes": "17:00"})
    assert working_time_of(store) == WorkingTime.default()


def test_hours_that_end_before_they_begin_are_refused(store: Store) -> None:
    with pytest.raises(BadSheet, match="giờ nghỉ phải sau giờ bắt đầu"):
        add(store, HOURS, {"opens": "12:00", "closes": "08:00"})


@pytest.mark.parametrize("day", ["24/8/2062026", "24/8/1926"])
def test_a_slip_of_the_year_is_noticed(store: Store, day: str) -> None:
    with pytest.raises(BadSheet):
        add(store, DAYS, STORM | {"day": day})
