"""The FastAGI server: Asterisk connects once for each call in the menu (`AGI(agi://HOST:PORT/FLOW)`)."""

import asyncio
import logging
import re
from typing import Final

from agi.drive import CaseStatusLookup, IncidentLookup, Sounds, drive
from agi.errors import BadPeer, PortTaken, SessionEnded
from agi.phone import LONGEST_LINE, PATIENCE, Phone
from ivr_flows.model import Flow

BACKLOG: Final = 512
SHOWN_DIGITS: Final = 3

log = logging.getLogger(__name__)


class AgiServer:
    """A listening server and the sessions it holds."""

    def __init__(
        self, flow: Flow, sounds: Sounds, case_status: CaseStatusLookup, incidents: IncidentLookup, patience: float
    ) -> None:
        self._flow = flow
        self._sounds = sounds
        self._case_status = case_status
        self._incidents = incidents
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
        if (script := phone.request.get("agi_network_script")) != self._flow.name:
            raise BadPeer(f"asks for {script!r}; this is {self._flow.name!r}")
        caller = masked(phone.request.get("agi_callerid", ""))
        log.info("%s in menu %s: caller %s", phone.linkedid, self._flow.name, caller)
        outcome = await drive(phone, self._flow, self._sounds, self._case_status, self._incidents)
        log.info("%s out of menu %s: %s", phone.linkedid, self._flow.name, outcome)

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


async def serve(
    host: str,
    port: int,
    flow: Flow,
    sounds: Sounds,
    case_status: CaseStatusLookup,
    incidents: IncidentLookup,
    patience: float = PATIENCE,
) -> AgiServer:
    """Take calls for `flow` at `host:port` until `close`. `patience` is seconds for an answer of Asterisk.

    `case_status` and `incidents` are given two seconds for each look-up. Raises `PortTaken`, one plain line.
    """
    server = AgiServer(flow, sounds, case_status, incidents, patience)
    await server.listen(host, port)
    return server


def masked(number: str) -> str:
    """A phone number for the log: its last digits only; "-" when there is none."""
    digits = re.sub(r"\D", "", number)
    return f"…{digits[-SHOWN_DIGITS:]}" if digits else "-"
