"""The city's menu, key by key."""

import pytest

from ivr_flows.events import IncidentOpen, StatusAnswer, StatusFound, StatusMissing, StatusUnavailable
from ivr_flows.nodes import IncidentNews, Menu, Notice, Outcome
from ivr_flows.parse import load_builtin
from ivr_flows.prompts import all_prompts
from ivr_flows.vietnamese import PIECES
from ivr_flows.walk import SOME_ANSWER, WalkStep, World, walk

HOTLINE = load_builtin("hotline")
CODE = "260001233"  # 26 000123 with its Damm check digit 3
TOPICS = [
    "power_lighting",
    "water_supply",
    "drainage_flooding",
    "roads_signals",
    "rubbish_environment",
    "trees",
    "telecom_cables",
    "gas",
    "public_transport",
]
LIFE_OF_A_CASE = [
    "new",
    "forwarded",
    "accepted",
    "verified",
    "assigned",
    "in_progress",
    "resolved",
    "closed",
    "awaiting_guidance",
    "returned",
    "extended",
    "refused",
    "duplicate",
    "withdrawn",
]


def path(*keys: str, answer: StatusAnswer = SOME_ANSWER) -> tuple[WalkStep, ...]:
    return walk(HOTLINE, keys, World(answer))


def last(*keys: str, answer: StatusAnswer = SOME_ANSWER) -> WalkStep:
    return path(*keys, answer=answer)[-1]


def remembered(steps: tuple[WalkStep, ...]) -> dict[str, str]:
    return {name: value for each in steps for name, value in each.variables.items()}


def text(name: str) -> str:
    return HOTLINE.prompts[name]


def first_words(office: str) -> str:
    """What is said before the first key is waited for."""
    steps = walk(HOTLINE, "", World(facts={"office": office}))
    return " ".join(text for each in steps for text in each.says)


@pytest.mark.parametrize("office", ["open", "closed", "holiday", "nobody knows"])
def test_every_greeting_says_that_the_call_is_recorded_and_where_to_turn_in_an_emergency(office: str) -> None:
    said = first_words(office)
    assert said.index("cuộc gọi được ghi âm") < said.index(
        "một một ba, một một bốn hoặc một một năm, hay nhấn phím chín"
    )
    assert said.endswith(text("main_menu"))


def test_after_hours_and_on_days_off_callers_are_told_so_and_can_do_all_the_same() -> None:
    assert text("after_hours") in first_words("closed")
    assert text("day_off") in first_words("holiday")
    assert text("after_hours") not in first_words("open")
    assert walk(HOTLINE, "12", World(facts={"office": "closed"}))[-1].outcome is Outcome.QUEUE


@pytest.mark.parametrize(("key", "number"), [("1", "113"), ("2", "114"), ("3", "115")])
def test_an_emergency_is_two_keys_away_from_the_number_it_is_passed_on_to(key: str, number: str) -> None:
    step = last("9", key)
    assert (step.outcome, step.variables["CC_TRANSFER"]) == (Outcome.TRANSFER, number)


def test_who_waited_in_vain_leaves_a_message_and_is_called_back() -> None:
    steps = walk(HOTLINE, "", entry="overflow")
    assert remembered(steps) == {"CC_VOICEMAIL": "lời-nhắn.wav", "CC_CALLBACK": "1"}
    assert steps[-1].says == (text("message_saved"), text("goodbye"))


def test_after_an_operator_the_caller_gives_a_score_from_one_to_five() -> None:
    steps = walk(HOTLINE, "51", entry="survey")
    assert " ".join(steps[-2].says) == "Ông bà chấm: năm điểm. Đúng: phím một. Chấm lại: phím hai."
    assert remembered(steps) == {"CC_SURVEY": "5"}
    assert walk(HOTLINE, "#", entry="survey")[-1].says == (text("goodbye"),)


@pytest.mark.parametrize(
    ("key", "category"), [("1", "infrastructure"), ("2", "social"), ("3", "suggestion"), ("4", "directive")]
)
def test_the_first_four_keys_are_the_categories_of_article_5(key: str, category: str) -> None:
    assert remembered(path(key)) == {"CC_KEYS": key, "CC_CATEGORY": category}


@pytest.mark.parametrize("key", ["2", "3", "4"])
def test_social_suggestion_and_directive_go_to_an_operator_after_a_short_confirmation(key: str) -> None:
    step = last(key)
    assert step.outcome is Outcome.QUEUE
    assert len(step.says) == 2
    assert step.says[-1] == text("to_operator")


