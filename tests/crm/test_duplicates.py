"""How likely two reports are the same matter (Điều 7.5), and why."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.case import CaseState, Category
from crm.data import read_toml
from crm.duplicates import DuplicateProposal, EarlierCase, Matter, ago, compare, propose
from crm.topics import topics
from tests.crm.cases import ANSWERED, minutes

LE_CHAN, AN_BIEN, CHI_LINH = "11383", "11407", "10549"
WATER = Matter(Category.INFRASTRUCTURE, "water_supply", LE_CHAN, "12 Tô Hiệu", "Mất nước từ sáng")
HOLE = Matter(Category.INFRASTRUCTURE, "roads_signals", LE_CHAN, "12 Tô Hiệu", "Ổ gà to giữa đường")
TREES = Matter(Category.SUGGESTION, content="Nên trồng thêm cây ở công viên")


def earlier(matter: Matter, hours: float = 1, code: str = "260000019", **fields: Any) -> EarlierCase:
    return EarlierCase(code, CaseState.FORWARDED, replace(matter, **fields), ANSWERED - timedelta(hours=hours))


def compared(matter: Matter, hours: float = 1, **fields: Any) -> DuplicateProposal:
    """The matter against an earlier report that differs from it in some fields."""
    return compare(matter, earlier(matter, hours, **fields), ANSWERED)


def likely(matter: Matter, hours: float = 1, **fields: Any) -> bool:
    return bool(propose(matter, [earlier(matter, hours, **fields)], ANSWERED))


def test_the_same_trouble_a_few_doors_away_is_told_with_every_reason() -> None:
    proposal = compared(WATER, hours=0.5, place="Số 16 Tô Hiệu", content="Cả ngõ mất nước từ 6 giờ sáng")
    assert proposal.score >= 90
    assert proposal.reasons == (
        "Cùng đường, số gần nhau “Số 16 Tô Hiệu”, cùng Phường Lê Chân",
        "Nội dung giống 100 %",
        "Cùng chủ đề Cấp nước",
        "Gửi 30 phút trước",
    )


def test_a_hole_in_another_street_is_another_hole_but_water_is_cut_in_many() -> None:
    assert not likely(HOLE, place="99 Lạch Tray")
    assert likely(WATER, place="99 Lạch Tray")


def test_the_same_street_with_another_trouble_is_another_matter() -> None:
    assert not likely(HOLE, content="Đèn tín hiệu hỏng, xe cộ lộn xộn")


def test_a_ward_chosen_wrongly_does_not_hide_the_same_house() -> None:
    proposal = compared(WATER, ward=AN_BIEN)
    assert proposal.score >= 85
    assert proposal.reasons[0] == "Cùng đường, cùng số “12 Tô Hiệu”, giáp Phường An Biên"


def test_the_same_street_name_at_the_other_end_of_the_city_is_another_street() -> None:
    assert not likely(WATER, ward=CHI_LINH)


def test_a_street_named_in_the_words_counts_when_the_place_was_left_empty() -> None:
    proposal = compared(replace(HOLE, place=""), place="14 Tô Hiệu")
    assert "nhắc cùng tên đường" not in proposal.reasons[0]
    named = compared(replace(HOLE, place="", content="Ổ gà to giữa đường Tô Hiệu"), place="14 Tô Hiệu")
    assert named.reasons[0] == "Nội dung nhắc cùng tên đường, cùng Phường Lê Chân"
    assert named.score > proposal.score


def test_while_nothing_is_written_the_ward_and_topic_alone_propose() -> None:
    assert likely(replace(WATER, place="", content=""), place="99 Lạch Tray", content="Mất nước")


def test_words_without_diacritics_and_polite_words_make_no_difference() -> None:
    polite = compared(WATER, content="Xin cho tôi báo là MAT NUOC tu sang a")
    assert polite.reasons[1] == "Nội dung giống 100 %"


def test_the_nearer_in_time_the_likelier_and_after_the_window_not_at_all() -> None:
    scores = [compared(WATER, hours=hours).score for hours in (0, 24, 72, 160)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


def test_suggestions_are_compared_by_their_words() -> None:
    assert likely(TREES, hours=500, content="Đề nghị thành phố trồng thêm cây xanh ở các công viên")
    assert not likely(TREES, hours=500, content="Đề nghị mở thêm tuyến xe buýt đi Đồ Sơn")
    assert "Cùng lĩnh vực Góp ý, hiến kế" in compared(TREES).reasons


def test_a_report_whose_topic_was_not_chosen_may_be_the_same_and_less_surely() -> None:
    unsure = compared(WATER, topic=None)
    assert compared(WATER).score > unsure.score
    assert not [reason for reason in unsure.reasons if reason.startswith("Cùng chủ đề")]


def test_the_best_come_first_of_equals_the_newest_and_not_more_than_fit() -> None:
    cases = [earlier(WATER, hours, code=f"{hours}") for hours in range(1, 9)]
    near = earlier(WATER, 100, code="near", place="Tô Hiệu")
    shown = [proposal.case.code for proposal in propose(WATER, [near, *reversed(cases)], ANSWERED)]
    assert shown == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(), "0 phút"),
        (timedelta(minutes=59), "59 phút"),
        (timedelta(hours=23), "23 giờ"),
        (timedelta(days=2, hours=5), "2 ngày"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(age: timedelta, said: str) -> None:
    assert ago(age) == said


places = st.sampled_from(["", "12 Tô Hiệu", "99 Lạch Tray", "ngã tư Tô Hiệu - Mê Linh", "thôn 3"]) | st.text(
    max_size=20
)
matters = st.builds(
    Matter,
    category=st.just(Category.INFRASTRUCTURE),
    topic=st.sampled_from([None, "water_supply", "roads_signals"]),
    ward=st.sampled_from([None, LE_CHAN, AN_BIEN, CHI_LINH]),
    place=places,
    content=st.sampled_from(["", "Mất nước từ sáng", "Ổ gà to"]) | st.text(max_size=40),
)


@given(matters, matters, st.integers(0, 400))
def test_whatever_is_compared_has_a_score_of_0_to_100_and_says_when(one: Matter, other: Matter, hours: int) -> None:
    proposal = compare(one, earlier(other, hours), ANSWERED)
    assert 0 <= proposal.score <= 100
    assert proposal.reasons[-1].startswith(("Gửi ", "Vừa gửi"))
    assert all(reason[0].isupper() for reason in proposal.reasons)


@given(matters)
def test_nothing_is_likelier_than_the_report_itself(matter: Matter) -> None:
    itself = compare(matter, earlier(matter, 0), ANSWERED).score
    assert itself >= compare(matter, earlier(replace(matter, ward=CHI_LINH, place="7 Sao Đỏ"), 0), ANSWERED).score


def test_the_weights_add_up_and_the_topics_named_exist() -> None:
    data = read_toml("duplicates.toml")
    assert sum(data["weights"].values()) == pytest.approx(1)
    assert set(data["wide_topics"]) <= {topic.key for topic in topics()}
    assert set(data["window_days"]) == set(Category)
    assert minutes(0) == ANSWERED
