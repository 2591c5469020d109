"""Every book as a file: out and in again, previewed, all or nothing; and changes by several people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from crm.admin_errors import BadSheet, BookRefused, StaleBook
from crm.book_edits import EditRows, ImportSheet, RowChange, edit_rows, import_sheet, preview_import, undo
from crm.books import Book, edits_of, export_book, view_book
from crm.case import Category
from crm.data_files import sample_units
from crm.desk import forward_case
from crm.errors import WrongValue
from crm.messages import ForwardCase
from crm.places import wards
from crm.routing import Rule
from crm.rule_csv import RuleBook, record_of, rule_columns, rule_of_record
from crm.rules_admin import start_draft
from crm.sheet_csv import from_csv, to_csv
from crm.sheets import read_lines, shown
from crm.store import Store
from crm.topics import topics_of
from crm.unit_books import PeopleBook, UnitBook
from tests.crm.cases import opened
from tests.crm.moments import local

NOW = local("2026-11-24 09:00")
PEOPLE, UNITS = PeopleBook(), UnitBook()
LAN = {"unit": "cap_nuoc", "place": "1", "name": "Lan", "role": "Trực", "phone": "0912345678", "email": "", "note": ""}
UNIT_NAMES = {unit.code: unit.name for unit in sample_units()}
COLUMNS = rule_columns(UNIT_NAMES, ())

DAYS = st.none() | st.dates()
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="|")
KEYWORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12).map(lambda word: f"từ {word}"), max_size=3)
RULES = st.sampled_from(Category).flatmap(
    lambda category: st.builds(
        Rule,
        id=st.from_regex("[a-z][a-z0-9._-]{0,20}", fullmatch=True),
        category=st.just(category),
        topic=st.none() | st.sampled_from([None, *(topic.key for topic in topics_of(category))]),
        ward=st.none() | st.sampled_from([ward.code for ward in wards()]),
        keywords=KEYWORDS.map(tuple),
        unit=st.sampled_from(list(UNIT_NAMES)),
        priority=st.integers(-1000, 1000),
        valid_from=DAYS,
        valid_to=DAYS,
    )
)


def new(**cells: str) -> RowChange:
    return RowChange(None, None, cells)


def add(store: Store, book: Book, *rows: dict[str, str], actor: str = "quan") -> None:
    assert edit_rows(EditRows(tuple(RowChange(None, None, row) for row in rows), actor), book, store, NOW)


def row(store: Store, book: Book, key: str) -> dict[str, str]:
    return next(row.cells for row in view_book(book, store).rows if row.key == key)


def take(store: Store, book: Book, data: bytes, *, keep: bool = False, version: int | None = None) -> int:
    """Import; how many rows changed."""
    edit = import_sheet(ImportSheet(data, "quan", keep, version), book, store, NOW)
    return len(edit.changes) if edit else 0


@given(st.lists(RULES, max_size=8, unique_by=lambda rule: rule.id), st.sampled_from(";,\t"))
def test_rules_come_back_from_a_file_as_they_went_into_it(rules: list[Rule], separator: str) -> None:
    book = RuleBook(2)
    kept = {rule.id: COLUMNS[4].read(COLUMNS[4].show(record_of(rule)["keywords"])) for rule in rules}
    records = [record_of(rule) | {"keywords": kept[rule.id]} for rule in rules]
    data = to_csv(COLUMNS, [shown(COLUMNS, record) for record in records], separator)
    read = read_lines(COLUMNS, from_csv(COLUMNS, data), book.key, lambda _: ())
    assert list(read.records.values()) == records
    assert read.notes == ()
    assert [record_of(rule_of_record(record)) for record in records] == records


@pytest.mark.parametrize("book", [RuleBook(1), UNITS], ids=lambda book: book.name)
@pytest.mark.parametrize("separator", [";", ","])
def test_a_book_exported_and_read_again_changes_nothing(store: Store, book: Book, separator: str) -> None:
    preview = preview_import(export_book(book, store, separator), False, book, store)
    assert (preview.changes, preview.notes) == ((), ())
    assert preview.rows == len(view_book(book, store).rows)


def test_a_file_is_previewed_before_it_is_taken_over(store: Store) -> None:
    draft = RuleBook(start_draft("quan", store, NOW))
    lines = export_book(draft, store).decode("utf-8-sig").splitlines()
    kept = [line for line in lines if not line.startswith(("cap-nuoc;", "dien;"))]
    data = "\n".join([*kept, "cap-nuoc;infrastructure;Cấp nước;xã Hồng Thái Đông;;vnpt;5;;"]).encode()
    with pytest.raises(BadSheet):
        preview_import(data, False, draft, store)
    data = "\n".join([*kept, "cap-nuoc;infrastructure;Cấp nước;Quán Toan;;vnpt;5;;"]).encode()
    preview = preview_import(data, False, draft, store)
    assert {change.key: change.after is None for change in preview.changes} == {"cap-nuoc": False, "dien": True}
    assert [note.what for note in preview.notes] == ["“Quán Toan” được hiểu là “Phường Hồng An”"]
    assert row(store, draft, "cap-nuoc")["unit"] == "Công ty Cấp nước Hải Phòng"
    assert take(store, draft, data, version=preview.version) == 2
    assert row(store, draft, "cap-nuoc") == {
        "id": "cap-nuoc",
        "category": "Hạ tầng kỹ thuật",
        "topic": "Cấp nước",
        "ward": "Phường Hồng An",
        "keywords": "",
        "unit": "VNPT Hải Phòng",
        "priority": "5",
        "valid_from": "",
        "valid_to": "",
    }


def test_rows_the_file_does_not_name_stay_when_asked_to(store: Store) -> None:
    draft = RuleBook(start_draft("quan", store, NOW))
    before = len(view_book(draft, store).rows)
    data = b"id;category;unit\nmoi;social;cong_an"
    assert take(store, draft, data, keep=True) == 1
    assert len(view_book(draft, store).rows) == before + 1
    assert take(store, draft, data) == before


def test_a_faulty_file_is_told_whole_and_nothing_of_it_is_taken(store: Store) -> None:
    draft = RuleBook(start_draft("quan", store, NOW))
    data = "id;category;topic;ward;unit\na;social;noise;11383;cong_an\nb;social;gas;Hoàn Kiếm;x\nc;sociale;;;cong_an"
    with pytest.raises(BadSheet) as error:
        take(store, draft, data.encode())
    assert [(fault.line, fault.column) for fault in error.value.faults] == [
        (3, "Địa bàn"),
        (3, "Đơn vị"),
        (4, "Lĩnh vực"),
    ]
    assert edits_of(draft, store) == ()


def test_what_changed_after_the_preview_is_not_overwritten(store: Store) -> None:
    preview = preview_import(export_book(PEOPLE, store), False, PEOPLE, store)
    add(store, PEOPLE, LAN)
    with pytest.raises(StaleBook):
        take(store, PEOPLE, export_book(PEOPLE, store), version=preview.version)


def test_an_import_is_one_change_and_taken_back_as_one(store: Store) -> None:
    draft = RuleBook(start_draft("quan", store, NOW))
    before = view_book(draft, store).rows
    take(store, draft, b"id;category;unit\nmoi;social;cong_an")
    undo("quan", draft, store, NOW)
    assert view_book(draft, store).rows == before


def test_two_who_edit_one_row_at_once_do_not_overwrite_each_other(store: Store) -> None:
    add(store, PEOPLE, LAN)
    seen = row(store, PEOPLE, "cap_nuoc/1")
    edit_rows(EditRows((RowChange("cap_nuoc/1", seen, seen | {"name": "Lan Anh"}),), "minh"), PEOPLE, store, NOW)
    with pytest.raises(StaleBook, match="đã được người khác sửa"):
        edit_rows(EditRows((RowChange("cap_nuoc/1", seen, seen | {"name": "Hoa"}),), "quan"), PEOPLE, store, NOW)
    assert row(store, PEOPLE, "cap_nuoc/1")["name"] == "Lan Anh"


def test_a_change_somebody_built_upon_is_not_taken_back(store: Store) -> None:
    add(store, PEOPLE, LAN)
    seen = row(store, PEOPLE, "cap_nuoc/1")
    edit_rows(EditRows((RowChange("cap_nuoc/1", seen, seen | {"name": "Lan Anh"}),), "minh"), PEOPLE, store, NOW)
    with pytest.raises(StaleBook):
        undo("quan", PEOPLE, store, NOW)


def test_people_change_places_in_one_change(store: Store) -> None:
    add(store, PEOPLE, LAN, LAN | {"place": "2", "name": "Hoa"})
    first, second = (row(store, PEOPLE, f"cap_nuoc/{place}") for place in (1, 2))
    swap = (
        RowChange("cap_nuoc/1", first, first | {"place": "2"}),
        RowChange("cap_nuoc/2", second, second | {"place": "1"}),
    )
    edit_rows(EditRows(swap, "quan"), PEOPLE, store, NOW)
    assert [row.cells["name"] for row in view_book(PEOPLE, store).rows] == ["Hoa", "Lan"]


def test_a_second_row_for_one_thing_is_refused(store: Store) -> None:
    add(store, PEOPLE, LAN)
    with pytest.raises(BadSheet, match="đã có mục “cap_nuoc/1”"):
        add(store, PEOPLE, LAN)


def test_a_change_of_nothing_is_not_kept(store: Store) -> None:
    add(store, PEOPLE, LAN)
    seen = row(store, PEOPLE, "cap_nuoc/1")
    same = EditRows((RowChange("cap_nuoc/1", seen, seen | {"phone": "0912 345678"}),), "quan")
    assert edit_rows(same, PEOPLE, store, NOW) is None
    assert view_book(PEOPLE, store).version == 1


def test_somebody_who_cannot_be_reached_is_no_contact(store: Store) -> None:
    with pytest.raises(BadSheet, match="cần số điện thoại hoặc thư điện tử"):
        add(store, PEOPLE, LAN | {"phone": ""})


def test_a_unit_an_administrator_wrote_is_no_sample_any_more(store: Store) -> None:
    seen = row(store, UNITS, "cap_nuoc")
    edit_rows(EditRows((RowChange("cap_nuoc", seen, seen | {"phone": "02253747171"}),), "quan"), UNITS, store, NOW)
    with store.reading() as session:
        samples = session.execute(text("SELECT count(*) FROM units WHERE NOT sample")).scalar()
    assert samples == 1


def test_a_closed_unit_is_sent_nothing_new(store: Store) -> None:
    add(store, UNITS, {"code": "moi", "name": "Đơn vị mới", "kind": "Sở, ngành", "active": "không"})
    case = opened(store)
    with pytest.raises(WrongValue, match="đã ngừng dùng"):
        forward_case(ForwardCase(case.code, case.version, "moi", "lan", "Thử"), store, NOW)


def test_a_unit_is_never_removed_but_closed_once_no_rule_names_it(store: Store) -> None:
    add(store, UNITS, {"code": "moi", "name": "Đơn vị mới", "kind": "Sở, ngành"})
    with pytest.raises(BookRefused, match="Hãy ghi là ngừng dùng"):
        undo("quan", UNITS, store, NOW)
    for code, allowed in (("moi", True), ("cap_nuoc", False)):
        seen = row(store, UNITS, code)
        close = EditRows((RowChange(code, seen, seen | {"active": "không"}),), "quan")
        if allowed:
            assert edit_rows(close, UNITS, store, NOW)
        else:
            with pytest.raises(BookRefused, match="1 quy tắc gửi tới"):
                edit_rows(close, UNITS, store, NOW)


@pytest.mark.parametrize("cells", [{"active": "không"}, {"kind": "Sở, ngành"}])
def test_there_is_always_one_city_office(store: Store, cells: dict[str, str]) -> None:
    seen = row(store, UNITS, "city_office")
    with pytest.raises(BookRefused, match="đúng một đơn vị loại"):
        edit_rows(EditRows((RowChange("city_office", seen, seen | cells),), "quan"), UNITS, store, NOW)


@pytest.mark.parametrize("change", ["UPDATE book_edits SET actor = 'khác'", "DELETE FROM book_edits"])
def test_who_changed_what_only_grows(store: Store, change: str) -> None:
    add(store, PEOPLE, LAN)
    with pytest.raises(IntegrityError, match="book_edits is append-only"), store.transaction() as session:
        session.execute(text(change))
