"""The phone against peers that say exactly what a test wants, also what panoramisk 1.4 stumbles over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from agi.errors import BadPeer, CallerHungUp, CommandRefused, PeerGone, PeerSlow, PromptFailed, UnsafeArgument
from agi.phone import LONGEST_LINE, Phone
from tests.agi.scripted_asterisk import DEAD, UNKNOWN, USAGE, Call, connection

REQUEST = Call().request
Line = tuple[Phone, asyncio.StreamReader, asyncio.StreamWriter]
SHORT = 0.05  # patience of a phone in tests that wait for it to end


@pytest.fixture
async def lines() -> AsyncIterator[Callable[[float], Awaitable[Line]]]:
    """Gives phones, each with the peer's end of its connection."""
    phones: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    server = await asyncio.start_server(lambda *ends: phones.put_nowait(ends), "127.0.0.1", 0, limit=LONGEST_LINE)
    open_now = []

    async def line(patience: float) -> Line:
        peer = connection(server.sockets[0].getsockname()[1])
        reader, writer = await peer.__aenter__()
        ours = await phones.get()
        open_now.append((peer, ours[1]))
        return Phone(*ours, patience), reader, writer

    yield line
    server.close()
    for peer, ours in open_now:
        ours.close()
        await peer.__aexit__(None, None, None)


@pytest.fixture
async def line(lines: Callable[[float], Awaitable[Line]]) -> Line:
    return await lines(5.0)


@pytest.fixture
async def hasty(lines: Callable[[float], Awaitable[Line]]) -> Line:
    return await lines(SHORT)


async def test_a_request_is_read_and_the_call_asked_for_its_name(line: Line) -> None:
    phone, reader, peer = line
    peer.write(REQUEST + b"200 result=1 (1795500716.0)\n")
    await phone.answer()
    assert phone.request["agi_callerid"] == "0912345678"
    assert phone.request["agi_accountcode"] == ""
    assert phone.linkedid == "1795500716.0"
    assert await reader.readline() == b'GET VARIABLE "CHANNEL(linkedid)"\n'


async def test_a_call_without_linkedid_is_refused(line: Line) -> None:
    phone, _, peer = line
    peer.write(REQUEST + b"200 result=0\n")
    with pytest.raises(BadPeer, match="without Linkedid"):
        await phone.answer()


@pytest.mark.parametrize("part", [b"", b"agi_network: yes\n", b"agi_network: yes\nagi_req"])
async def test_a_peer_that_closes_before_the_blank_line_is_gone_at_once(line: Line, part: bytes) -> None:
    phone, _, peer = line
    peer.write(part)
    peer.write_eof()
    with pytest.raises(PeerGone):
        await phone.answer()


async def test_a_peer_that_never_ends_its_request_is_too_slow(hasty: Line) -> None:
    phone, _, peer = hasty
    peer.write(b"agi_network: yes\n")
    with pytest.raises(PeerSlow, match="the request: no answer in"):
        await phone.answer()


async def test_a_request_without_end_is_refused(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"".join(b"agi_%d: x\n" % at for at in range(200)))
    with pytest.raises(BadPeer, match="more than 100 lines"):
        await phone.answer()


async def test_a_line_without_end_is_refused(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"agi_network: " + b"x" * 3 * LONGEST_LINE)
    with pytest.raises(BadPeer, match="a line without end"):
        await phone.answer()


@pytest.mark.parametrize(
    "bytes_", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\n", b"\xff\xfe\n", b"SSH-2.0-x\n"]
)
async def test_a_port_scan_is_refused(line: Line, bytes_: bytes) -> None:
    phone, _, peer = line
    peer.write(bytes_)
    with pytest.raises(BadPeer):
        await phone.answer()


@pytest.mark.parametrize("said", [b"HANGUP\n200 result=1 (x)\n", b"100 Trying...\nHANGUP\n200 result=1 (x)\n"])
async def test_a_hangup_line_before_a_reply_does_not_shift_it(line: Line, said: bytes) -> None:
    phone, _, peer = line
    peer.write(said)
    assert await phone.variable("X") == "x"
    assert phone.hung_up


async def test_a_hangup_line_after_a_reply_does_not_shift_the_next_one(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"200 result=1 (x)\nHANGUP\n200 result=1 (y)\n")
    assert [await phone.variable("X"), await phone.variable("Y")] == ["x", "y"]
    assert phone.hung_up


async def test_after_a_hangup_nothing_is_played_but_variables_are_still_set(line: Line) -> None:
    phone, reader, peer = line
    peer.write(b"HANGUP\n200 result=1\n200 result=1\n")
    await phone.set_variable("A", "1")
    with pytest.raises(CallerHungUp):
        await phone.play("/sounds/x")
    with pytest.raises(CallerHungUp):
        await phone.wait_for_key(1)
    await phone.set_variable("B", "2")
    assert [await reader.readline(), await reader.readline()] == [b'SET VARIABLE "A" "1"\n', b'SET VARIABLE "B" "2"\n']


