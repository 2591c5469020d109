"""What a flow may ask of the world, which is the composition root's to answer: questions for conditions, values to say.

`None` stands for a world that is slow, failed, or does not know.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Final

from ivr_flows import vietnamese
from ivr_flows.nodes import Reading
from ivr_flows.vietnamese import Pieces

NO_ANSWER: Final = "no_answer"  # the way of a condition whose question was not answered

# question -> answer -> Vietnamese, for the picture
QUESTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "office": {"open": "Trong giờ hành chính", "closed": "Ngoài giờ", "holiday": "Ngày nghỉ"},
    "caller": {"known": "Đã từng liên hệ", "stranger": "Lần đầu, hoặc ẩn số"},
    "incident": {"outage": "Đang có sự cố chung", "calm": "Không có sự cố"},
    "language": {"vietnamese": "Số máy Việt Nam", "foreign": "Số máy nước ngoài"},
}
UNANSWERED: Final = "Chưa biết được"

# value -> how it is said
VALUES: Final[Mapping[str, Reading]] = {
    "now": Reading.TIME,  # "14:05"
    "today": Reading.DATE,  # "2026-11-24"
    "waiting": Reading.NUMBER,  # calls in the queue
}


def label_of(question: str, answer: str) -> str:
    """An answer in Vietnamese; one that is unknown as it is."""
    return UNANSWERED if answer == NO_ANSWER else QUESTIONS.get(question, {}).get(answer, answer)


def in_words(reading: Reading, value: str) -> Pieces | None:
    """The value as it is said; None when it is none of its kind: then it counts as not known."""
    try:
        match reading:
            case Reading.NUMBER:
                return vietnamese.number(int(value))
            case Reading.DIGITS:
                return vietnamese.digits(value)
            case Reading.DATE:
                return vietnamese.day(date.fromisoformat(value))
            case Reading.TIME:
                return vietnamese.hour(time.fromisoformat(value))
    except ValueError:
        return None
