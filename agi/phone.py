"""The caller's telephone, as FastAGI lets us use it: play, wait for a key, remember. AGI's verbs stand only here.

Bounded: lines, their number, and the time for each answer. Asterisk tells a hang-up in three ways, in this order: the
running command gives -1, a line `HANGUP` follows, and commands for a live channel are answered 511; a sound file that
can't be played gives -1 as well, so -1 is followed by asking how the channel is.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from agi.errors import BadPeer, CallerHungUp, CommandRefused, PeerGone, PeerSlow, PromptFailed, RecordFailed
from agi.lines import Reply, command_line, parse_header, parse_reply

ANY_KEY: Final = "0123456789*#"
LONGEST_LINE: Final = 8192  # bytes
MOST_LINES: Final = 100  # of a request, of the explanation after 520, between two replies
LONGEST_PROMPT: Final = 120.0  # seconds
PATIENCE: Final = 5.0  # seconds for an answer that needs no time of its own
END_OF_MESSAGE: Final = "#"
SAMPLES: Final = 8000  # a second


@dataclass(frozen=True)
class Message:
    """What was recorded. Who hung up is gone: variables can still be set."""

    seconds: float
    hung_up: bool


class Phone:
    """One call. Every method raises a `SessionEnded` when the call can't go on."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, patience: float = PATIENCE) -> None:
        self.request: dict[str, str] = {}  # by AGI's own names: agi_callerid, agi_network_script, ...
        self.linkedid = ""  # the call's name, known once answered
        self.hung_up = False
        self._reader = reader
        self._writer = writer
        self._patience = patience

    async def answer(self) -> None:
        """Take a new connection: read the request, lines up to an empty one, and ask which call this is."""
        async with _limit(self._patience, "the request"):
            while line := await self._line():
                name, value = parse_header(line)
                self.request[name] = value
                if len(self.request) > MOST_LINES:
                    raise BadPeer(f"a request of more than {MOST_LINES} lines")
        self.linkedid = await self.variable("CHANNEL(linkedid)") or ""
        if not self.linkedid:
            raise BadPeer("a call without Linkedid")

    async def play(self, file: str, keys: str = "") -> str | None:
        """Play a sound file (path without extension), cut short by one of `keys`, which is given back.

        Raises `PromptFailed` when it can't be played and the caller is still there.
        """
        reply = await self._live_command(LONGEST_PROMPT, "STREAM FILE", file, keys)
        if reply.result == "-1":
            raise PromptFailed(file)
        return _key(reply)

    async def wait_for_key(self, seconds: float) -> str | None:
        """The next key pressed, None when none comes in time."""
        return _key(await self._live_command(seconds, "WAIT FOR DIGIT", str(round(seconds * 1000))))

    async def record(self, file: str, most: int, silence: int) -> Message:
        """Record what the caller says until `#`, `silence` seconds of quiet, `most` seconds or the end of the call.

        `file` is a path without extension, overwritten. Raises `RecordFailed` when it can't be written.
        """
        if self.hung_up:
            raise CallerHungUp
        limits = (END_OF_MESSAGE, str(most * 1000), f"s={silence}")
        reply = await self._command(most, "RECORD FILE", file, "wav", *limits)
        if reply.result == "-1" and reply.data == "hangup":
            self.hung_up = True
        elif reply.result == "-1":
            raise RecordFailed(f"{file}: {reply.data}")
        return Message((reply.endpos or 0) / SAMPLES, self.hung_up)

    async def set_variable(self, name: str, value: str) -> None:
        """Remember something on the channel. Works after the caller has hung up, too."""
        await self._command(0, "SET VARIABLE", name, value)

    async def variable(self, name: str) -> str | None:
        """The value of a channel variable or a function such as CHANNEL(linkedid), None when it is not set."""
        reply = await self._command(0, "GET VARIABLE", name)
        return reply.data if reply.result == "1" else None

    async def _live_command(self, seconds: float, verb: str, *arguments: str) -> Reply:
        """A command that needs the caller on the line."""
        if self.hung_up:
            raise CallerHungUp
        reply = await self._command(seconds, verb, *arguments)
        if reply.result == "-1":
            await self._command(0, "CHANNEL STATUS")
        if self.hung_up:
            raise CallerHungUp
        return reply

    async def _command(self, seconds: float, verb: str, *arguments: str) -> Reply:
        """Send a command that may take `seconds`; give its reply. A dead channel's refusal (511) is a hang-up."""
        line = command_line(verb, *arguments)
        async with _limit(seconds + self._patience, verb):
            try:
                self._writer.write(line)
                await self._writer.drain()
            except ConnectionError as error:
                raise PeerGone(verb) from error
            reply = await self._reply()
        if reply.code == 511:
            self.hung_up = True
            raise CallerHungUp
        if reply.code != 200:
            raise CommandRefused(f"{verb}: {reply.code} {reply.text}")
        return reply

    async def _reply(self) -> Reply:
        for _ in range(MOST_LINES):
            line = await self._line()
            if line == "HANGUP":
                self.hung_up = True
                continue
            reply = parse_reply(line)
            if reply.more:
                await self._skip_to_end_of(reply)
            if reply.code != 100:
                return reply
        raise BadPeer(f"no reply in {MOST_LINES} lines")

    async def _skip_to_end_of(self, reply: Reply) -> None:
        for _ in range(MOST_LINES):
            if (await self._line()).startswith(f"{reply.code} "):
                return
        raise BadPeer(f"a reply of more than {MOST_LINES} lines")

    async def _line(self) -> str:
        try:
            line = await self._reader.readline()
        except ConnectionError as error:
            raise PeerGone("connection reset") from error
        except ValueError as error:  # longer than the reader's limit
            raise BadPeer("a line without end") from error
        if not line.endswith(b"\n"):
            raise PeerGone("connection closed")
        return line.decode(errors="replace").rstrip("\r\n")


@asynccontextmanager
async def _limit(seconds: float, what: str) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise PeerSlow(f"{what}: no answer in {seconds:g} s") from None


def _key(reply: Reply) -> str | None:
    """The key a result tells: its letter's code; none at 0, or at the -1 of a channel that could not listen."""
    try:
        code = int(reply.result)
    except ValueError:
        raise BadPeer(f"not a key: {reply.text[:60]!r}") from None
    return chr(code) if 0 < code < 0x80 else None
