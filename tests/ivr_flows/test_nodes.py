"""Conditions, announcements, sub-flows, typed digits, messages, transfers: each by a caller who walks through it."""

from dataclasses import replace

import pytest

from ivr_flows.actions import Ask, Finish, LookUpFact, Record, SetVariable
from ivr_flows.check import check
from ivr_flows.errors import ImpossibleEvent, MenuError
from ivr_flows.events import FactAnswer, HungUp, Key, Recorded, Silence, Started
from ivr_flows.nodes import Outcome
from ivr_flows.state import State
from ivr_flows.step import step
from ivr_flows.walk import SOME_FACTS, WalkStep, World, walk
from tests.ivr_flows.full_menu import full

FULL = full()


def path(keys: str, entry: str = "", **facts: str) -> tuple[WalkStep, ...]:
    return walk(FULL, keys, World(facts={**SOME_FACTS, **facts}), entry)


def last(keys: str, entry: str = "", **facts: str) -> WalkStep:
    return path(keys, entry, **facts)[-1]


def remembered(steps: tuple[WalkStep, ...]) -> dict[str, str]:
    return {name: value for each in steps for name, value in each.variables.items()}


def test_the_full_menu_is_sound() -> None:
    assert check(FULL) == ()


def test_in_office_hours_callers_are_greeted_with_the_time() -> None:
    start, hours, now, heard = path("", office="open", now="14:05")
    assert [start.event, hours.event, now.event, heard.event] == ["start", "office: open", "now: 14:05", "…"]
    assert " ".join(now.says) == "Xin chào, bây giờ là mười bốn giờ năm phút"
    assert heard.at == "main"


@pytest.mark.parametrize("answer", ["closed", "holiday"])
def test_after_hours_and_on_holidays_they_hear_so_and_meet_the_same_menu(answer: str) -> None:
    steps = path("", office=answer, today="2026-11-24")
    assert " ".join(steps[-2].says).startswith("Ngoài giờ làm việc, hôm nay ngày hai mươi tư tháng mười một năm")
    assert steps[-1].at == "main"


@pytest.mark.parametrize("answer", ["", "nonsense"])
def test_a_question_nobody_answers_has_its_own_way(answer: str) -> None:
    facts = {name: value for name, value in SOME_FACTS.items() if name != "office"}
    steps = walk(FULL, "", World(facts={**facts, **({"office": answer} if answer else {})}))
    assert [each.at for each in steps if each.says][:1] == ["welcome"]


@pytest.mark.parametrize("known", [{}, {"now": "half past nine"}])
def test_a_value_that_is_not_known_or_no_time_is_left_unsaid(known: dict[str, str]) -> None:
    steps = walk(FULL, "", World(facts={"office": "open", **known}))
    assert steps[-2].says == ("Xin chào, bây giờ là",)


def test_a_key_pressed_in_an_announcement_is_the_menus_behind_it() -> None:
    state, _ = step(FULL, State(), Started())
    state, _ = step(FULL, state, FactAnswer("closed"))
    state, actions = step(FULL, state, FactAnswer("2026-11-24"))
    assert isinstance(actions[-1], Ask)
    assert actions[-1].seconds == 0
    _, actions = step(FULL, state, Key("3"))
    assert actions == (
        SetVariable("CC_KEYS", "3"),
        SetVariable("CC_TRANSFER", "113"),
        Finish(Outcome.TRANSFER, ("to_police",)),
    )


def test_a_condition_asks_with_the_topic_the_caller_chose() -> None:
    state, _ = step(FULL, State(), Started())
    for event in (FactAnswer("open"), FactAnswer("09:00"), Silence(), Key("4")):
        state, actions = step(FULL, state, event)
    assert actions[-1] == LookUpFact("caller", "water_supply")


def test_what_is_said_on_the_way_is_not_lost_at_a_condition() -> None:
    flow = full(
        ('goto = "known", topic = "water_supply"', 'goto = "known", say = ["thanks"], topic = "water_supply"'),
    )
    steps = walk(flow, "4", World(facts={**SOME_FACTS, "caller": "known"}))
    assert steps[-1].says == ("Cảm ơn ông bà", "Xin giữ máy")


