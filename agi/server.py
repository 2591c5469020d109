"""The FastAGI server: Asterisk connects for each call in the menu: `AGI(agi://HOST:PORT/FLOW)`.

A call comes back by an entry of the flow, `AGI(agi://HOST:PORT/FLOW/ENTRY)`, into the version it began with.
"""

import asyncio
import logging
import re
from typing import Final

from agi.drive import drive
from agi.errors import BadPeer, PortTaken, SessionEnded
from agi.phone import LONGEST_LINE, PATIENCE, Phone
from agi.services import Program, Services
from ivr_flows import channel_vars

BACKLOG: Final = 512
SHOWN_DIGITS: Final = 3

log = logging.getLogger(__name__)


class AgiServer:
    """A listening server and the sessions it holds."""

    def __init__(self, program: Program, services: Services, patience: float) -> None:
        self._program = program
        self._programs = {program.version: program}
        self._services = services
        self._patience = patience
        self._sessions: set[asyncio.Task[None]] = set()
        self._closing = False
        self._server: asyncio.Server | None = None

    async def listen(self, host: str, port: int) -> None:
        """Begin to take calls. Raises `PortTaken`."""
        try:
            self._server = await asyncio.start_server(self._take, host, port, limit=LONGEST_LINE, backlog=BACKLOG)
        except OSError as error:
            raise PortTaken(f"Không mở được cổng FastAGI {host}:{port}: {error.strerror}") from error

    @property
    def port(self) -> int:
        """The port it listens at: the one asked for, or the one found when that was 0."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def session_count(self) -> int:
        """Calls in the menu now."""
        return len(self._sessions)

    def publish(self, program: Program) -> None:
        """Lead new calls through this version; those in the menu, and those that come back, stay with theirs."""
        self._program = program
        self._programs[program.version] = program

    async def close(self) -> None:
        """Take no more calls and leave those in the menu: Asterisk's dialplan goes on with them."""
        assert self._server is not None
        self._closing = True
        self._server.close()
        for session in self._sessions:
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)
        await self._server.wait_closed()

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._closing:
            writer.close()
            return
        session = asyncio.create_task(self._guarded_session(reader, writer), name="agi session")
        self._sessions.add(session)
        session.add_done_callback(self._sessions.discard)

    async def _guarded_session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        phone = Phone(reader, writer, self._patience)
        try:
            await self._session(phone)
        except SessionEnded as error:
            log.warning("%s session broken: %s: %s", phone.linkedid or "-", type(error).__name__, error)
        except Exception:  # one broken call must not end the others
            log.exception("%s session failed", phone.linkedid or "-")
        finally:
            await self._hang_up(writer)

    async def _session(self, phone: Phone) -> None:
        await phone.answer()
        script = phone.request.get("agi_network_script", "")
        name, _, entry = script.partition("/")
        if name != self._program.flow.name:
            raise BadPeer(f"asks for {script!r}; this is {self._program.flow.name!r}")
        program = await self._program_for(phone, entry)
        if entry and entry not in program.flow.entries:
            raise BadPeer(f"asks for {script!r}, which version {program.version} does not have")
        caller = masked(phone.request.get("agi_callerid", ""))
        log.info("%s in menu %s: caller %s", phone.linkedid, script, caller)
        outcome = await drive(phone, program, self._services, entry)
        log.info("%s out of menu %s: %s", phone.linkedid, script, outcome)

    async def _program_for(self, phone: Phone, entry: str) -> Program:
        """The newest, which the channel remembers; for a call that comes back the one it remembers."""
        if entry:
            began_with = await phone.variable(channel_vars.FLOW)
            return self._programs.get(began_with or "", self._program)
        await phone.set_variable(channel_vars.FLOW, self._program.version)
        return self._program

    async def _hang_up(self, writer: asyncio.StreamWriter) -> None:
        """Close a connection; a peer that does not take its last bytes is cut off."""
        writer.close()
        try:
            async with asyncio.timeout(self._patience):
                await writer.wait_closed()
        except ConnectionError:
            pass
        except TimeoutError:
            writer.transport.abort()


async def serve(host: str, port: int, program: Program, services: Services, patience: float = PATIENCE) -> AgiServer:
    """Take calls at `host:port` until `close`. `patience` is seconds for an answer of Asterisk.

    Raises `PortTaken`, one plain line.
    """
    server = AgiServer(program, services, patience)
    await server.listen(host, port)
    return server


def masked(number: str) -> str:
    """A phone number for the log: its last digits only; "-" when there is none."""
    digits = re.sub(r"\D", "", number)
    return f"…{digits[-SHOWN_DIGITS:]}" if digits else "-"
