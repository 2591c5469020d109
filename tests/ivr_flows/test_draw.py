"""The picture of a menu."""

import xml.etree.ElementTree as ET

import pytest

from ivr_flows.draw import draw
from ivr_flows.parse import load_builtin
from tests.ivr_flows.full_menu import full
from tests.ivr_flows.small_menu import small

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(picture).iter(f"{SVG}text")]


def ways(picture: str) -> list[str]:
    return [
        element.get("class", "") for element in ET.fromstring(picture).iter(f"{SVG}path") if element.get("marker-end")
    ]


def test_every_label_of_the_hotline_is_in_its_picture() -> None:
    hotline = load_builtin("hotline")
    shown = texts(draw(hotline))
    wanted = [way.label for node in hotline.nodes.values() for way in hotline.exits(node)]
    assert set(wanted) <= set(shown)
    assert {"Nghe lại", "→ Tổng đài viên", "→ Kết thúc", "Nhầm hoặc im lặng 2 lần → Tổng đài viên"} <= set(shown)


def test_a_way_back_is_drawn_otherwise_than_a_way_on() -> None:
    assert ways(draw(small())) == ["way", "way", "way", "way back"]


def test_a_menu_that_leads_to_itself_can_be_drawn() -> None:
    assert ways(draw(small(('goto = "status" }', 'goto = "main" }')))) == ["way", "way back"]


def test_the_news_of_an_incident_show_who_hears_them() -> None:
    shown = texts(draw(load_builtin("hotline")))
    assert {"Cùng báo sự cố", "→ Đã cùng báo", "Nhiều nhất 3 thông báo của chủ đề đã chọn"} <= set(shown)


def test_every_box_says_which_place_it_is() -> None:
    groups = ET.fromstring(draw(small())).iter(f"{SVG}g")
    assert {group.get("data-node") for group in groups} == {"menu.main", "code.status", "menu.after", "incident.news"}


def test_labels_are_text_and_not_markup() -> None:
    assert "A<b>&c" in texts(draw(small(("Nước", "A<b>&c"))))


@pytest.mark.parametrize("scheme", ["--ground: #ffffff", "prefers-color-scheme: dark"])
def test_the_picture_knows_light_and_dark(scheme: str) -> None:
    assert scheme in draw(small())


def test_conditions_messages_and_typed_digits_are_in_the_picture_with_their_ways() -> None:
    shown = set(texts(draw(full())))
    assert {"Trong giờ hành chính", "Ngày nghỉ", "Chưa biết được"} <= shown
    assert {"Để lại lời nhắn, tối đa 60 giây", "Đã nhập 9 đến 11 chữ số", "→ Công an (113)", "→ Trở về"} <= shown
    assert {"lối vào overflow", "lối vào survey", "luồng con: Xin số gọi lại", "Vào: Xin số gọi lại"} <= shown


def test_what_is_announced_is_in_the_picture_in_short() -> None:
    assert "Xin chào, bây giờ là …" in texts(draw(full()))
    shown = texts(draw(full(("Xin chào, bây giờ là", "Tổng đài một không hai hai xin nghe ông bà, bây giờ là"))))
    assert "Tổng đài một không hai hai xin nghe…" in shown


def test_who_came_by_an_entry_is_shown_to_be_led_to_its_end() -> None:
    assert "Nhầm hoặc im lặng 2 lần → Hết" in texts(draw(full()))


def test_a_way_far_back_is_named_and_not_drawn_across_the_picture() -> None:
    assert "→ Chính" in texts(draw(full()))