@pytest.mark.parametrize(("key", "topic"), [(str(at), topic) for at, topic in enumerate(TOPICS, 1)])
def test_each_infrastructure_topic_is_remembered_and_goes_to_an_operator(key: str, topic: str) -> None:
    steps = path("1", key)
    assert remembered(steps) == {"CC_KEYS": f"1-{key}", "CC_CATEGORY": "infrastructure", "CC_TOPIC": topic}
    assert steps[-1].outcome is Outcome.QUEUE


@pytest.mark.parametrize("keys", [("0",), ("1", "0"), ("5", CODE, "0")])
def test_zero_leads_to_an_operator_from_every_menu(keys: tuple[str, ...]) -> None:
    assert last(*keys).outcome is Outcome.QUEUE


def test_an_operator_asked_for_under_infrastructure_still_learns_the_category() -> None:
    assert remembered(path("1", "0")) == {"CC_KEYS": "1-0", "CC_CATEGORY": "infrastructure"}


def test_the_star_says_the_menu_again_without_the_greeting() -> None:
    assert last("*").says == (text("main_menu"),)


def test_two_wrong_keys_lead_to_an_operator() -> None:
    once, twice = path("7", "8")[-2:]
    assert once.says == (text("wrong_key"), text("main_menu"))
    assert (twice.outcome, twice.says[0]) == (Outcome.QUEUE, text("give_up"))


def test_two_silences_lead_to_an_operator() -> None:
    once, twice = path("_", "_")[-2:]
    assert once.says == (text("no_key"), text("main_menu"))
    assert twice.outcome is Outcome.QUEUE


def test_a_wrong_key_and_a_silence_count_together() -> None:
    assert last("1", "#", "_").outcome is Outcome.QUEUE


def test_a_right_key_forgives_the_mistake_before_it() -> None:
    assert last("7", "1", "_").outcome is None


def test_wrong_keys_are_remembered_too_so_that_the_operator_sees_them() -> None:
    assert remembered(path("7", "1", "*", "2"))["CC_KEYS"] == "7-1-*-2"


def test_the_ninth_digit_of_a_code_starts_the_look_up_without_a_hash() -> None:
    assert (last("5", CODE).event, last("5", CODE).at) == (f"look-up {CODE}", "after_status")


def test_the_code_is_read_back_digit_by_digit_then_state_and_unit() -> None:
    says = last("5", CODE, answer=StatusFound("in_progress", "utility")).says
    digits = ["hai", "sáu", "không", "không", "không", "một", "hai", "ba", "ba"]
    assert says == (
        text("status_intro"),
        *digits,
        text("state_in_progress"),
        text("unit_utility"),
        text("after_status_menu"),
    )


@pytest.mark.parametrize("state", LIFE_OF_A_CASE)
def test_every_state_of_a_case_can_be_told(state: str) -> None:
    assert text(f"state_{state}") in last("5", CODE, answer=StatusFound(state)).says


def test_a_unit_of_unknown_kind_is_simply_not_named() -> None:
    assert last("5", CODE, answer=StatusFound("new", "embassy")).says[-2] == text("state_new")


def test_a_state_we_have_no_words_for_goes_to_an_operator() -> None:
    assert last("5", CODE, answer=StatusFound("frozen")).outcome is Outcome.QUEUE


def test_a_slow_or_failed_look_up_goes_to_an_operator() -> None:
    step = last("5", CODE, answer=StatusUnavailable())
    assert (step.outcome, step.says[0]) == (Outcome.QUEUE, text("status_unavailable"))


def test_a_code_nobody_knows_is_read_back_and_asked_for_once_more() -> None:
    steps = path("5", CODE, CODE, answer=StatusMissing())
    once = next(each for each in steps if each.event.startswith("look-up"))
    assert once.says[0] == text("code_missing")
    assert once.says[-1] == text("ask_code_again")
    assert steps[-1].outcome is Outcome.QUEUE


def test_two_neighbouring_digits_exchanged_are_caught_before_any_look_up() -> None:
    step = last("5", "260002133")
    assert step.says == (text("code_wrong"), text("ask_code_again"))


@pytest.mark.parametrize("end", ["#", "_"])
def test_a_code_that_ends_early_is_asked_for_again(end: str) -> None:
    assert last("5", "2600", end).says == (text("code_too_short"), text("ask_code_again"))


def test_a_star_in_a_code_starts_it_anew() -> None:
    assert last("5", "99", "*", CODE).at == "after_status"


def test_a_hash_instead_of_a_code_means_i_have_none() -> None:
    assert last("5", "#").outcome is Outcome.QUEUE


