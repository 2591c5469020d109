"""Asterisk's part in a FastAGI session, by script; requests and replies are as Asterisk 22.10.1 sent them.

The caller is a string of what is done at the prompts, one letter each: a key, "." to hear a prompt to its end, "_" to
wait in silence, "!" to hang up. A key cuts the prompt that is being played, or comes while we wait for it; a message is
spoken for `message` seconds and ended by what comes next. After the last letter there is only silence.
"""

import asyncio
import re
import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

REQUEST = """\
agi_network: yes
agi_network_script: {script}
agi_request: agi://127.0.0.1:4573/{script}
agi_channel: PJSIP/trunk-00000000
agi_language: en
agi_type: PJSIP
agi_uniqueid: {linkedid}
agi_version: 22.10.1+dfsg+~cs6.17.60671434-1
agi_callerid: {phone}
agi_calleridname: unknown
agi_callingpres: 0
agi_callingani2: 0
agi_callington: 0
agi_callingtns: 0
agi_dnid: 02251022
agi_rdnis: unknown
agi_context: hotline
agi_extension: 02251022
agi_priority: 4
agi_enhanced: 0.0
agi_accountcode:
agi_threadid: 140701882996416

"""
DEAD = "511 Command Not Permitted on a dead channel or intercept routine"
UNKNOWN = "510 Invalid or unknown command"
USAGE = """\
520-Invalid command syntax.  Proper usage follows:
Sets a variable to the current channel.
520 End of proper usage."""
COMMAND = re.compile(r"(STREAM FILE|WAIT FOR DIGIT|SET VARIABLE|GET VARIABLE|CHANNEL STATUS|RECORD FILE)(.*)")


@dataclass
class Call:
    """A caller and what our side made of the call."""

    presses: str = ""
    linkedid: str = "1795500716.0"
    phone: str = "0912345678"
    script: str = "hotline"
    missing: frozenset[str] = frozenset()  # sound files that are not there
    variables: dict[str, str] = field(default_factory=dict)
    played: list[str] = field(default_factory=list)
    message: float = 12.0  # seconds that are spoken when there is something to record
    disk_full: bool = False
    recorded: list[list[str]] = field(default_factory=list)  # what was asked of each recording
    alive: bool = True

    @property
    def chosen(self) -> dict[str, str]:
        """The variables, but for the version of the flow, which every call has."""
        return {name: value for name, value in self.variables.items() if name != "CC_FLOW"}

    @property
    def request(self) -> bytes:
        return REQUEST.format(script=self.script, linkedid=self.linkedid, phone=self.phone).encode()

    def reply(self, line: str) -> str:
        """Asterisk's reply to one command."""
        command = COMMAND.fullmatch(line)
        if command is None:
            return UNKNOWN
        match command[1], shlex.split(command[2]):
            case "SET VARIABLE", [name, value]:
                self.variables[name] = value
                return "200 result=1"
            case "GET VARIABLE", [name]:
                value = {**self.variables, "CHANNEL(linkedid)": self.linkedid}.get(name, "")
                return f"200 result=1 ({value})" if value else "200 result=0"
            case _ if not self.alive:
                return DEAD
            case "CHANNEL STATUS", []:
                return "200 result=6"
            case "STREAM FILE", [file, keys, *_]:
                return self._stream(file, keys)
            case "WAIT FOR DIGIT", [_]:
                return self._wait()
            case "RECORD FILE", [*asked]:
                return self._record(asked)
        return USAGE

    def _stream(self, file: str, keys: str) -> str:
        if file in self.missing:
            return "200 result=-1 endpos=0"
        self.played.append(file)
        if self._next() == "!":
            return self._hang_up("200 result=-1 endpos=20160")
        if self._next() == ".":
            self._take()
        elif self._next() and self._next() in keys:
            return f"200 result={ord(self._take())} endpos=13600"
        return "200 result=0 endpos=186855"

    def _wait(self) -> str:
        if self._next() == "!":
            return self._hang_up("200 result=-1")
        pressed = self._take()
        return "200 result=0" if pressed in ("", "_") else f"200 result={ord(pressed)}"

    def _record(self, asked: list[str]) -> str:
        if self.disk_full:
            return "200 result=-1 (writefile)"
        self.recorded.append(asked)
        endpos = round(self.message * 8000)
        if self._next() == "!":
            return self._hang_up(f"200 result=-1 (hangup) endpos={endpos}")
        if self._take() == "#":
            return f"200 result=35 (dtmf) endpos={endpos}"
        return f"200 result=0 (timeout) endpos={endpos}"

    def _hang_up(self, reply: str) -> str:
        self.alive = False
        return f"{reply}\nHANGUP"

    def _next(self) -> str:
        return self.presses[:1]

    def _take(self) -> str:
        pressed, self.presses = self.presses[:1], self.presses[1:]
        return pressed


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection as Asterisk makes it, closed at the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):  # our side may have been first
            await writer.wait_closed()


async def place(port: int, call: Call, ready: asyncio.Barrier | None = None) -> Call:
    """Bring a call to the server and live it until our side leaves; `ready` holds it at its first prompt."""
    async with connection(port) as (reader, writer):
        writer.write(call.request)
        while line := (await reader.readline()).decode().rstrip("\n"):
            if ready is not None and line.startswith("STREAM FILE") and not call.played:
                await ready.wait()
            writer.write(f"{call.reply(line)}\n".encode())
    return call