async def test_a_prompt_cut_by_the_hang_up_is_told_from_a_prompt_that_is_missing(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"200 result=-1 endpos=0\n200 result=6\n")
    with pytest.raises(PromptFailed):
        await phone.play("/sounds/x")
    peer.write(f"200 result=-1 endpos=20160\nHANGUP\n{DEAD}\n".encode())
    with pytest.raises(CallerHungUp):
        await phone.play("/sounds/y")


async def test_a_dead_channel_is_a_hang_up_also_without_the_line(line: Line) -> None:
    phone, _, peer = line
    peer.write(f"{DEAD}\n".encode())
    with pytest.raises(CallerHungUp):
        await phone.wait_for_key(1)


async def test_an_explanation_of_many_lines_does_not_shift_the_next_reply(line: Line) -> None:
    phone, _, peer = line
    peer.write(f"{USAGE}\n200 result=1 (y)\n".encode())
    with pytest.raises(CommandRefused, match="GET VARIABLE: 520"):
        await phone.variable("X")
    assert await phone.variable("Y") == "y"


async def test_an_explanation_without_end_is_refused(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"520-Usage:\n" + b"blah\n" * 200)
    with pytest.raises(BadPeer, match="more than 100 lines"):
        await phone.variable("X")


async def test_an_unknown_command_is_refused(line: Line) -> None:
    phone, _, peer = line
    peer.write(f"{UNKNOWN}\n".encode())
    with pytest.raises(CommandRefused, match="510 Invalid"):
        await phone.set_variable("X", "1")


async def test_a_variable_with_the_value_hangup_is_no_hang_up(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"200 result=1 (hangup)\n")
    assert await phone.variable("CC_OUTCOME") == "hangup"
    assert not phone.hung_up


async def test_a_variable_that_is_not_set_is_none_and_an_empty_one_is_empty(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"200 result=0\n200 result=1 ()\n")
    assert [await phone.variable("X"), await phone.variable("Y")] == [None, ""]


async def test_a_key_cuts_a_prompt_and_is_given_back(line: Line) -> None:
    phone, reader, peer = line
    peer.write(b"200 result=42 endpos=13600\n200 result=0 endpos=4827\n200 result=35\n200 result=0\n")
    assert [await phone.play("/sounds/x", "*#"), await phone.play("/sounds/y")] == ["*", None]
    assert [await phone.wait_for_key(0.25), await phone.wait_for_key(6)] == ["#", None]
    assert await reader.readline() == b'STREAM FILE "/sounds/x" "*#"\n'
    assert await reader.readline() == b'STREAM FILE "/sounds/y" ""\n'
    assert await reader.readline() == b'WAIT FOR DIGIT "250"\n'


@pytest.mark.parametrize("result", ["", "x", "1.5"])
async def test_a_result_that_is_no_key_is_refused(line: Line, result: str) -> None:
    phone, _, peer = line
    peer.write(f"200 result={result}\n".encode())
    with pytest.raises(BadPeer, match="not a key"):
        await phone.wait_for_key(1)


async def test_a_channel_that_can_not_listen_is_silent(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"200 result=-1\n200 result=6\n")
    assert await phone.wait_for_key(1) is None


@pytest.mark.parametrize("part", [b"", b"200 resul"])
async def test_a_peer_that_closes_instead_of_a_reply_is_gone(line: Line, part: bytes) -> None:
    phone, _, peer = line
    peer.write(part)
    peer.write_eof()
    with pytest.raises(PeerGone):
        await phone.variable("X")


async def test_a_peer_that_says_nothing_but_hangup_is_refused(line: Line) -> None:
    phone, _, peer = line
    peer.write(b"HANGUP\n" * 200)
    with pytest.raises(BadPeer, match="no reply in 100 lines"):
        await phone.variable("X")


async def test_a_peer_that_does_not_answer_is_too_slow(hasty: Line) -> None:
    phone, _, _ = hasty
    with pytest.raises(PeerSlow, match=r"GET VARIABLE: no answer in 0.05 s"):
        await phone.variable("X")


async def test_waiting_for_a_key_has_the_time_of_the_wait_on_top(hasty: Line) -> None:
    phone, _, _ = hasty
    with pytest.raises(PeerSlow, match=r"WAIT FOR DIGIT: no answer in 0.15 s"):
        await phone.wait_for_key(0.1)


async def test_a_cancelled_call_is_cancelled(line: Line) -> None:
    phone, reader, _ = line
    waiting = asyncio.create_task(phone.wait_for_key(60))
    assert await reader.readline() == b'WAIT FOR DIGIT "60000"\n'
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_an_argument_can_not_become_a_command(line: Line) -> None:
    phone, reader, peer = line
    with pytest.raises(UnsafeArgument):
        await phone.set_variable("X", '1"\nEXEC System "reboot')
    peer.write(b"200 result=1\n")
    await phone.set_variable("X", '1" EXEC "\\')
    assert await reader.readline() == b'SET VARIABLE "X" "1\\" EXEC \\"\\\\"\n'