def test_a_hash_after_the_ninth_digit_is_no_mistake_and_repeats_what_it_cut_short() -> None:
    told, again, wrong = (last("5", CODE), last("5", CODE, "#"), last("5", CODE, "#", "#"))
    assert again.says == told.says
    assert again.outcome is None
    assert wrong.says[0] == text("wrong_key")


def test_a_hash_after_a_wrong_code_does_not_mean_i_have_none() -> None:
    assert last("5", "260002133", "#").says == (text("code_wrong"), text("ask_code_again"))


def test_the_star_after_a_state_tells_it_again() -> None:
    assert last("5", CODE, "*").says == last("5", CODE).says


def test_silence_after_a_state_ends_the_call_served() -> None:
    step = last("5", CODE, "_")
    assert (step.outcome, step.says) == (Outcome.SERVED, (text("goodbye"),))


def test_the_digits_of_a_code_are_no_menu_keys() -> None:
    assert remembered(path("5", CODE, "1", CODE, "0"))["CC_KEYS"] == "5-1-0"


WATER = IncidentOpen("7", Notice("Sự cố mất nước ở phường Lê Chân đã được ghi nhận.", "/sounds/incident.7"))
POWER = IncidentOpen("8", Notice("Sự cố mất điện ở phường An Biên đã được ghi nhận.", "/sounds/incident.8"))


def with_news(*keys: str, incidents: tuple[IncidentOpen, ...] = (WATER,)) -> tuple[WalkStep, ...]:
    return walk(HOTLINE, keys, World(incidents=incidents))


def test_the_notice_of_an_incident_comes_after_the_greeting_and_before_the_menu() -> None:
    steps = [each.says for each in with_news("_") if each.says]
    notice = (WATER.notice.text, text("incident_offer"))
    assert steps == [(text("greeting"), text("emergency")), notice, (text("main_menu"),)]


@pytest.mark.parametrize("keys", [("1",), ("_", "1", "2", "1"), ("*", "1")])
def test_key_one_after_a_notice_joins_thanks_and_serves(keys: tuple[str, ...]) -> None:
    steps = with_news(*keys, incidents=(WATER, POWER))
    joined = "8" if "_" in keys else "7"
    assert (remembered(steps)["CC_JOINED"], steps[-1].outcome) == (joined, Outcome.SERVED)
    assert steps[-1].says == (text("incident_joined"), text("goodbye"))


@pytest.mark.parametrize(("key", "at"), [("2", "operator"), ("5", "case_status"), ("0", "operator"), ("7", "main")])
def test_another_key_after_the_notice_is_the_main_menus(key: str, at: str) -> None:
    steps = with_news(key)
    assert steps[-1].at == at
    assert remembered(steps)["CC_KEYS"] == key
    assert "CC_JOINED" not in remembered(steps)


def test_under_a_topic_each_of_its_incidents_is_told_once_then_an_operator_answers() -> None:
    steps = walk(HOTLINE, "_12__", World(incidents=(WATER, POWER)))
    assert [each.says[0] for each in steps if each.says][-2:] == [POWER.notice.text, text("to_operator")]
    assert steps[-1].outcome is Outcome.QUEUE


def test_the_key_that_joins_is_spoken_in_the_offer() -> None:
    news = [node for node in HOTLINE.nodes.values() if isinstance(node, IncidentNews)]
    assert [f"phím {text(f'digit_{node.key}')}" in text(node.offer[0]) for node in news] == [True] * len(news)


def test_no_prompt_holds_a_digit_the_voice_could_misread() -> None:
    assert not [prompt.id for prompt in all_prompts(HOTLINE) if any(letter.isdigit() for letter in prompt.text)]


def test_prompts_are_named_after_the_menu() -> None:
    prompts = {prompt.id: prompt.text for prompt in all_prompts(HOTLINE)}
    assert prompts["hotline.digit_7"] == "bảy"
    assert len(prompts) == len(HOTLINE.prompts) + len(PIECES)


def test_the_pieces_of_the_language_belong_to_no_menu() -> None:
    prompts = {prompt.id: prompt.text for prompt in all_prompts(HOTLINE)}
    assert (prompts["vi.linh"], prompts["vi.lam"]) == ("linh", "lăm")


def test_every_key_a_menu_offers_is_spoken_in_it() -> None:
    spoken = {str(digit): text(f"digit_{digit}") for digit in range(10)} | {"*": "sao"}
    for node in HOTLINE.nodes.values():
        if isinstance(node, Menu):
            said = " ".join(text(name) for name in node.again)
            offered = [*HOTLINE.choices(node), HOTLINE.again_key]
            assert [key for key in offered if f"phím {spoken[key]}" not in said] == []