def test_how_many_wait_is_said_before_the_caller_does() -> None:
    steps = path("4", caller="stranger", waiting="21")
    assert " ".join(steps[-2].says) == "Số người đang chờ hai mươi mốt"
    assert steps[-1].outcome is Outcome.QUEUE


NUMBER = "0912345678"


def test_digits_are_read_back_and_kept_once_they_are_confirmed() -> None:
    steps = path(f"1{NUMBER}#1")
    read_back = " ".join(steps[-3].says)
    assert read_back == ("Ông bà đã nhập không chín một hai ba bốn năm sáu bảy tám Đúng: phím một. Nhập lại: phím hai")
    assert remembered(steps[:-2]) == {"CC_KEYS": "1"}
    assert remembered(steps) == {"CC_KEYS": "1", "CC_CALLBACK_NUMBER": NUMBER}


def test_a_sub_flow_comes_back_to_who_called_it_and_what_was_typed_can_be_said() -> None:
    steps = path(f"1{NUMBER}#1")
    assert (steps[-2].at, steps[-1].at) == ("thanks", "more")
    assert " ".join(steps[-2].says).startswith("Cảm ơn ông bà không chín một hai")


def test_key_two_takes_the_digits_anew() -> None:
    assert last(f"1{NUMBER}#2").says == ("Xin nhập lại số",)
    assert remembered(path(f"1{NUMBER}#20987654321#1"))["CC_CALLBACK_NUMBER"] == "0987654321"


def test_the_star_reads_the_digits_back_again_and_starts_them_anew_before() -> None:
    assert last(f"1{NUMBER}#*").says == last(f"1{NUMBER}#").says
    assert last(f"109*{NUMBER}#").says == last(f"1{NUMBER}#").says


def test_the_longest_number_ends_by_itself_and_a_hash_after_it_is_no_mistake() -> None:
    flow = full(("most = 11", "most = 10"))
    told = walk(flow, f"1{NUMBER}")[-1]
    assert told.says == walk(flow, f"1{NUMBER}#")[-1].says
    assert told.says[0] == "Ông bà đã nhập"


def test_silence_ends_a_number_that_is_long_enough() -> None:
    assert last(f"1{NUMBER}_").says == last(f"1{NUMBER}#").says


@pytest.mark.parametrize(("typed", "said"), [("09#", "Thiếu số"), ("09_", "Thiếu số"), ("123456789#", None)])
def test_a_number_that_can_not_be_is_asked_for_again(typed: str, said: str | None) -> None:
    assert last(f"1{typed}").says == (said or "Không phải số điện thoại", "Xin nhập lại số")


def test_a_hash_before_the_first_digit_skips_the_question() -> None:
    assert path("1#")[-2].says == ("Cảm ơn ông bà",)


def test_two_mistakes_with_a_number_lead_to_the_operator() -> None:
    assert last("109#09#").outcome is Outcome.QUEUE
    assert last(f"1{NUMBER}#99").outcome is Outcome.QUEUE
    assert last(f"1{NUMBER}#__").outcome is Outcome.QUEUE


def test_a_wrong_key_after_the_read_back_loses_no_digits() -> None:
    step_ = last(f"1{NUMBER}#9")
    assert step_.says == ("Sai phím", *last(f"1{NUMBER}#").says)
    assert remembered(path(f"1{NUMBER}#91"))["CC_CALLBACK_NUMBER"] == NUMBER


def test_zero_leads_to_the_operator_once_the_digits_are_typed() -> None:
    assert last(f"1{NUMBER}#0").outcome is Outcome.QUEUE


def test_without_a_question_to_confirm_digits_count_at_once() -> None:
    flow = full(('read_back = ["you_typed"]\nconfirm = ["confirm"]', "read_back = []\nconfirm = []"))
    assert remembered(walk(flow, f"1{NUMBER}#"))["CC_CALLBACK_NUMBER"] == NUMBER


