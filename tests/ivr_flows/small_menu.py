"""A small menu for tests: shorter than the hotline, with every kind of node."""

from ivr_flows.model import Flow
from ivr_flows.parse import parse

SMALL = """
[flow]
name = "small"
title = "Nhỏ"
start = "main"
operator = "operator"
again_key = "*"
mistakes = 2
turns = 6
seconds = 4
digit_seconds = 3
wrong_key = ["wrong_key"]
no_key = ["no_key"]
give_up = []

[everywhere]
0 = { label = "Người trực", goto = "operator" }

[menu.main]
title = "Chính"
say = ["hello"]
[menu.main.keys]
1 = { label = "Nước", goto = "operator", category = "infrastructure", topic = "water_supply" }
4 = { label = "Điện", goto = "news", topic = "power_lighting" }
5 = { label = "Tra cứu", goto = "status" }

[code.status]
title = "Mã"
say = ["code"]
length = 3
found = "after"
no_code = "operator"
too_short = ["short"]
wrong = ["wrong"]
missing = ["missing"]
unavailable = []
intro = ["intro"]
digits = ["d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9"]
states.new = "state_new"
units.utility = "unit_utility"

[menu.after]
title = "Sau"
say = ["more"]
silence = "bye"
[menu.after.keys]
1 = { label = "Mã khác", goto = "status" }

[incident.news]
title = "Sự cố"
say = ["power"]
offer = ["offer"]
key = "1"
label = "Cùng báo"
joined = "bye"
onward = "operator"
by_topic = true
notices = 2
seconds = 2

[end.operator]
title = "Người trực"
say = []
outcome = "queue"

[end.bye]
title = "Hết"
say = []
outcome = "served"

[prompts]
hello = "Xin chào"
wrong_key = "Sai phím"
no_key = "Im lặng"
code = "Nhập mã"
short = "Thiếu số"
wrong = "Sai mã"
missing = "Không có"
intro = "Mã"
more = "Nữa không"
power = "Điện"
offer = "Cùng báo không"
state_new = "mới"
unit_utility = "đơn vị"
d0 = "không"
d1 = "một"
d2 = "hai"
d3 = "ba"
d4 = "bốn"
d5 = "năm"
d6 = "sáu"
d7 = "bảy"
d8 = "tám"
d9 = "chín"
"""


def small(*changes: tuple[str, str]) -> Flow:
    """The small menu with pieces of its file replaced, each once. Not checked."""
    return parse(changed(*changes), "small.toml")


def changed(*changes: tuple[str, str]) -> str:
    """The small menu's file with pieces replaced."""
    text = SMALL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text
