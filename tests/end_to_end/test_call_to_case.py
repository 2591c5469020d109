"""A real call becomes a case: phone, Asterisk, browser and store, all real."""

from datetime import timedelta
from pathlib import Path

import pytest

from crm.case import CaseState, Category
from crm.messages import ContactState
from crm.queries import case_by_code
from tests.audio import Samples, likeness, read_wav
from tests.databases import Databases
from tests.end_to_end.operator_page import Computer
from tests.end_to_end.stack import DATABASE, Stack
from tests.end_to_end.waiting import contact_that, legs, now, recorded, seconds_in

pytestmark = pytest.mark.end_to_end
SAID, NOT_SAID = 0.6, 0.5
TALK_SECONDS = 14.0  # both voices have said everything once, wherever they were when the call was answered
NAME = "Nguyễn Thị Ngọc Ước"


async def test_a_real_call_becomes_a_case(
    stack: Stack, databases: Databases, computer: Computer, citizen_voice: Path, operator_voice: Path, tmp_path: Path
) -> None:
    stack.environment[DATABASE] = databases.new()
    await stack.run("setup")
    await stack.set_up(("lan", "Trần Thị Lan"))
    await stack.start()
    desk = await computer.sit_down(stack, "lan")
    await desk.go_ready()

    heard = tmp_path / "heard.wav"
    citizen = await stack.citizen(
        "--from", "0912345678", "--name", NAME, "--keys", "1,2", "--say", str(citizen_voice), "--hear", str(heard)
    )
    await desk.is_rung()
    assert await desk.at("call-number").inner_text() == "0912 345 678"
    assert await desk.at("call-name").inner_text() == NAME
    assert "Cấp nước" in await desk.at("call-path").inner_text()

    await desk.answer()
    assert await desk.heard_loudness() > 0.01
    await desk.write(content="Vỡ ống nước trước số nhà 12", place="12 Tô Hiệu", reporter_name=NAME)
    code = await desk.save()
    talking = await contact_that(stack, lambda contact: contact.state is ContactState.TALKING)
    mix, said, listened = legs(stack, talking)
    await recorded(said, TALK_SECONDS)
    await desk.hang_up()
    report = await citizen.report()
    assert report["answered"]
    assert report["ended_by"] == "1022"

    case = case_by_code(stack.store, code, now())
    contact = await contact_that(stack, lambda contact: contact.ended_at is not None)
    assert case.state is CaseState.NEW
    assert (case.fields.category, case.fields.topic) == (Category.INFRASTRUCTURE, "water_supply")
    assert (case.fields.reporter_name, case.fields.reporter_phone) == (NAME, "+84912345678")
    assert (contact.caller_name, contact.keys, contact.case_code) == (NAME, ("1", "2"), code)
    intake = next(clock for clock in case.clocks if clock.name == "intake")
    assert contact.answered_at is not None
    assert intake.due_at == contact.answered_at + timedelta(minutes=60)
    assert case.received_at == contact.answered_at

    assert contact.recording == talking.recording
    citizen_words, operator_words = read_wav(citizen_voice), read_wav(operator_voice)
    assert_spoken(read_wav(said), citizen_words, not_these=operator_words)
    assert_spoken(read_wav(listened), operator_words, not_these=citizen_words)
    assert_spoken(read_wav(heard), operator_words, not_these=citizen_words)
    assert_spoken(read_wav(mix), citizen_words)
    assert_spoken(read_wav(mix), operator_words)

    await desk.open_case(code)
    assert await desk.at("reporter-name").input_value() == NAME
    assert abs(await desk.playable_seconds(contact.linkedid) - seconds_in(mix)) < 0.5
    assert "Cấp nước" in await desk.forward()
    forwarded = case_by_code(stack.store, code, now())
    assert forwarded.state is CaseState.FORWARDED
    assert {clock.name: clock.state for clock in forwarded.clocks} == {"intake": "met", "verify": "open"}
    assert not desk.faults


def assert_spoken(recording: Samples, words: Samples, not_these: Samples | None = None) -> None:
    assert likeness(recording, words) > SAID
    assert not_these is None or likeness(recording, not_these) < NOT_SAID
