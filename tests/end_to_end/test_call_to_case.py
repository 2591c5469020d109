"""A real call becomes a case: phone, Asterisk, browser and store, all real."""

from datetime import timedelta
from pathlib import Path

import pytest

from crm.case import CaseState, Category
from crm.queries import case_by_code
from tests.audio import likeness, loudness, read_wav
from tests.end_to_end.operator_page import Computer
from tests.end_to_end.stack import Stack
from tests.end_to_end.waiting import contact_that, now

pytestmark = pytest.mark.end_to_end
NAME = "Nguyễn Thị Ngọc Ước"


async def test_a_real_call_becomes_a_case(
    stack: Stack, computer: Computer, citizen_voice: Path, operator_voice: Path, tmp_path: Path
) -> None:
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
    await desk.page.wait_for_timeout(0)
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

    assert contact.recording is not None
    mix = stack.var / "recordings" / contact.recording
    said, listened = (read_wav(mix.with_name(f"{mix.stem}-{leg}.wav")) for leg in ("rx", "tx"))
    citizen_words, operator_words = read_wav(citizen_voice), read_wav(operator_voice)
    assert likeness(said, citizen_words) > 0.6 > 0.5 > likeness(said, operator_words)
    assert likeness(listened, operator_words) > 0.6 > 0.5 > likeness(listened, citizen_words)
    assert likeness(read_wav(heard), operator_words) > 0.6
    assert loudness(read_wav(mix)) > 0.01
    assert not desk.faults
