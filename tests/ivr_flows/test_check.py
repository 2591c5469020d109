"""Faults only a caller would find."""

import pytest

from ivr_flows.check import check
from ivr_flows.parse import load_builtin
from tests.ivr_flows.small_menu import small


def faults(*changes: tuple[str, str]) -> list[str]:
    return [str(fault) for fault in check(small(*changes))]


def test_the_hotline_and_the_small_menu_are_sound() -> None:
    assert check(load_builtin("hotline")) == ()
    assert faults() == []


NOWHERE = "là nơi không có; hãy ghi tên một nơi của tệp này"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('start = "main"', 'start = "mian"', f"flow.start: dẫn tới 'mian' {NOWHERE}"),
        ('goto = "status"', 'goto = "x"', f"menu.main.keys.5: dẫn tới 'x' {NOWHERE}"),
        ('silence = "bye"', 'silence = "x"', f"menu.after.silence: dẫn tới 'x' {NOWHERE}"),
        ('found = "after"', 'found = "x"', f"code.status.found: dẫn tới 'x' {NOWHERE}"),
        ('no_code = "operator"', 'no_code = "x"', f"code.status.no_code: dẫn tới 'x' {NOWHERE}"),
        ('joined = "bye"', 'joined = "x"', f"incident.news.joined: dẫn tới 'x' {NOWHERE}"),
        ('onward = "operator"', 'onward = "x"', f"incident.news.onward: dẫn tới 'x' {NOWHERE}"),
        (
            'key = "1"',
            'key = "0"',
            "incident.news.key: trùng với everywhere.0; hãy đổi một trong hai sang phím khác",
        ),
        (
            'offer = ["offer"]',
            'offer = ["of"]',
            "incident.news: nói 'of' nhưng không có câu này; hãy thêm prompts.of",
        ),
        (
            'operator = "operator"',
            'operator = "bye"',
            "flow.operator: 'bye' không dẫn tới người trực; hãy ghi tên một end có outcome \"queue\"",
        ),
        (
            'goto = "news"',
            'goto = "operator"',
            "incident.news: không phím nào dẫn tới đây; hãy thêm phím ở một menu hoặc bỏ đi",
        ),
        (
            'again_key = "*"',
            'again_key = "5"',
            "menu.main.keys.5: trùng với flow.again_key; hãy đổi một trong hai sang phím khác",
        ),
        (
            '5 = { label = "Tra',
            '0 = { label = "Tra',
            "menu.main.keys.0: trùng với everywhere.0; hãy đổi một trong hai sang phím khác",
        ),
        (
            'again_key = "*"',
            'again_key = "0"',
            "everywhere.0: trùng với flow.again_key; hãy đổi một trong hai sang phím khác",
        ),
        (
            'goto = "status" }',
            'goto = "operator", topic = "water_supply" }',
            "menu.main: 2 phím cùng đặt chủ đề 'water_supply'; mỗi phím cần chủ đề riêng",
        ),
        (
            'intro = ["intro"]',
            'intro = ["outro"]',
            "code.status: nói 'outro' nhưng không có câu này; hãy thêm prompts.outro",
        ),
        ('wrong_key = ["wrong_key"]', "wrong_key = []", "prompts.wrong_key: không được dùng; hãy dùng hoặc bỏ đi"),
    ],
)
def test_each_fault_is_found_and_says_its_cure(before: str, after: str, fault: str) -> None:
    assert fault in faults((before, after))


KEY_0 = '0 = { label = "Người trực", goto = "operator" }'


def test_a_loop_without_a_key_to_the_operator_is_a_fault() -> None:
    loop = ('goto = "operator", category = "infrastructure", topic = "water_supply"', 'goto = "after"')
    no_code, news = ('no_code = "operator"', 'no_code = "after"'), ('onward = "operator"', 'onward = "after"')
    assert faults((KEY_0, ""), loop, no_code, news) == [
        "menu.main: từ đây không phím nào dẫn tới tổng đài viên; hãy thêm lối ra",
        "menu.after: từ đây không phím nào dẫn tới tổng đài viên; hãy thêm lối ra",
        "code.status: từ đây không phím nào dẫn tới tổng đài viên; hãy thêm lối ra",
        "incident.news: từ đây không phím nào dẫn tới tổng đài viên; hãy thêm lối ra",
    ]


def test_a_menu_without_any_key_is_a_dead_end() -> None:
    assert faults((KEY_0, ""), ('1 = { label = "Mã khác", goto = "status" }', "")) == [
        "menu.after: không có phím nào, là ngõ cụt; hãy thêm phím hoặc đổi thành end"
    ]
