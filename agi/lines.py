"""AGI is lines of text: commands out, replies in. Here they are written and read, without any connection.

Forms of replies, as Asterisk 22 sends them:

    200 result=1                                 200 result=1 (value of a variable)
    200 result=53 endpos=13600                   200 result=8 (timeout)
    510 Invalid or unknown command               511 Command Not Permitted on a dead channel or intercept routine
    520-Invalid command syntax.  Proper usage follows:  ...any lines...  520 End of proper usage.
    100 Trying...                                HANGUP     (alone, between, before or after any reply)
"""

import re
from dataclasses import dataclass
from typing import Final

from agi.errors import BadPeer, UnsafeArgument

MOST_BYTES: Final = 2000  # of a command: Asterisk reads 2048 at once and would take the rest for another command
REPLY: Final = re.compile(r"(?P<code>\d{3})(?P<more>[ -])(?P<text>.*)")
RESULT: Final = re.compile(r"result=(?P<result>[^ ]*)(?: \((?P<data>.*)\))?(?: endpos=(?P<endpos>\d+))?")


@dataclass(frozen=True)
class Reply:
    """One reply. `data` is what stands in parentheses: a variable's value, or "timeout" when keys stopped coming."""

    code: int
    text: str
    more: bool = False  # "520-": lines follow up to one that begins with the code and a space
    result: str = ""
    data: str | None = None
    endpos: int | None = None  # samples played


def command_line(verb: str, *arguments: str) -> bytes:
    """One command. The only place where arguments are quoted; what can't be quoted is refused (`UnsafeArgument`)."""
    words = [verb, *(_quoted(argument) for argument in arguments)]
    line = " ".join(words).encode()
    if len(line) > MOST_BYTES:
        raise UnsafeArgument(f"{verb}: {len(line)} bytes are more than one command can have")
    return line + b"\n"


def _quoted(argument: str) -> str:
    if any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in argument):
        raise UnsafeArgument(f"control character in {argument!r}")
    return '"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse_reply(line: str) -> Reply:
    """Read one reply line. Raises `BadPeer` when it is none."""
    reply = REPLY.fullmatch(line)
    if reply is None:
        raise BadPeer(f"not a reply: {line[:60]!r}")
    code, text = int(reply["code"]), reply["text"]
    if code != 200:
        return Reply(code, text, more=reply["more"] == "-")
    result = RESULT.fullmatch(text)
    if result is None:
        raise BadPeer(f"not a result: {line[:60]!r}")
    endpos = None if result["endpos"] is None else int(result["endpos"])
    return Reply(code, text, result=result["result"], data=result["data"], endpos=endpos)


def parse_header(line: str) -> tuple[str, str]:
    """Read one line of the request. Raises `BadPeer`, which does not repeat the line: it may be personal."""
    name, colon, value = line.partition(":")
    if not colon or not name.startswith("agi_"):
        raise BadPeer("a line of the request is no AGI header")
    return name, value.strip()
