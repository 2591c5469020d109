"""Places in a ward as people write them."""

import pytest

from crm.street_address import Address, Likeness, likeness, mentions, read_address, same_street


@pytest.mark.parametrize(
    ("place", "street", "numbers"),
    [
        ("Số 12 Tô Hiệu", "to hieu", {12}),
        ("Trước số nhà 12A phố Tô Hiệu, phường Lê Chân", "to hieu", {12}),
        ("12/213 Lạch Tray", "lach tray", {12, 213}),
        ("nhà 12 ngõ 213 đường Lạch Tray", "lach tray", {12, 213}),
        ("Ngã tư Tô Hiệu - Cầu Đất", "to hieu cau dat", set()),
        ("ql5 km 12", "quoc lo 5 km 12", set()),
        ("Quốc lộ 5", "quoc lo 5", set()),
        ("12 Đường 208", "208", {12}),
        ("thôn 3 xã An Dương", "thon 3", set()),
        ("TDP 5 Quán Trữ", "to dan 5 quan tru", set()),
        ("đối diện chợ Sắt", "cho sat", set()),
        ("Nam Sơn", "nam son", set()),
        ("P. Lê Chân", "", set()),
        ("phuong Le Chan, Hai Phong", "", set()),
        ("", "", set()),
    ],
)
def test_street_and_numbers_are_told_apart(place: str, street: str, numbers: set[int]) -> None:
    assert read_address(place) == Address(street, frozenset(numbers))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("12 Tô Hiệu", "Số 12 đường To Hieu", Likeness.SAME_NUMBER),
        ("12 ngõ 213 Lạch Tray", "30/213 Lạch Tray", Likeness.SAME_NUMBER),
        ("12 Tô Hiệu", "16 Tô Hiệu", Likeness.NEAR_NUMBER),
        ("12 Tô Hiệu", "212 Tô Hiệu", Likeness.OTHER_NUMBER),
        ("12 Tô Hiệu", "Phố Tô Hiệu", Likeness.NUMBER_NOT_SAID),
        ("12 Tô Hiệu", "Ngã tư Tô Hiệu - Cầu Đất", Likeness.NUMBER_NOT_SAID),
        ("12 Tô Hiệu", "12 Lạch Tray", Likeness.OTHER),
        ("12 Tô Hiệu", "phường Lê Chân", Likeness.NOT_SAID),
    ],
)
def test_places_are_compared_by_street_then_number(one: str, other: str, found: Likeness) -> None:
    assert likeness(read_address(one), read_address(other)) is found
    assert likeness(read_address(other), read_address(one)) is found


def test_a_slip_of_the_finger_is_the_same_street() -> None:
    assert same_street("tran nguyen han", "tran nguyem han")


@pytest.mark.parametrize(("one", "other"), [("le loi", "le lai"), ("le", "le loi"), ("tran phu", "nguyen trai")])
def test_streets_that_share_a_word_or_a_sound_are_two(one: str, other: str) -> None:
    assert not same_street(one, other)


def test_a_text_names_a_street_word_by_word() -> None:
    assert mentions("vo ong nuoc truoc so 12 to hieu", read_address("Tô Hiệu"))
    assert not mentions("vo ong nuoc", read_address("Tô Hiệu"))
    assert not mentions("vo ong nuoc", read_address("phường Lê Chân"))
