"""The doors of a real Asterisk: the manager interface of the bridge, and the websocket of the browsers' phones."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from asterisk_conf.model import REALM, OperatorEndpoint, endpoint_name
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.render import render_operators
from tests.asterisk_conf.switchboard import SECRET, Switchboard

SIP_SECRET = "one-login-only"
LAN_ANH = "lan.anh"


@pytest.fixture(scope="module")
def switchboard(
    asterisk_prefix: Prefix, sounds_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Switchboard]:
    board = Switchboard.start(tmp_path_factory.mktemp("doors"), asterisk_prefix, sounds_dir)
    yield board
    board.stop()


Manager = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def manager(board: Switchboard) -> AsyncIterator[Manager]:
    reader, writer = await asyncio.open_connection("127.0.0.1", board.conf.ami_port)
    try:
        await reader.readline()
        yield reader, writer
    finally:
        writer.close()
        await writer.wait_closed()


async def act(line: Manager, action: str, **fields: str) -> str:
    """Do something and give the first message that is an answer, not an event."""
    reader, writer = line
    words = {"Action": action, **fields}
    writer.write("".join(f"{key}: {value}\r\n" for key, value in words.items()).encode() + b"\r\n")
    async with asyncio.timeout(5):
        while not (message := (await reader.readuntil(b"\r\n\r\n")).decode()).startswith("Response:"):
            pass
    return message


async def test_the_bridge_may_do_what_it_needs_and_no_more(switchboard: Switchboard) -> None:
    async with manager(switchboard) as line:
        assert "Success" in await act(line, "Login", Username="callcenter", Secret=SECRET)
        for action, fields in {
            "QueueAdd": {"Queue": "hotline", "Interface": "PJSIP/op-lan"},
            "QueuePause": {"Interface": "PJSIP/op-lan", "Paused": "true"},
            "QueueStatus": {},
            "QueueRemove": {"Queue": "hotline", "Interface": "PJSIP/op-lan"},
            "CoreShowChannels": {},
            "Originate": {
                "Channel": "Local/s@callback-far/n",
                "Context": "callback-near",
                "Exten": "hotline",
                "Priority": "1",
            },
            "Setvar": {"Variable": "CC_STORM", "Value": "0"},
            "Ping": {},
        }.items():
            assert "Success" in await act(line, action, **fields), action
        for action, fields in {
            "Command": {"Command": "core show version"},
            "Originate": {"Channel": "Local/s@callback-far/n", "Application": "System", "Data": "id"},
            "GetConfig": {"Filename": "manager.conf"},
            "Reload": {},
        }.items():
            answer = await act(line, action, **fields)
            assert "Permission denied" in answer or "Originate Access Forbidden" in answer, answer


async def test_a_wrong_password_is_refused(switchboard: Switchboard) -> None:
    async with manager(switchboard) as line:
        assert "Authentication failed" in await act(line, "Login", Username="callcenter", Secret="another")


async def test_a_call_carries_its_variables_on_its_events(switchboard: Switchboard) -> None:
    async with manager(switchboard) as line, switchboard.menu("SET VARIABLE CC_KEYS 1-2"):
        await act(line, "Login", Username="callcenter", Secret=SECRET)
        async with switchboard.citizen(), asyncio.timeout(10):
            while "QueueCallerJoin" not in (event := (await line[0].readuntil(b"\r\n\r\n")).decode()):
                assert "Event: VarSet" not in event
    assert "ChanVariable: CC_KEYS=1-2" in event
    assert "ChanVariable: CC_FALLBACK=1" in event


async def test_an_operator_registers_with_the_secret_of_this_login_only(switchboard: Switchboard) -> None:
    log_in(switchboard, SIP_SECRET)
    assert await register(switchboard, SIP_SECRET) == 200
    assert await register(switchboard, "guessed") == 401
    log_in(switchboard, None)
    assert await register(switchboard, SIP_SECRET) == 401


def log_in(board: Switchboard, secret: str | None) -> None:
    """Give lan.anh a phone with this secret, or take it away."""
    ha1 = secret and md5(f"{endpoint_name(LAN_ANH)}:{REALM}:{secret}")
    operators = [OperatorEndpoint(LAN_ANH, "Nguyễn Thị Lan Anh", ha1)]
    board.asterisk.reload(render_operators(board.conf, operators, board.asterisk.etc_dir))


async def register(board: Switchboard, secret: str) -> int:
    """The status of a REGISTER over the websocket, with an answer to the challenge (RFC 2617)."""
    name = endpoint_name(LAN_ANH)
    url = f"http://127.0.0.1:{board.conf.http_port}/ws"
    async with aiohttp.ClientSession() as session, session.ws_connect(url, protocols=["sip"]) as socket:
        await socket.send_str(register_request(name, 1))
        challenge = await socket.receive_str(timeout=5)
        assert challenge.startswith("SIP/2.0 401")
        nonce = re.findall(r'nonce="([^"]+)"', challenge)[0]
        ha1, ha2 = md5(f"{name}:{REALM}:{secret}"), md5(f"REGISTER:sip:{REALM}")
        answer = md5(f"{ha1}:{nonce}:00000001:cnonce:auth:{ha2}")
        digest = (
            f'Digest username="{name}", realm="{REALM}", nonce="{nonce}", uri="sip:{REALM}", qop=auth, '
            f'nc=00000001, cnonce="cnonce", algorithm=MD5, response="{answer}"'
        )
        await socket.send_str(register_request(name, 2, f"Authorization: {digest}\r\n"))
        return int((await socket.receive_str(timeout=5)).split()[1])


def register_request(name: str, number: int, authorization: str = "") -> str:
    return (
        f"REGISTER sip:{REALM} SIP/2.0\r\nVia: SIP/2.0/WS browser.invalid;branch=z9hG4bK{number}\r\n"
        f"Max-Forwards: 70\r\nFrom: <sip:{name}@{REALM}>;tag=1\r\nTo: <sip:{name}@{REALM}>\r\n"
        f"Call-ID: registration\r\nCSeq: {number} REGISTER\r\nContact: <sip:{name}@browser.invalid;transport=ws>\r\n"
        f"Expires: 120\r\n{authorization}Content-Length: 0\r\n\r\n"
    )


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
