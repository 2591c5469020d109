"""A storm: one press of the supervisor, one key of the citizen, and 1022 calls back on a real telephone."""

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from crm.callback_tables import CallbackRow, CallbackState
from crm.messages import ContactState
from tests.asterisk_conf.switchboard import Phone
from tests.asterisk_conf.switchboard import free_port as free_port_at
from tests.audio import likeness, read_wav
from tests.end_to_end.operator_page import Computer
from tests.end_to_end.stack import PASSWORD, Stack
from tests.end_to_end.test_joined_by_key import supervisor
from tests.end_to_end.waiting import contact_that, recorded

pytestmark = pytest.mark.end_to_end
HOME = "127.0.0.2"
SAID = 0.6
TALK_SECONDS = 4.0


@asynccontextmanager
async def at_home(port: int, say: Path, hear: Path) -> AsyncIterator[Phone]:
    """The citizen's own telephone, behind the trunk; it is answered and spoken into."""
    async with Phone.started("operator", {"host": HOME, "port": port, "say": say, "hear": hear}) as phone:
        await phone.says("ready")
        yield phone


async def to_call(http: Any) -> list[dict[str, Any]]:
    async with http.get("/operator/to-call") as response:
        lines: list[dict[str, Any]] = json.loads(await response.text())["to_call"]
        return lines


async def test_a_citizen_in_a_storm_presses_one_key_and_is_called_back(
    stack: Stack, computer: Computer, citizen_voice: Path, operator_voice: Path, tmp_path: Path
) -> None:
    port = free_port_at(socket.SOCK_DGRAM, HOME)
    stack.environment["CALLCENTER_TRUNK_PORT"] = str(port)
    await stack.set_up(("lan", "Trần Thị Lan"))
    account = ("users", "add", "minh", "--name", "Đỗ Quang Minh", "--role", "supervisor", "--password-stdin")
    await stack.run(*account, stdin=PASSWORD)
    await stack.start()
    heard, at_the_desk = tmp_path / "heard.wav", tmp_path / "home.wav"
    async with supervisor(stack, "minh") as minh:
        storm = await minh.post("/operator/queues/storm", {"on": True, "why": "Bão số 3"})
        assert (storm["told"], storm["storm"]["actor"]) == (True, "minh")

        citizen = await stack.citizen("--from", "0912345678", "--keys", "1", "--gap", "4", "--hear", str(heard))
        report = await citizen.report()
        assert (report["answered"], report["ended_by"]) == (True, "1022")
        contact = await contact_that(stack, lambda contact: contact.ended_at is not None)
        assert (contact.state, contact.callback_wanted) == (ContactState.ABANDONED, True)
        (line,) = await to_call(minh.http)
        assert (line["kind"], line["contact"]["linkedid"]) == ("callback", contact.linkedid)
        assert line["contact"]["clock"]["state"] == "open"
        calm = await minh.post("/operator/queues/storm", {"on": False})
        assert (calm["told"], calm["storm"]) == (True, None)

        desk = await computer.sit_down(stack, "lan")
        async with at_home(port, citizen_voice, at_the_desk) as home:
            await desk.go_ready()
            await desk.is_rung()
            assert (await desk.at("call-number").inner_text()).replace(" ", "") == "0912345678"
            await desk.answer()
            await home.says("ringing")
            leg = stack.var / "recordings" / (await kept_by(stack, contact.linkedid))
            await recorded(leg.with_name(f"{leg.stem}-rx.wav"), TALK_SECONDS)
            await desk.hang_up()
        assert await to_call(minh.http) == []
    talked = await contact_that(stack, lambda contact: contact.state is ContactState.HANDLED)
    assert (talked.linkedid, talked.operator, talked.answered_at) == (contact.linkedid, "lan", contact.answered_at)
    assert likeness(read_wav(at_the_desk), read_wav(operator_voice)) > SAID
    assert likeness(read_wav(leg.with_name(f"{leg.stem}-rx.wav")), read_wav(citizen_voice)) > SAID
    with stack.store.reading() as session:
        assert session.get_one(CallbackRow, contact.linkedid).state is CallbackState.REACHED
    assert not desk.faults


async def kept_by(stack: Stack, linkedid: str) -> str:
    """Where the talk is recorded, once the citizen has answered."""
    contact = await contact_that(
        stack, lambda contact: contact.linkedid == linkedid and contact.connected_at is not None
    )
    assert contact.recording is not None
    return contact.recording
