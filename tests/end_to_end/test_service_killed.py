"""The service dies in the middle of the night; the telephone does not."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from crm.case import Category
from crm.messages import ContactState
from crm.queries import case_by_code
from tests.audio import loudness, read_wav
from tests.end_to_end.operator_page import WAIT_MS, Computer
from tests.end_to_end.stack import Stack
from tests.end_to_end.waiting import contact_that, legs, now, recorded

pytestmark = pytest.mark.end_to_end


async def test_calls_go_on_without_the_service_and_nothing_is_lost(
    stack: Stack, computer: Computer, citizen_voice: Path
) -> None:
    await stack.set_up(("lan", "Trần Thị Lan"))
    await stack.start()
    desk = await computer.sit_down(stack, "lan")
    await desk.go_ready()

    say = ("--say", str(citizen_voice))
    first_dialled = now()
    first = await stack.citizen("--from", "0912345678", "--keys", "1", *say)
    await stack.logs("key 1 -> infrastructure")
    first_chose = now()
    await stack.kill()

    await desk.is_rung()
    assert await desk.at("call-number").inner_text() == "0912 345 678"
    await desk.answer()
    assert await desk.heard_loudness() > 0.01

    second_dialled = now()
    second = await stack.citizen("--from", "0987654321", "--name", "Bùi Văn Ước", "--keys", "2", *say)
    await desk.hang_up()
    assert (await first.report())["ended_by"] == "1022"

    await desk.is_rung()
    second_rang = now()
    assert await desk.at("call-number").inner_text() == "0987 654 321"
    await desk.answer()
    assert await desk.heard_loudness() > 0.01
    await desk.at("category-social").check()
    await desk.at("social-economy_culture_society").check()
    await desk.write(content="Quán hát gây ồn sau 23 giờ", reporter_name="Bùi Văn Ước")
    await desk.at("do-save").click()
    await expect(desk.at("kept")).to_contain_text("Chờ máy chủ", timeout=WAIT_MS)

    await stack.start()
    code = await desk.saved_code()
    talking = await contact_that(stack, lambda contact: contact.phone == "+84987654321")
    await recorded(legs(stack, talking)[1], 3.0)
    await desk.hang_up()
    assert (await second.report())["ended_by"] == "1022"

    known = await contact_that(stack, lambda contact: contact.phone == "+84912345678" and contact.ended_at is not None)
    assert known.answered_at is not None
    assert first_dialled < known.answered_at < first_chose
    assert known.state is ContactState.HANDLED
    assert (known.operator, known.keys, known.category) == ("lan", ("1",), Category.INFRASTRUCTURE)
    assert known.clock is not None
    assert known.clock.due_at == known.answered_at + timedelta(minutes=60)
    assert loudness(read_wav(legs(stack, known)[1])) > 0.01

    other = await contact_that(stack, lambda contact: contact.phone == "+84987654321" and contact.ended_at is not None)
    assert other.answered_at is not None
    assert second_dialled < other.answered_at < second_rang
    assert (other.fallback, other.keys, other.category) == (True, ("2",), Category.SOCIAL)
    assert (other.operator, other.case_code) == ("lan", code)
    assert case_by_code(stack.store, code, now()).received_at == other.answered_at
    assert loudness(read_wav(legs(stack, other)[1])) > 0.01
    assert not desk.faults
