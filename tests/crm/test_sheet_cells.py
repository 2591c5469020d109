"""How each kind of cell reads what people and spreadsheets write."""

import pytest

from crm import sheet_cells as cell
from crm.admin_errors import BadCell
from crm.sheets import Column

UNITS = {"cap_nuoc": "Công ty Cấp nước Hải Phòng", "vnpt": "VNPT Hải Phòng", "vnpt_2": "VNPT Hải Phòng"}
UNIT = cell.choice("unit", "Đơn vị", UNITS, what="đơn vị")
WARD = cell.ward("ward", "Địa bàn", "Toàn thành phố")


def fault(column: Column, said: str) -> str:
    with pytest.raises(BadCell) as error:
        column.read(said)
    return str(error.value)


@pytest.mark.parametrize("said", ["cap_nuoc", "Công ty Cấp nước Hải Phòng", "cong ty cap nuoc hai phong"])
def test_a_unit_is_named_by_code_or_name_marks_and_case_aside(said: str) -> None:
    assert UNIT.read(said) == "cap_nuoc"


def test_a_name_that_two_units_share_is_written_as_their_codes() -> None:
    assert UNIT.choices == ("Công ty Cấp nước Hải Phòng", "vnpt", "vnpt_2")
    assert "không có đơn vị nào là “VNPT Hải Phòng”" in fault(UNIT, "VNPT Hải Phòng")


def test_a_name_that_is_another_units_code_is_not_taken_for_it() -> None:
    column = cell.choice("unit", "Đơn vị", {"a": "b", "b": "khác"})
    assert [column.read(column.show(key)) for key in ("a", "b")] == ["a", "b"]


def test_the_nearest_name_is_offered_for_one_that_there_is_not() -> None:
    assert "có phải “Công ty Cấp nước Hải Phòng”?" in fault(UNIT, "Cty Cấp nước Hải Phòng")
    assert fault(UNIT, "") == "chưa chọn đơn vị"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("11383", "11383"),
        ("Phường Lê Chân", "11383"),
        ("P. Lê Chân", "11383"),
        ("le chan", "11383"),
        ("Quán Toan", "11602"),  # Phường Quán Toan, until 1/7/2025
        ("Thị trấn Cát Bà", "11914"),
        ("Hưng Đạo", "11689"),  # today's phường, though two old xã had the name
        ("", None),
        ("Toàn thành phố", None),
        ("toan thanh pho", None),
    ],
)
def test_a_ward_is_named_by_code_by_its_name_or_by_one_of_before(said: str, code: str | None) -> None:
    assert WARD.read(said) == code


def test_a_place_that_was_divided_asks_for_a_line_each() -> None:
    assert "Phường Thiên Hương, Phường Thuỷ Nguyên" in fault(WARD, "xã Hoa Động")
    assert "..." in fault(WARD, "huyện Vĩnh Bảo")


def test_a_place_elsewhere_is_none() -> None:
    assert "không có xã, phường, đặc khu nào là “Hoàn Kiếm”" in fault(WARD, "Hoàn Kiếm")


@pytest.mark.parametrize("said", ["2026-08-09", "9/8/2026", "09/08/2026", "9.8.2026", "09-08-2026"])
def test_a_day_is_read_day_first_as_vietnamese_excel_rewrites_it(said: str) -> None:
    assert cell.day("day", "Ngày").read(said) == "2026-08-09"


@pytest.mark.parametrize("said", ["8/22/2026", "2026-02-30", "hôm nay", "20260809999", "1/1/26"])
def test_what_is_no_day_is_told_so(said: str) -> None:
    assert "không phải ngày" in fault(cell.day("day", "Ngày"), said)


@pytest.mark.parametrize(("said", "hour"), [("7:30", "07:30"), ("07:30:00", "07:30"), ("7h30", "07:30")])
def test_an_hour_is_read_as_it_is_written_here(said: str, hour: str) -> None:
    assert cell.hour("opens", "Từ giờ").read(said) == hour


@pytest.mark.parametrize("said", ["24:00", "7:60", "sáng", ""])
def test_what_is_no_hour_is_told_so(said: str) -> None:
    assert "không phải giờ" in fault(cell.hour("opens", "Từ giờ"), said)


def test_keywords_are_separated_by_bars_and_said_once() -> None:
    column = cell.keywords("keywords", "Từ khóa")
    assert column.read("đèn đường |  cột  đèn| đèn đường|") == ["đèn đường", "cột đèn"]
    assert column.show(["đèn đường", "cột đèn"]) == "đèn đường | cột đèn"


def test_a_keyword_that_no_text_can_have_is_refused() -> None:
    assert "“!!!” không có chữ cái" in fault(cell.keywords("keywords", "Từ khóa"), "đèn|!!!")


@pytest.mark.parametrize("said", ["0912345678", "0912 345 678", "+84912345678", "912345678", "0912.345.678"])
def test_a_phone_number_survives_what_excel_does_to_it(said: str) -> None:
    column = cell.phone("phone", "Điện thoại")
    assert column.read(said) == "+84912345678"
    assert column.show("+84912345678") == "0912 345 678"


def test_what_is_no_phone_number_and_no_address_is_told_so() -> None:
    assert "không phải số điện thoại" in fault(cell.phone("phone", "Điện thoại"), "gọi cô Lan")
    assert "không phải địa chỉ" in fault(cell.email("email", "Thư"), "lan@")


def test_a_text_is_kept_in_one_spelling_and_without_hidden_characters() -> None:
    column = cell.text("name", "Tên", required=True, longest=5)
    assert column.read("Lê\u0323  A") == "Lệ A"
    assert fault(column, "") == "chưa điền"
    assert fault(column, "dài quá") == "dài 7 ký tự, nhiều nhất 5"
    assert "không nhìn thấy" in fault(column, "a\x00b")


def test_a_number_has_its_bounds_and_an_empty_one_its_meaning() -> None:
    column = cell.number("priority", "Ưu tiên", least=-10, otherwise=0)
    assert [column.read(said) for said in ("", "-10", "007")] == [0, -10, 7]
    for said in ("-11", "1,5", "99999999", "nhất"):
        assert "không phải số nguyên từ -10" in fault(column, said)


def test_yes_and_no_are_vietnamese() -> None:
    column = cell.yes("active", "Đang dùng", otherwise=True)
    assert [column.read(said) for said in ("", "có", "Khong", "KHÔNG")] == [True, True, False, False]
    assert "hãy ghi “có” hoặc “không”" in fault(column, "x")
