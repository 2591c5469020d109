"""An Asterisk that is already there: not started by us, told over AMI, and just as good for operators and citizens."""

from pathlib import Path

import pytest

from crm.messages import ContactState
from tests.end_to_end.operator_page import Computer
from tests.end_to_end.stack import Stack
from tests.end_to_end.waiting import contact_of

pytestmark = pytest.mark.end_to_end


async def test_operators_work_with_an_asterisk_that_is_not_ours(
    stack: Stack, computer: Computer, citizen_voice: Path
) -> None:
    await stack.set_up(("lan", "Trần Thị Lan"))
    await stack.start()
    await stack.kill()  # what is left is an Asterisk that nobody of ours watches
    stack.environment["CALLCENTER_ASTERISK"] = "existing"
    await stack.run("asterisk", "render")
    await stack.run("asterisk", "rx", "core reload")
    await stack.start()

    desk = await computer.sit_down(stack, "lan")
    await desk.go_ready()
    citizen = await stack.citizen("--from", "0912345678", "--keys", "0", "--say", str(citizen_voice))
    await desk.is_rung()
    await desk.answer()
    assert await desk.heard_loudness() > 0.01
    await desk.hang_up()
    assert (await citizen.report())["ended_by"] == "1022"
    assert (await contact_of(stack, "+84912345678")).state is not ContactState.ABANDONED
    assert not desk.faults