def test_a_message_is_kept_and_its_caller_is_to_be_called_back() -> None:
    steps = path("2")
    assert steps[-1].event == "message"
    kept = {"CC_VOICEMAIL": "lời-nhắn.wav", "CC_CALLBACK": "1"}
    assert steps[-1].variables == {**kept, "CC_RECORDING": "lời-nhắn.wav"}
    assert path("", "overflow")[-1].variables == kept  # there the whole call is recorded
    assert (steps[-1].says, steps[-1].outcome) == (("Đã ghi nhận", "Xin chào"), Outcome.SERVED)


def at_the_message() -> State:
    state, actions = step(FULL, State(), Started("overflow", ("1", "2")))
    assert actions == (Record(("speak",), 60, 5),)
    return state


def test_who_hangs_up_after_speaking_has_left_a_message() -> None:
    state, actions = step(FULL, at_the_message(), Recorded("a.wav", 8.0, hung_up=True))
    assert actions == (
        SetVariable("CC_VOICEMAIL", "a.wav"),
        SetVariable("CC_CALLBACK", "1"),
        Finish(Outcome.SERVED),
    )
    assert state.keys == ("1", "2")


def test_who_hangs_up_without_a_word_has_left_none() -> None:
    assert step(FULL, at_the_message(), Recorded("a.wav", 0.5, hung_up=True))[1] == (Finish(Outcome.HANGUP),)
    assert step(FULL, at_the_message(), HungUp())[1] == (Finish(Outcome.HANGUP),)


def test_a_message_without_a_word_is_asked_for_once_more() -> None:
    state, actions = step(FULL, at_the_message(), Recorded("a.wav", 0.5))
    assert actions == (Record(("nothing_heard", "speak_again"), 60, 5),)
    _, actions = step(FULL, state, Recorded("a.wav", 0.5))
    assert actions == (Finish(Outcome.SERVED, ("goodbye",)),)


def test_after_an_operator_the_caller_gives_a_score_and_is_led_to_nobody() -> None:
    assert remembered(path("41", "survey"))["CC_SURVEY"] == "4"
    assert last("41", "survey").outcome is Outcome.SERVED
    assert last("99", "survey").says == ("Xin chào",)


def test_a_score_beyond_five_is_none() -> None:
    assert last("6", "survey").says == ("Không phải điểm", "Xin chấm điểm")


@pytest.mark.parametrize("keys", ["", "4", "4_"])
def test_who_leaves_the_survey_early_has_given_no_score(keys: str) -> None:
    assert "CC_SURVEY" not in remembered(path(keys, "survey"))


def test_an_entry_that_is_not_there_is_one_plain_line() -> None:
    with pytest.raises(MenuError, match="full: không có lối vào 'x'; hãy chọn: overflow, survey"):
        walk(FULL, "", entry="x")
    with pytest.raises(ImpossibleEvent, match="no entry 'x'"):
        step(FULL, State(), Started("x"))


def test_sub_flows_within_each_other_without_end_lead_to_the_operator() -> None:
    flow = full(('start = "ask_number"', 'start = "number"'))
    assert walk(flow, "1")[-1].outcome is Outcome.QUEUE


def test_conditions_in_a_ring_lead_to_the_operator() -> None:
    flow = full(('open = "welcome"', 'open = "hours"'))
    steps = walk(flow, "")
    assert (steps[-1].outcome, len(steps)) == (Outcome.QUEUE, 51)


def test_a_return_without_a_call_leads_to_the_operator() -> None:
    flow = replace(FULL, start="number_done")
    assert walk(flow, "")[-1].outcome is Outcome.QUEUE


@pytest.mark.parametrize("event", [FactAnswer("open"), Recorded("a.wav", 3)])
def test_an_answer_to_what_was_not_asked_is_our_own_mistake(event: FactAnswer | Recorded) -> None:
    state, _ = step(FULL, State(), Started("survey"))
    with pytest.raises(ImpossibleEvent):
        step(FULL, state, event)


def test_our_own_mistakes_do_not_tell_what_a_caller_typed() -> None:
    state, _ = step(FULL, State(), Started("survey"))
    state, _ = step(FULL, state, Key("4"))
    with pytest.raises(ImpossibleEvent) as caught:
        step(FULL, state, Recorded("a.wav", 3))
    assert str(caught.value) == "Recorded can't happen at 'survey'"
