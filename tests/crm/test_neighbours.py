"""How near wards are, by what became of the communes and districts of before 1/7/2025."""

import pytest

from crm.neighbours import Nearness, common_district, near_wards, nearness
from crm.places import find_ward, wards


def code(name: str) -> str:
    return find_ward(name)[0].code


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Phường Lê Chân", "Phường Lê Chân", Nearness.SAME),
        ("Phường Thiên Hương", "Phường Thuỷ Nguyên", Nearness.TOUCHING),  # divided Hoa Động
        ("Phường Lê Chân", "Phường An Biên", Nearness.TOUCHING),
        ("Phường Nam Triệu", "Phường Bạch Đằng", Nearness.DISTRICT),  # both of thành phố Thuỷ Nguyên
        ("Phường Lê Chân", "Phường Chí Linh", Nearness.FAR),
    ],
)
def test_nearness_is_read_from_the_former_communes_and_districts(one: str, other: str, found: Nearness) -> None:
    assert nearness(code(one), code(other)) is found
    assert nearness(code(other), code(one)) is found


def test_a_ward_that_was_not_said_is_near_to_none_and_far_from_none() -> None:
    assert nearness(None, code("Lê Chân")) is nearness(code("Lê Chân"), None) is Nearness.NOT_SAID


def test_near_wards_are_exactly_those_that_touch_or_share_a_district() -> None:
    for ward in wards():
        near = {other.code for other in wards() if nearness(ward.code, other.code) in ("touching", "district")}
        assert set(near_wards(ward.code)) == near
        assert len(near) <= 20


def test_the_common_district_is_named_as_people_say_it() -> None:
    assert common_district(code("Phường Lê Chân"), code("Phường An Biên")) == "Quận Lê Chân"
    assert common_district(code("Phường Lê Chân"), code("Phường Chí Linh")) == ""
