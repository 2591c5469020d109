"""CSV files as Excel writes and rewrites them."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import sheet_cells as cell
from crm.admin_errors import BadSheet
from crm.sheet_csv import from_csv, to_csv
from crm.sheets import Line, read_lines

COLUMNS = (
    cell.word("id", "Mã", "[a-z]+", "chữ thường"),
    cell.text("name", "Tên đơn vị"),
    cell.number("priority", "Ưu tiên", least=0, otherwise=0),
)
ROW = {"id": "a", "name": "Sở Văn hóa, Thể thao; Du lịch", "priority": "1"}


def faults(data: bytes) -> list[str]:
    with pytest.raises(BadSheet) as error:
        read_lines(COLUMNS, from_csv(COLUMNS, data), lambda record: str(record["id"]), lambda _: ())
    return [str(fault) for fault in error.value.faults]


def text(content: str) -> bytes:
    return content.encode()


def test_a_file_opens_in_excel_with_its_diacritics() -> None:
    data = to_csv(COLUMNS, [ROW])
    assert data.startswith(codecs.BOM_UTF8)
    assert data.decode("utf-8-sig") == 'Mã;Tên đơn vị;Ưu tiên\r\na;"Sở Văn hóa, Thể thao; Du lịch";1\r\n'


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\u00a0\u200b"), max_size=20), max_size=5))
def test_whatever_the_cells_hold_comes_back(names: list[str]) -> None:
    rows = [{"id": "a", "name": name, "priority": "0"} for name in names]
    for separator in (";", ",", "\t"):
        lines = from_csv(COLUMNS, to_csv(COLUMNS, rows, separator))
        assert [line.cells["name"] for line in lines] == names


@pytest.mark.parametrize("name", ["=1+2", "+84912", "-x", "@SUM(A1)", "'quoted", "'=x"])
def test_no_cell_is_a_formula_for_the_spreadsheet(name: str) -> None:
    data = to_csv(COLUMNS, [ROW | {"name": name}])
    assert f";'{name};" in data.decode("utf-8-sig")
    (line,) = from_csv(COLUMNS, data)
    assert line.cells["name"] == name


@pytest.mark.parametrize(
    "data",
    [
        text("Mã;Tên đơn vị;Ưu tiên\r\na;Sở Y tế;2\r\n"),
        text("ma,ten don vi,uu tien\na,Sở Y tế,2"),
        text("ƯU TIÊN\tMã\tName\n2\ta\tSở Y tế\n"),
        text("sep=,\r\nid,name,priority\r\na,Sở Y tế,2\r\n"),
        text("\n\nid;name;priority;;\n;;;;\na;Sở Y tế;2;;\n"),
        codecs.BOM_UTF8 + text('"id";"name";"priority"\n"a";"Sở Y tế";"2"'),
        "Mã\tTên đơn vị\tƯu tiên\r\na\tSở Y tế\t2\r\n".encode("utf-16"),
    ],
)
def test_files_are_taken_as_people_save_them(data: bytes) -> None:
    (line,) = from_csv(COLUMNS, data)
    assert line.cells == {"id": "a", "name": "Sở Y tế", "priority": "2"}


def test_lines_are_numbered_as_an_editor_shows_them() -> None:
    lines = from_csv(COLUMNS, text('sep=;\nid;name\n\na;"hai\ndòng"\nb;một\n'))
    assert [(line.number, line.cells["id"]) for line in lines] == [(4, "a"), (6, "b")]


def test_a_column_that_is_left_out_is_empty() -> None:
    assert from_csv(COLUMNS, text("id\na\n")) == (Line(2, {"id": "a"}),)


def test_every_faulty_line_is_told_at_once() -> None:
    assert faults(text("Mã;Tên đơn vị;Ưu tiên\nA;x;1\nb;y;cao\nc;z;1\nc;z;2\n")) == [
        "dòng 2, cột Mã: “A” không phải mã: chữ thường",
        "dòng 3, cột Ưu tiên: “cao” không phải số nguyên từ 0 đến 1000000",
        "dòng 5: trùng với dòng 4 (cùng “c”): mỗi mục chỉ một dòng",
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (text("id;tên\na;b\n"), "dòng 1: không có cột “tên”; các cột: Mã, Tên đơn vị, Ưu tiên"),
        (text("name;priority\na;1\n"), "dòng 1: thiếu cột Mã"),
        (text("id;Mã\na;b\n"), "dòng 1, cột Mã: cột này có hai lần"),
        (text(""), "dòng 1: thiếu cột Mã"),
        (text("id;name\na;b;c\n"), "dòng 2: có 3 ô, tiêu đề chỉ có 2 cột"),
        (text('id;name\na;"b\n'), "dòng 2: dấu nháy kép không khớp"),
        ("Mã;Tên đơn vị\na;Sở Y tế".encode("cp1258", "replace"), "tệp không phải UTF-8"),  # Excel's plain "CSV"
        (b"PK\x03\x04...", "đây là sổ Excel (.xlsx)"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "tệp không phải UTF-8"),
    ],
)
def test_a_file_that_is_no_such_table_says_what_it_should_be(data: bytes, says: str) -> None:
    assert faults(data)[0].startswith(says)
