"""The server among peers that are no Asterisk, and its own end."""

import asyncio
import socket
from contextlib import suppress

import pytest

from agi.errors import PortTaken
from agi.server import AgiServer, masked, serve
from agi.services import Program
from ivr_flows.parse import load_builtin
from tests.agi.conftest import program, services
from tests.agi.scripted_asterisk import Call, connection, place

HOTLINE = load_builtin("hotline")
REQUEST = Call().request


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"agi_network: yes\n",
        REQUEST[:-1],
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00" * 100 + b"\n",
        b"x" * 100_000,
        REQUEST + b"nonsense\n",
        REQUEST + b"x" * 100_000,
        REQUEST + b"200 result=0\n",
        REQUEST.replace(b"script: hotline", b"script: elsewhere"),
    ],
)
async def test_after_a_peer_that_is_no_asterisk_the_next_call_is_served(server: AgiServer, sent: bytes) -> None:
    async with connection(server.port) as (reader, writer):
        writer.write(sent)
        writer.write_eof()
        with suppress(ConnectionError):  # it may close with our bytes unread
            await reader.read()
    call = await place(server.port, Call("2"))
    assert call.variables["CC_OUTCOME"] == "queue"


async def test_a_broken_session_is_one_warning_with_the_linkedid(
    server: AgiServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with connection(server.port) as (reader, writer):
        writer.write(REQUEST + b"200 result=1 (1795500716.7)\n")
        writer.write_eof()
        await reader.read()
    await server.close()
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "1795500716.7 session broken: PeerGone: connection closed"
    ]


async def test_a_call_for_another_menu_is_refused(server: AgiServer, caplog: pytest.LogCaptureFixture) -> None:
    call = await place(server.port, Call("2", script="elsewhere"))
    await server.close()
    assert call.chosen == {}
    assert "asks for 'elsewhere'; this is 'hotline'" in caplog.text


async def test_a_peer_that_stays_silent_is_left() -> None:
    server = await serve("127.0.0.1", 0, program(HOTLINE), services(), patience=0.05)
    async with connection(server.port) as (reader, writer):
        writer.write(b"agi_network: yes\n")
        assert await reader.read() == b""
    await server.close()
    assert server.session_count == 0


async def test_closing_leaves_calls_without_an_outcome_so_that_the_dialplan_goes_on(server: AgiServer) -> None:
    port = server.port
    async with connection(port) as (reader, writer):
        call = Call()
        writer.write(call.request)
        while not (line := (await reader.readline()).decode()).startswith("STREAM FILE"):
            writer.write(f"{call.reply(line.rstrip())}\n".encode())
        closing = asyncio.create_task(server.close())
        assert await reader.read() == b""
        await closing
    assert call.chosen == {}
    assert server.session_count == 0
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_a_mistake_of_our_own_in_one_call_does_not_end_the_others(caplog: pytest.LogCaptureFixture) -> None:
    files = {f"hotline.{name}": "/sounds/x" for name in HOTLINE.prompts if name != "infrastructure_menu"}
    server = await serve("127.0.0.1", 0, Program("1", HOTLINE, files.__getitem__), services())
    first, second = await place(server.port, Call("1")), await place(server.port, Call("2"))
    await server.close()
    assert "CC_OUTCOME" not in first.variables
    assert second.variables["CC_OUTCOME"] == "queue"
    assert "1795500716.0 session failed" in caplog.text


async def test_a_port_in_use_is_one_plain_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"^Không mở được cổng FastAGI 127\.0\.0\.1:{port}: .+$"):
            await serve("127.0.0.1", port, program(HOTLINE), services())


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+84912345678", "…678"), ("0912 345 678", "…678"), ("12", "…12"), ("unknown", "-"), ("", "-")],
)
def test_a_phone_number_in_the_log_shows_its_last_digits_only(number: str, shown: str) -> None:
    assert masked(number) == shown
