from collections import Counter

import pytest

from crm.data import read_csv
from crm.places import find_ward, ward_by_code, ward_name, wards


def found(text: str) -> list[str]:
    return [ward.full_name for ward in find_ward(text)]


def test_there_are_67_xa_45_phuong_and_2_dac_khu() -> None:
    assert Counter(ward.kind for ward in wards()) == {"xã": 67, "phường": 45, "đặc khu": 2}
    assert len({ward.code for ward in wards()}) == 114


def test_a_ward_is_found_by_its_code() -> None:
    ward = ward_by_code("11383")
    assert ward is not None
    assert (ward.name, ward.kind, ward.full_name) == ("Lê Chân", "phường", "Phường Lê Chân")
    assert ward_by_code("00070") is None


def test_codes_are_those_of_the_decree_not_of_its_draft() -> None:
    assert ward_name("11329") == "Phường Ngô Quyền"
    assert ward_name("11341") == "11341"


@pytest.mark.parametrize("text", ["Lê Chân", "lê chân", "LE CHAN", "Phường Lê Chân", "phuong le chan", "P. Lê Chân"])
def test_a_ward_is_found_by_its_name_however_it_is_typed(text: str) -> None:
    assert found(text) == ["Phường Lê Chân"]


def test_every_ward_is_the_first_answer_to_its_own_name() -> None:
    for ward in wards():
        assert find_ward(ward.full_name)[0] == ward
        assert ward in find_ward(ward.name)


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("Quán Toan", ["Phường Hồng An"]),
        ("thị trấn Cát Bà", ["Đặc khu Cát Hải"]),
        ("Cẩm Thượng", ["Phường Thành Đông"]),
        ("Dương Quan", ["Phường Thuỷ Nguyên"]),
        ("Hoa Động", ["Phường Thiên Hương", "Phường Thuỷ Nguyên"]),  # divided (Nghị quyết 1669, khoản 1 và 2)
        ("quận Lê Chân", ["Phường Lê Chân", "Phường An Biên"]),
    ],
)
def test_an_old_name_means_the_wards_its_area_went_to(old: str, now: list[str]) -> None:
    assert found(old) == now


def test_todays_ward_comes_before_an_old_one_of_the_same_name() -> None:
    assert found("Hưng Đạo")[0] == "Phường Hưng Đạo"


def test_a_name_said_with_its_old_kind_means_the_old_commune_first() -> None:
    assert found("xã Hưng Đạo")[-1] == "Phường Hưng Đạo"


def test_of_two_wards_that_differ_in_diacritics_only_the_one_written_comes_first() -> None:
    assert found("Cẩm Giàng") == ["Xã Cẩm Giàng", "Xã Cẩm Giang"]
    assert found("Cẩm Giang") == ["Xã Cẩm Giang", "Xã Cẩm Giàng"]


@pytest.mark.parametrize("text", ["", "phường", "Hoàn Kiếm", "Lê", "Lê Chân Hải Phòng"])
def test_what_names_no_ward_finds_none(text: str) -> None:
    assert find_ward(text) == ()


def test_the_old_communes_lead_to_every_ward_but_the_island_that_had_none() -> None:
    rows = read_csv("old_wards.csv")
    assert len(rows) == 374
    reached = {code for row in rows for code in row["wards"].split("|")}
    assert {ward.code for ward in wards()} - reached == {"11948"}  # Bạch Long Vĩ
    assert all(ward_by_code(code) for code in reached)
