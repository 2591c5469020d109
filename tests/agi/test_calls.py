"""Whole calls through the server, with Asterisk's part played by script."""

import asyncio
import logging

import pytest

from agi.server import AgiServer
from agi.services import CaseStatusAnswer, IncidentNotice
from ivr_flows.parse import load_builtin
from tests.agi.conftest import Cases, Facts, Incidents, sound
from tests.agi.scripted_asterisk import Call, place

HOTLINE = load_builtin("hotline")
CODE = "260001233"


def heard(*names: str) -> list[str]:
    return [sound(f"hotline.{name}") for name in names]


async def test_a_caller_chooses_and_is_handed_to_the_queue(server: AgiServer) -> None:
    call = await place(server.port, Call("12"))
    assert call.chosen == {
        "CC_KEYS": "1-2",
        "CC_CATEGORY": "infrastructure",
        "CC_TOPIC": "water_supply",
        "CC_OUTCOME": "queue",
    }
    assert call.played == heard("greeting", "infrastructure_menu", "chose_water_supply", "to_operator")


async def test_a_silent_caller_hears_the_menu_twice_and_meets_an_operator(server: AgiServer) -> None:
    call = await place(server.port, Call())
    first = heard("greeting", "emergency", "main_menu")
    assert call.played == [*first, *heard("no_key", "main_menu", "give_up", "to_operator")]
    assert call.chosen == {"CC_OUTCOME": "queue"}


async def test_a_caller_hears_how_the_case_stands_and_is_served(server: AgiServer, cases: Cases) -> None:
    cases.known[CODE] = CaseStatusAnswer("assigned", "utility")
    call = await place(server.port, Call(f"5{CODE}__"))
    assert cases.asked == [CODE]
    digits = [f"digit_{digit}" for digit in CODE]
    told = heard("status_intro", *digits, "state_assigned", "unit_utility", "after_status_menu", "goodbye")
    assert call.played[-len(told) :] == told
    assert call.chosen == {"CC_KEYS": "5", "CC_OUTCOME": "served"}


async def test_a_code_nobody_knows_is_asked_for_once_more(server: AgiServer, cases: Cases) -> None:
    call = await place(server.port, Call(f"5{CODE}{CODE}"))
    assert cases.asked == [CODE, CODE]
    assert call.variables["CC_OUTCOME"] == "queue"


async def test_a_look_up_that_fails_leads_to_an_operator(
    server: AgiServer, cases: Cases, caplog: pytest.LogCaptureFixture
) -> None:
    cases.error = RuntimeError("database is locked")
    call = await place(server.port, Call(f"5{CODE}"))
    assert call.played[-2:] == heard("status_unavailable", "to_operator")
    assert call.variables["CC_OUTCOME"] == "queue"
    assert "database is locked" in caplog.text


