"""A manager interface on a free port: it knows one account, answers what it is told to, and plays recorded events."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from callcenter.ami_link import AmiAccount

SECRET = "only-for-tests"
PATIENCE = 5.0
Action = Mapping[str, str]
Rows = Iterable[Mapping[str, str | list[str]]]


@dataclass
class FakeAsterisk:
    """`lists` answers an action with a list of rows, `refuses` with an error; `deaf` answers nothing any more."""

    lists: dict[str, Rows] = field(default_factory=dict)
    refuses: dict[str, str] = field(default_factory=dict)
    on_action: Callable[[Action], None] = lambda action: None
    boots: bool = True
    deaf: bool = False
    actions: list[Action] = field(default_factory=list)
    port: int = 0
    secret: str = SECRET
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _lines: set[asyncio.StreamWriter] = field(default_factory=set)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["FakeAsterisk"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.hang_up()

    def account(self, secret: str = SECRET) -> AmiAccount:
        return AmiAccount(self.port, "callcenter", secret)

    def count(self, action: str) -> int:
        """How often an action came."""
        return sum(asked["Action"] == action for asked in self.actions)

    async def asked(self, action: str, times: int = 1) -> None:
        """Wait until an action has come so often."""
        async with asyncio.timeout(PATIENCE):
            while self.count(action) < times:
                self._news.clear()
                await self._news.wait()

    def hang_up(self) -> None:
        """Cut every line."""
        for line in self._lines:
            line.transport.abort()
        self._lines.clear()

    def say(self, data: bytes) -> None:
        """Send bytes as they are to everybody who has logged in."""
        for line in self._lines:
            line.write(data)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        try:
            while True:
                block = await reader.readuntil(b"\r\n\r\n")
                action = dict(line.split(": ", 1) for line in block.decode().splitlines() if line)
                self.actions.append(action)
                self._news.set()
                if not self.deaf:
                    self._answer(action, writer)
                    self.on_action(action)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            pass
        finally:
            self._lines.discard(writer)
            writer.close()

    def _answer(self, action: Action, writer: asyncio.StreamWriter) -> None:
        name, action_id = action["Action"], action["ActionID"]
        if name == "Login" and action["Secret"] != self.secret:
            writer.write(answer(action_id, "Error", "Authentication failed"))
        elif name in self.refuses:
            writer.write(answer(action_id, "Error", self.refuses[name]))
        elif name in self.lists:
            writer.write(listed(action_id, name, self.lists[name]))
        else:
            writer.write(answer(action_id, "Success", MESSAGES.get(name, "Done")))
        if name == "Login" and action["Secret"] == self.secret:
            self._lines.add(writer)
            if self.boots:
                writer.write(b"Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n")


# What panoramisk takes for the beginning of a list, and waits on for ever.
MESSAGES = {"QueueAdd": "Added interface to queue", "Ping": "Pong"}


def answer(action_id: str, response: str, message: str) -> bytes:
    return f"Response: {response}\r\nActionID: {action_id}\r\nMessage: {message}\r\n\r\n".encode()


def listed(action_id: str, name: str, rows: Rows) -> bytes:
    head = f"Response: Success\r\nActionID: {action_id}\r\nEventList: start\r\nMessage: will follow\r\n\r\n"
    tail = f"Event: {name}Complete\r\nActionID: {action_id}\r\nEventList: Complete\r\nListItems: 0\r\n\r\n"
    return "".join([head, *(row_text(row, action_id) for row in rows), tail]).encode()


def row_text(row: Mapping[str, str | list[str]], action_id: str) -> str:
    lines = []
    for header, value in {**row, "ActionID": action_id}.items():
        lines += [f"{header}: {one}" for one in ([value] if isinstance(value, str) else value)]
    return "\r\n".join([*lines, "", ""])
