"""The line to Asterisk: opened, logged in, watched by a heartbeat, and opened again after a loss."""

import asyncio
import logging
from asyncio import FIRST_COMPLETED
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from callcenter.ami_wire import Headers, Wire
from callcenter.errors import AmiAway, AmiDeclined, AmiError, AmiRefused, AmiSilent

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AmiAccount:
    """Where Asterisk listens, and as whom we come (`manager.conf`)."""

    port: int
    username: str
    secret: str = field(repr=False)
    host: str = "127.0.0.1"

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class AmiTiming:
    """Seconds. A server that hangs is noticed within `heartbeat + answer`."""

    answer: float = 5.0  # for the connection and for each action
    boot: float = 60.0  # from the log-in to `FullyBooted`
    heartbeat: float = 5.0
    first_retry: float = 0.5
    longest_retry: float = 10.0  # each retry waits twice as long as the one before, up to this


class AmiLink:
    """One line at a time, for as long as `run` runs.

    `on_event` is called for each event, in order, in the turn of the loop it arrived in. `on_up` is awaited after each
    log-in, while events already come; if it raises, the line is dropped and opened again. `on_down` follows each loss.
    """

    def __init__(
        self,
        account: AmiAccount,
        on_event: Callable[[Headers], None],
        on_up: Callable[[], Awaitable[None]],
        on_down: Callable[[], None],
        timing: AmiTiming | None = None,
    ) -> None:
        self._account = account
        self._on_event = on_event
        self._on_up = on_up
        self._on_down = on_down
        self._timing = timing or AmiTiming()
        self._wire: Wire | None = None  # only while logged in
        self.tried = asyncio.Event()  # set when the first attempt has succeeded or failed

    async def run(self) -> None:
        """Keep the line open until cancelled. Raises `AmiRefused`: then nothing but a person can help."""
        retry = self._timing.first_retry
        while True:
            try:
                await self._one_connection()
                retry = self._timing.first_retry
            except AmiRefused:
                raise
            except (OSError, AmiError) as error:
                log.warning("AMI %s: %s; trying again in %g s", self._account.where, error, retry)
            except Exception:
                log.exception("AMI %s: not brought up; trying again in %g s", self._account.where, retry)
            self.tried.set()
            await asyncio.sleep(retry)
            retry = min(2 * retry, self._timing.longest_retry)

    async def ask(self, action: str, **headers: str) -> Headers:
        """Send an action and return its answer. Raises `AmiDeclined`, `AmiSilent`, `AmiAway`, `BadAmiValue`."""
        return await self._open_wire().ask(action, headers, self._timing.answer)

    async def listed(self, action: str, **headers: str) -> tuple[Headers, ...]:
        """Send an action that answers with a list and return its events. Raises as `ask`."""
        return await self._open_wire().listed(action, headers, self._timing.answer)

    def _open_wire(self) -> Wire:
        if self._wire is None:
            raise AmiAway
        return self._wire

    async def _one_connection(self) -> None:
        """From connecting to the loss of the line; returns when it had been up, raises when it never was."""
        async with asyncio.timeout(self._timing.answer):
            _, wire = await asyncio.get_running_loop().create_connection(
                lambda: Wire(self._guarded), self._account.host, self._account.port
            )
        try:
            await self._log_in(wire)
            self._wire = wire
            await self._hold(wire)
        finally:
            self._wire = None
            wire.close()
            self._on_down()
        log.warning("AMI %s: line lost", self._account.where)

    async def _log_in(self, wire: Wire) -> None:
        """Return when Asterisk knows us and has fully booted: until then it may refuse actions."""
        account = self._account
        login = {"Username": account.username, "Secret": account.secret, "Events": "on"}
        try:
            await wire.ask("Login", login, self._timing.answer)
        except AmiDeclined as error:
            raise AmiRefused(account.where, account.username, error.said) from error
        await asyncio.wait((wire.booted, wire.lost), timeout=self._timing.boot, return_when=FIRST_COMPLETED)
        if not wire.booted.done():
            raise AmiAway if wire.lost.done() else AmiSilent("FullyBooted", self._timing.boot)
        log.info("AMI %s: logged in", account.where)

    async def _hold(self, wire: Wire) -> None:
        """Bring the service up on this line, then wait for its loss."""
        up = asyncio.ensure_future(self._on_up())
        beat = asyncio.create_task(self._beat(wire))
        try:
            await asyncio.wait((up, beat, wire.lost), return_when=FIRST_COMPLETED)
            if not up.done():
                raise AmiAway
            up.result()
            self.tried.set()
            await asyncio.wait((beat, wire.lost), return_when=FIRST_COMPLETED)
        finally:
            up.cancel()
            beat.cancel()
            await asyncio.gather(up, beat, return_exceptions=True)

    async def _beat(self, wire: Wire) -> None:
        """Return when a ping is not answered: the server hangs, or the network swallows what we send."""
        while True:
            await asyncio.sleep(self._timing.heartbeat)
            try:
                await wire.ask("Ping", {}, self._timing.answer)
            except AmiError as error:
                log.warning("AMI %s: no heartbeat: %s", self._account.where, error)
                return

    def _guarded(self, headers: Headers) -> None:
        """Whatever goes wrong over one event, the next one is heard."""
        try:
            self._on_event(headers)
        except Exception:
            log.exception("event %s was not handled", headers.get("Event"))
