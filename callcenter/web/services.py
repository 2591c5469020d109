"""What the pages need of the rest of the service: handed in once, by `wiring.py`."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from aiohttp import web

from callcenter.flow_desk import FlowDesk
from crm.attachments.files import FileArea
from crm.attachments.kinds import Limits
from crm.incident_messages import NoticeToSay
from crm.queue_switches import TurnSwitch
from crm.recordings.area import RecordingArea
from crm.store import Store

Message = Mapping[str, object]  # one push message, ready for JSON


class Agents(Protocol):
    """Who takes calls. Each of the three waits for Asterisk's answer and raises when it does not come."""

    async def ready(self, username: str) -> None: ...

    async def pause(self, username: str, reason: str) -> None: ...

    async def off(self, username: str) -> None: ...


class Recording(Protocol):
    """Leaving what must not be recorded out of a call's recordings. Both raise `NotTalking`, `AmiError`."""

    async def pause(self, linkedid: str, username: str | None) -> None: ...

    async def resume(self, linkedid: str, username: str | None) -> None: ...


class Push(Protocol):
    """Messages for the operators' pages: one page's, `hello` first, until it fell behind; and one for all."""

    def subscribe(self, username: str) -> AbstractAsyncContextManager[AsyncIterator[Message]]: ...

    def to_all(self, message: Message) -> None:
        """To every open page."""


class Queues(Protocol):
    """The waiting queues."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def picture(self) -> Message:
        """Which are open, and what supervisors have switched."""

    async def turn(self, command: TurnSwitch) -> bool:
        """Turn a switch; whether Asterisk has been told already."""


class Bridge(Protocol):
    """The live side of the service, as the pages see it."""

    @property
    def agents(self) -> Agents: ...

    @property
    def recording(self) -> Recording: ...

    @property
    def push(self) -> Push: ...

    @property
    def queues(self) -> Queues: ...

    @property
    def stale_since(self) -> datetime | None:
        """Since when the live state may be old: the line to Asterisk is away. None: it is fresh."""
        ...


@dataclass(frozen=True)
class SipSettings:
    """How a browser phone registers, directly at Asterisk: it must work while our service is away."""

    realm: str
    port: int  # of Asterisk's own websocket, on the host the page was opened at
    url: str | None = None  # the whole websocket address, where a proxy stands in between

    def url_for(self, request: web.Request) -> str:
        """The websocket address as this page must dial it; wss when the page itself is https."""
        if self.url:
            return self.url
        scheme = "wss" if request.secure else "ws"
        return f"{scheme}://{request.url.host_subcomponent}:{self.port}/ws"


@dataclass(frozen=True)
class WebServices:
    """Everything `make_app` takes."""

    store: Store
    bridge: Bridge
    sip: SipSettings
    refresh_operators: Callable[[], Awaitable[None]]  # renders the SIP accounts anew and has Asterisk read them
    speak_notice: Callable[[NoticeToSay], Awaitable[str | None]]  # makes an incident's notice a sound, or says why not
    flows: FlowDesk
    recordings: RecordingArea
    attachments: FileArea  # the files of cases
    attachment_limits: Limits
    assets_dir: Path  # what `callcenter.assets.ensure_assets` returned
    now: Callable[[], datetime]