async def test_a_look_up_that_is_slow_leads_to_an_operator(
    server: AgiServer, cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.answering.clear()
    monkeypatch.setattr("agi.look_ups.LOOK_UP_SECONDS", 0.01)
    call = await place(server.port, Call(f"5{CODE}"))
    assert call.variables["CC_OUTCOME"] == "queue"


@pytest.mark.parametrize(
    ("presses", "variables"),
    [
        ("!", {}),
        ("_!", {}),
        ("7!", {"CC_KEYS": "7"}),
        ("1!", {"CC_KEYS": "1", "CC_CATEGORY": "infrastructure"}),
        ("1_!", {"CC_KEYS": "1", "CC_CATEGORY": "infrastructure"}),
        ("12!", {"CC_KEYS": "1-2", "CC_CATEGORY": "infrastructure", "CC_TOPIC": "water_supply"}),
        ("3!", {"CC_KEYS": "3", "CC_CATEGORY": "suggestion"}),
        ("5!", {"CC_KEYS": "5"}),
        ("52600!", {"CC_KEYS": "5"}),
        ("0!", {"CC_KEYS": "0"}),
    ],
)
async def test_a_caller_can_leave_at_any_prompt_and_the_keys_stay(
    server: AgiServer, presses: str, variables: dict[str, str]
) -> None:
    call = await place(server.port, Call(presses))
    assert call.chosen == {**variables, "CC_OUTCOME": "hangup"}


async def test_a_caller_who_leaves_after_hearing_the_state_was_served(server: AgiServer, cases: Cases) -> None:
    cases.known[CODE] = CaseStatusAnswer("closed")
    call = await place(server.port, Call(f"5{CODE}!"))
    assert call.variables["CC_OUTCOME"] == "served"


async def test_a_prompt_that_is_missing_is_left_out(server: AgiServer, caplog: pytest.LogCaptureFixture) -> None:
    gone = frozenset(sound(f"hotline.{name}") for name in HOTLINE.prompts)
    call = await place(server.port, Call("_12", missing=gone))
    assert call.variables["CC_KEYS"] == "1-2"
    assert call.variables["CC_OUTCOME"] == "queue"
    assert "prompt greeting can't be played: /sounds/hotline.greeting" in caplog.text


async def test_a_key_that_only_some_telephones_have_is_taken_for_silence(server: AgiServer) -> None:
    call = await place(server.port, Call("A2"))
    assert call.variables["CC_KEYS"] == "2"


async def test_each_transition_is_one_log_line_with_the_linkedid_and_no_phone_number(
    server: AgiServer, cases: Cases, facts: Facts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "agi")
    facts.known["office"] = "open"
    cases.known[CODE] = CaseStatusAnswer("new")
    await place(server.port, Call(f"5{CODE}0", phone="+84912345678"))
    await server.close()
    assert [record.getMessage() for record in caplog.records] == [
        "1795500716.0 in menu hotline: caller …678",
        "1795500716.0 hours: fact open -> city_incident",
        "1795500716.0 city_incident: key 5 -> case_status",
        "1795500716.0 case_status: key 3 -> case_status",
        "1795500716.0 case_status: found new -> after_status",
        "1795500716.0 after_status: key 0 -> queue",
        "1795500716.0 out of menu hotline: queue",
    ]


async def test_two_hundred_calls_at_once_are_not_mixed_up(server: AgiServer, cases: Cases) -> None:
    ready = asyncio.Barrier(200)
    calls = [Call(f"1{1 + at % 9}", linkedid=f"1795500716.{at}", phone=f"09123450{at:02}") for at in range(200)]
    await asyncio.gather(*(place(server.port, call, ready) for call in calls))
    assert [call.variables["CC_KEYS"] for call in calls] == [f"1-{1 + at % 9}" for at in range(200)]
    assert {call.variables["CC_OUTCOME"] for call in calls} == {"queue"}


WATER = IncidentNotice("7", "Sự cố mất nước ở phường Lê Chân đã được ghi nhận.", "/prompts/incident.7-0a1b2c")
POWER = IncidentNotice("8", "Sự cố mất điện ở phường An Biên đã được ghi nhận.", "/prompts/incident.8-3d4e5f")
GREETING = heard("greeting", "emergency")
OFFER = heard("incident_offer")
THANKS = heard("incident_joined", "goodbye")


async def test_a_caller_hears_of_an_incident_after_the_greeting_and_joins_it_by_one_key(
    server: AgiServer, incidents: Incidents
) -> None:
    incidents.known[None] = [WATER]
    call = await place(server.port, Call("..1"))
    assert call.chosen == {"CC_KEYS": "1", "CC_JOINED": "7", "CC_OUTCOME": "served"}
    assert call.played == [*GREETING, WATER.sound, *THANKS]


async def test_who_waits_hears_the_menu_after_the_notice(server: AgiServer, incidents: Incidents) -> None:
    incidents.known[None] = [WATER]
    call = await place(server.port, Call("_0"))
    assert call.played == [*GREETING, WATER.sound, *OFFER, *heard("main_menu", "to_operator")]
    assert call.chosen == {"CC_KEYS": "0", "CC_OUTCOME": "queue"}


async def test_a_key_pressed_in_the_greeting_is_the_menus_and_joins_nothing(
    server: AgiServer, incidents: Incidents
) -> None:
    incidents.known[None] = [WATER]
    call = await place(server.port, Call("1!"))
    assert call.chosen == {"CC_KEYS": "1", "CC_CATEGORY": "infrastructure", "CC_OUTCOME": "hangup"}
    assert incidents.asked == []


async def test_under_a_topic_its_incidents_are_told_one_after_the_other(
    server: AgiServer, incidents: Incidents
) -> None:
    incidents.known["power_lighting"] = [POWER, WATER]
    call = await place(server.port, Call("11__"))
    assert incidents.asked == [("power_lighting", heard) for heard in ((), ("8",), ("8", "7"))]
    told = [POWER.sound, *OFFER, WATER.sound, *OFFER, *heard("to_operator")]
    assert call.played == [*heard("greeting", "infrastructure_menu", "chose_power_lighting"), *told]
    assert call.variables["CC_OUTCOME"] == "queue"


async def test_a_caller_who_hangs_up_while_being_thanked_has_joined(server: AgiServer, incidents: Incidents) -> None:
    incidents.known[None] = [WATER]
    call = await place(server.port, Call("..1!"))
    assert call.chosen == {"CC_KEYS": "1", "CC_JOINED": "7", "CC_OUTCOME": "served"}


async def test_a_caller_who_hangs_up_at_the_notice_has_not(server: AgiServer, incidents: Incidents) -> None:
    incidents.known[None] = [WATER]
    call = await place(server.port, Call("..!"))
    assert call.chosen == {"CC_OUTCOME": "hangup"}


async def test_a_notice_that_is_not_there_is_left_out(
    server: AgiServer, incidents: Incidents, caplog: pytest.LogCaptureFixture
) -> None:
    incidents.known[None] = [WATER]
    call = await place(server.port, Call("..1", missing=frozenset({WATER.sound})))
    assert call.variables["CC_JOINED"] == "7"
    assert f"notice can't be played: {WATER.sound}" in caplog.text


async def test_an_incident_look_up_that_fails_goes_on_in_the_menu(
    server: AgiServer, incidents: Incidents, caplog: pytest.LogCaptureFixture
) -> None:
    incidents.error = RuntimeError("database is locked")
    call = await place(server.port, Call("_2"))
    assert call.variables["CC_CATEGORY"] == "social"
    assert "incident look-up failed" in caplog.text


async def test_an_incident_look_up_that_is_slow_goes_on_in_the_menu(
    server: AgiServer, incidents: Incidents, monkeypatch: pytest.MonkeyPatch
) -> None:
    incidents.answering.clear()
    monkeypatch.setattr("agi.look_ups.LOOK_UP_SECONDS", 0.01)
    call = await place(server.port, Call("..2"))
    assert call.played == [*GREETING, *heard("main_menu", "chose_social", "to_operator")]
