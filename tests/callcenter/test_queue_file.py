"""The waiting queues as data: what a file says, and what is wrong with one that cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from callcenter.queue_file import QueueFileError, load_queues, read_queues
from callcenter.queue_plan import Overflow, Way
from crm.working_time import WorkingTime

CALLBACK = """
otherwise = "hotline"
[callback]
ring = 35
waits = [5, 15]
window = 60
calls_a_day = 3
prefixes = ["+84"]
"""
HOTLINE = CALLBACK + '[queue.hotline]\ntitle = "Chung"\n'


def faults(text: str) -> str:
    with pytest.raises(QueueFileError) as caught:
        read_queues(text, "queues.toml")
    return str(caught.value)


def test_the_queues_that_come_with_us_take_every_call() -> None:
    plan = load_queues("hotline")
    assert plan.names == ("hotline", "infrastructure", "social")
    assert plan.otherwise == "hotline"
    infrastructure = plan.get("infrastructure")
    assert infrastructure is not None
    assert infrastructure.categories == ("infrastructure",)
    assert infrastructure.late == Overflow(Way.CALLBACK)
    assert plan.callback.waits == (timedelta(minutes=5), timedelta(minutes=15))


def test_who_has_no_skills_of_their_own_answers_every_queue_alike() -> None:
    plan = read_queues(HOTLINE + '[queue.gas]\ntitle = "Khí"\n[skills.lan]\ngas = 2\n', "queues.toml")
    assert plan.skills_of("lan") == {"gas": 2}
    assert plan.skills_of("minh") == {"hotline": 0, "gas": 0}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("late = 'queue:nowhere'", "không có hàng chờ 'nowhere'"),
        ("late = 'queue:hotline'", "quay về"),
        ("late = 'wait'", "cần lối ra"),
        ("late = 'away'", "queue.hotline.late: phải là"),
        ("longest_wait = 0", "queue.hotline.longest_wait: phải từ 1 trở lên"),
        ("colour = 'red'", "queue.hotline.colour: không có cài đặt nào tên như vậy"),
        ("topics = ['ufo']", "không có chủ đề 'ufo'"),
        ("hours = ['22:00-07:00']", "queue.hotline.hours.0: phải là giờ mở-giờ đóng"),
        ("[skills.lan]\nnowhere = 1", "skills.lan: không có hàng chờ 'nowhere'"),
        ("[queue.two]\ntitle = 'Hai'\ntopics = ['gas']\n[queue.three]\ntitle = 'Ba'\ntopics = ['gas']", "'gas' ở hai"),
    ],
)
def test_a_fault_says_where_it_is_and_what_would_be_right(more: str, told: str) -> None:
    assert told in faults(HOTLINE + more)


def test_what_is_no_toml_is_told_as_such() -> None:
    assert "sai cú pháp TOML" in faults("queue = [")


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(QueueFileError, match="hãy xem lại cài đặt queues"):
        load_queues("nowhere")


def test_a_queue_is_open_around_the_clock_unless_hours_say_otherwise() -> None:
    calendar = WorkingTime.default()
    plan = read_queues(
        HOTLINE + '[queue.day]\ntitle = "Ngày"\nhours = ["07:00-22:00"]\ndays_off = false\n', "queues.toml"
    )
    always, by_day = (queue.hours for queue in plan.queues)
    morning, night = datetime(2026, 11, 25, 0, 0, tzinfo=UTC), datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    holiday = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Ngày Văn hóa Việt Nam
    assert all(always.are_open(at, calendar) for at in (morning, night, holiday))
    assert by_day.are_open(morning, calendar)
    assert not by_day.are_open(night, calendar)  # 22:00 in Hải Phòng
    assert not by_day.are_open(holiday, calendar)


@pytest.mark.parametrize(
    ("phone", "allowed"),
    [("+84912345678", True), ("+14155550100", False), ("1900", False), ("+84;1", False), ("", False)],
)
def test_only_numbers_the_rules_allow_are_dialled(phone: str, allowed: bool) -> None:
    assert load_queues("hotline").callback.may_be_dialled(phone) is allowed
