"""A flow for tests with the nodes that `small_menu` does not have: conditions, sub-flows, typed digits, messages."""

from ivr_flows.model import Flow
from ivr_flows.parse import parse

FULL = """
[flow]
name = "full"
title = "Đủ"
start = "hours"
operator = "operator"
again_key = "*"
mistakes = 2
turns = 10
seconds = 4
digit_seconds = 3
wrong_key = ["wrong_key"]
no_key = ["no_key"]
give_up = ["give_up"]

[everywhere]
0 = { label = "Người trực", goto = "operator" }

[entry.overflow]
start = "message"
give_up = "bye"

[entry.survey]
start = "survey"
give_up = "bye"

[sub.number]
title = "Xin số gọi lại"
start = "ask_number"

[condition.hours]
title = "Giờ làm việc?"
ask = "office"
[condition.hours.ways]
open = "welcome"
closed = "closed"
holiday = "closed"
no_answer = "welcome"

[say.welcome]
title = "Chào"
say = ["hello", "time:now"]
instead = ["hello"]
onward = "main"

[say.closed]
title = "Ngoài giờ"
say = ["closed", "date:today"]
onward = "main"

[menu.main]
title = "Chính"
say = ["menu"]
[menu.main.keys]
1 = { label = "Gọi lại", goto = "number" }
2 = { label = "Để lời nhắn", goto = "message" }
3 = { label = "Công an", goto = "police" }
4 = { label = "Nước", goto = "known", topic = "water_supply" }

[condition.known]
title = "Đã biết?"
ask = "caller"
[condition.known.ways]
known = "operator"
stranger = "waiting"
no_answer = "operator"

[say.waiting]
title = "Số người chờ"
say = ["ahead", "number:waiting"]
onward = "operator"

[call.number]
title = "Xin số"
sub = "number"
onward = "thanks"

[input.ask_number]
title = "Số gọi lại"
say = ["ask_number"]
again = ["ask_again"]
least = 9
most = 11
valid = "phone"
keep = "callback_number"
too_short = ["too_short"]
wrong = ["not_a_number"]
read_back = ["you_typed"]
confirm = ["confirm"]
onward = "number_done"
skip = "number_done"

[return.number_done]
title = "Xong số"

[say.thanks]
title = "Cảm ơn"
say = ["thanks", "digits:ask_number"]
instead = ["thanks"]
onward = "more"

[menu.more]
title = "Nữa không"
say = ["more"]
silence = "bye"
[menu.more.keys]
1 = { label = "Lại", goto = "main" }

[voicemail.message]
title = "Lời nhắn"
say = ["speak"]
again = ["speak_again"]
least = 2
most = 60
silence = 5
too_short = ["nothing_heard"]
saved = ["saved"]
onward = "bye"

[input.survey]
title = "Đánh giá"
say = ["rate"]
least = 1
most = 1
valid = "score"
keep = "survey"
wrong = ["no_score"]
read_back = ["you_typed"]
confirm = ["confirm"]
onward = "bye"

[transfer.police]
title = "Công an"
say = ["to_police"]
to = "113"

[end.operator]
title = "Người trực"
say = ["to_operator"]
outcome = "queue"

[end.bye]
title = "Hết"
say = ["goodbye"]
outcome = "served"

[prompts]
hello = "Xin chào, bây giờ là"
closed = "Ngoài giờ làm việc, hôm nay"
menu = "Gọi lại: phím một"
wrong_key = "Sai phím"
no_key = "Im lặng"
give_up = "Mời gặp người trực"
ahead = "Số người đang chờ"
ask_number = "Xin nhập số"
ask_again = "Xin nhập lại số"
too_short = "Thiếu số"
not_a_number = "Không phải số điện thoại"
you_typed = "Ông bà đã nhập"
confirm = "Đúng: phím một. Nhập lại: phím hai"
thanks = "Cảm ơn ông bà"
more = "Nữa không"
speak = "Xin nói sau tiếng này"
speak_again = "Xin nói lại"
nothing_heard = "Chưa nghe được"
saved = "Đã ghi nhận"
rate = "Xin chấm điểm"
no_score = "Không phải điểm"
to_police = "Đang chuyển tới công an"
to_operator = "Xin giữ máy"
goodbye = "Xin chào"
"""


def full(*changes: tuple[str, str]) -> Flow:
    """The full menu with pieces of its file replaced, each once. Not checked."""
    text = FULL
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return parse(text, "full.toml")
