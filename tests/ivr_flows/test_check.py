"""Faults only a caller would find."""

import pytest

from ivr_flows.check import check
from ivr_flows.parse import load_builtin
from tests.ivr_flows.full_menu import full
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


def full_faults(*changes: tuple[str, str]) -> list[str]:
    return [str(fault) for fault in check(full(*changes))]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('open = "welcome"', 'open = "x"', f"condition.hours.ways.open: dẫn tới 'x' {NOWHERE}"),
        ('onward = "thanks"', 'onward = "x"', f"call.number.onward: dẫn tới 'x' {NOWHERE}"),
        ('skip = "number_done"', 'skip = "x"', f"input.ask_number.skip: dẫn tới 'x' {NOWHERE}"),
        ('onward = "more"', 'onward = "x"', f"say.thanks.onward: dẫn tới 'x' {NOWHERE}"),
        ('start = "message"', 'start = "x"', f"entry.overflow.start: dẫn tới 'x' {NOWHERE}"),
        ('start = "ask_number"', 'start = "x"', f"sub.number.start: dẫn tới 'x' {NOWHERE}"),
        ('sub = "number"', 'sub = "x"', "call.number.sub: gọi 'x' là luồng con không có; hãy chọn: number"),
        (
            'give_up = "bye"',
            'give_up = "main"',
            "entry.overflow.give_up: 'main' không phải chỗ kết thúc; hãy ghi tên một end",
        ),
        (
            'closed = "closed"\n',
            "",
            "condition.hours.ways: chưa có lối cho 'closed' (Ngoài giờ); hãy thêm closed = tên một nơi",
        ),
        (
            'no_answer = "welcome"\n',
            "",
            "condition.hours.ways: chưa có lối cho 'no_answer' (Chưa biết được); hãy thêm no_answer = tên một nơi",
        ),
        (
            'holiday = "closed"',
            'holiday = "closed"\nfull_moon = "closed"',
            "condition.hours.ways.full_moon: 'office' không có câu trả lời này; "
            "hãy chọn: open, closed, holiday, no_answer",
        ),
        (
            'ask = "office"',
            'ask = "weather"',
            "condition.hours.ask: hỏi 'weather' là điều không ai trả lời; hãy chọn: office, caller, incident, language",
        ),
        (
            "[end.operator]",
            '[transfer.fire]\ntitle = "Cháy"\nsay = []\nto = "114"\n\n[end.operator]',
            "transfer.fire: không phím nào dẫn tới đây; hãy thêm phím ở một menu hoặc bỏ đi",
        ),
        (
            "[condition.hours]",
            '[sub.other]\ntitle = "Khác"\nstart = "ask_number"\n[condition.hours]',
            "sub.other: không nơi nào gọi luồng con này; hãy thêm một call hoặc bỏ đi",
        ),
        (
            'start = "ask_number"',
            'start = "number"',
            "sub.number: gọi lại chính nó: number → number; hãy bỏ một lần gọi trong vòng",
        ),
        (
            'start = "ask_number"',
            'start = "more"',
            "sub.number: không có chỗ trở về; hãy thêm một return, hoặc đi thẳng tới đó",
        ),
        (
            'goto = "police" }',
            'goto = "number_done" }',
            "return.number_done: tới được mà không qua một call nào; hãy đổi thành end hoặc sửa lối tới đây",
        ),
        (
            'open = "welcome"',
            'open = "hours"',
            "condition.hours: đi vòng mà không hỏi phím nào: hours → hours; "
            "hãy đặt một menu trong vòng hoặc sửa lối đi",
        ),
        (
            'onward = "main"\n\n[say.closed]',
            'onward = "hours"\n\n[say.closed]',
            "say.welcome: đi vòng mà không hỏi phím nào: welcome → hours → welcome; "
            "hãy đặt một menu trong vòng hoặc sửa lối đi",
        ),
        (
            '"number:waiting"',
            '"number:queue"',
            "say.waiting.say: nói 'number:queue' là giá trị không có; hãy chọn: time:now, date:today, "
            "number:waiting, digits:ask_number, digits:survey",
        ),
        ('"time:now"', '"date:now"', "say.welcome.say: nói 'date:now' là giá trị không có; hãy chọn: time:now"),
        (
            "Gọi lại: phím một",
            "Gọi lại: phím 1",
            "prompts.menu: có '1', giọng máy dễ đọc sai; "
            "hãy viết số bằng chữ, hoặc dùng một giá trị như number:waiting",
        ),
        (
            "Mời gặp người trực",
            "Mời gặp UBND",
            "prompts.give_up: có 'UBND', giọng máy dễ đọc sai; hãy viết đầy đủ",
        ),
        ("Thiếu số", "Thiếu 1/2", "prompts.too_short: có '/', giọng máy dễ đọc sai; hãy viết bằng chữ"),
        ('saved = ["saved"]', 'saved = ["x"]', "voicemail.message: nói 'x' nhưng không có câu này; hãy thêm prompts.x"),
        ('confirm = ["confirm"]', 'confirm = ["x"]', "input.ask_number: nói 'x' nhưng không có câu này"),
        ('say = ["to_police"]', 'say = ["x"]', "transfer.police: nói 'x' nhưng không có câu này"),
    ],
)
def test_each_fault_of_the_other_nodes_is_found_and_says_its_cure(before: str, after: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in full_faults((before, after)))


def test_two_sub_flows_that_call_each_other_are_a_recursion() -> None:
    ring = """
[sub.a]
title = "A"
start = "to_b"
[sub.b]
title = "B"
start = "to_a"
[call.to_b]
title = "B"
sub = "b"
onward = "number_done"
[call.to_a]
title = "A"
sub = "a"
onward = "number_done"
[call.ring]
title = "A"
sub = "a"
onward = "main"
[prompts]
"""
    found = full_faults(("[prompts]\n", ring), ('goto = "police"', 'goto = "ring"'))
    assert "sub.a: gọi lại chính nó: a → b → a; hãy bỏ một lần gọi trong vòng" in found


def test_a_sub_flow_that_is_gone_through_twice_in_a_row_is_no_ring() -> None:
    twice = '[call.again]\ntitle = "Lần nữa"\nsub = "number"\nonward = "thanks"\n[prompts]\n'
    assert full_faults(('onward = "thanks"', 'onward = "again"'), ("[prompts]\n", twice)) == []


def test_a_ring_through_a_sub_flow_that_asks_nothing_is_found() -> None:
    silent = ('start = "ask_number"', 'start = "number_done"'), ('onward = "thanks"', 'onward = "number"')
    found = full_faults(*silent)
    assert any(fault.startswith("call.number: đi vòng mà không hỏi phím nào: number → number;") for fault in found)


def test_who_came_by_an_entry_needs_an_end_and_nobody_to_talk_to() -> None:
    endless = ('keep = "survey"\nwrong', 'keep = "survey"\nskip = "survey"\nwrong')
    assert full_faults(endless) == []
    ring = '[say.again]\ntitle = "Lại"\nsay = ["rate"]\nonward = "survey"\n[prompts]\n'
    onward = ('confirm = ["confirm"]\nonward = "bye"', 'confirm = ["confirm"]\nonward = "again"')
    assert "input.survey: từ đây không có lối kết thúc; hãy thêm lối ra" in full_faults(onward, ("[prompts]\n", ring))
