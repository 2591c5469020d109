"""The picture of a menu."""

import xml.etree.ElementTree as ET

import pytest

from ivr_flows.draw import draw
from ivr_flows.parse import load_builtin
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


def test_labels_are_text_and_not_markup() -> None:
    assert "A<b>&c" in texts(draw(small(("Nước", "A<b>&c"))))


@pytest.mark.parametrize("scheme", ["--ground: #ffffff", "prefers-color-scheme: dark"])
def test_the_picture_knows_light_and_dark(scheme: str) -> None:
    assert scheme in draw(small())
