"""Panoramisk on the same line: what we tell Asterisk's replies to mean, another library reads as well.

(pyst2 is tried the same way by the fallback menu, which is built on it.)
"""

import asyncio

import pytest
from panoramisk.fast_agi import Request
from panoramisk.utils import parse_agi_result

from agi.lines import command_line, parse_reply
from tests.agi.scripted_asterisk import Call, place


async def test_panoramisk_has_the_same_conversation_with_the_scripted_asterisk() -> None:
    results = []

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\n\n")
        request = Request(None, {}, reader, writer)
        for command in (
            command_line("GET VARIABLE", "CHANNEL(linkedid)"),
            command_line("STREAM FILE", "/sounds/hotline.greeting", "0123456789*#"),
            command_line("WAIT FOR DIGIT", "6000"),
            command_line("SET VARIABLE", "CC_KEYS", "1-2"),
            command_line("CHANNEL STATUS"),
        ):
            results.append((await request.send_command(command.decode().rstrip("\n")))["result"])
        writer.close()

    server = await asyncio.start_server(session, "127.0.0.1", 0)
    call = await place(server.sockets[0].getsockname()[1], Call("12"))
    server.close()
    assert results == [("1", call.linkedid), ("49", ""), ("50", ""), ("1", ""), ("6", "")]
    assert call.variables == {"CC_KEYS": "1-2"}


@pytest.mark.parametrize(
    "line",
    ["200 result=1", "200 result=1 (1795500716.0)", "200 result=53 endpos=13600", "200 result=-2", "200 result=0"],
)
def test_an_ordinary_reply_means_the_same_to_panoramisk(line: str) -> None:
    theirs, ours = parse_agi_result(line), parse_reply(line)
    assert theirs["status_code"] == ours.code
    assert theirs["result"] == (ours.result, ours.data or "")
    assert theirs.get("endpos", ("None",))[0] == str(ours.endpos)
