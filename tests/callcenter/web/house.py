"""The web application with a real store and a fake bridge, on a free port; and people who use it by HTTP."""

import wave
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from callcenter.flow_desk import CannotSpeak, FlowDesk, LeadThrough
from callcenter.flow_shelf import FlowShelf
from callcenter.web.app import make_app
from callcenter.web.services import SipSettings, WebServices
from crm.attachments.files import FileArea
from crm.attachments.kinds import Limits
from crm.case import Category
from crm.contacts import record_contact
from crm.incident_messages import NoticeToSay
from crm.messages import ContactFacts, ContactState, NewUser
from crm.recordings.area import RecordingArea
from crm.recordings.sealed_file import Keys
from crm.seed import load_sample_data
from crm.store import Store
from crm.users import add_user
from ivr_flows.model import Flow
from ivr_flows.parse import menu_file
from ivr_flows.versions import Version
from tests.fakes import FakeBridge

PASSWORD = "mật khẩu dài của kiểm thử"
NAME = "Nguyễn Thị Ngọc Ước"
CALL = "1795400000.17"


@dataclass
class House:
    """What stands behind the pages. `moment` is the clock: a test moves it."""

    folder: Path
    store: Store
    moment: datetime = field(default_factory=lambda: datetime.now(tz=UTC).replace(microsecond=0))
    bridge: FakeBridge = field(default_factory=FakeBridge)
    refreshed: int = 0
    spoken: list[NoticeToSay] = field(default_factory=list)
    mute: str | None = None  # why nothing can be spoken
    heard: list[tuple[str, str]] = field(default_factory=list)  # prompts that somebody listened to
    led_through: list[int] = field(default_factory=list)  # versions of the flow, as they came in force
    keys: Keys | None = None  # of encrypted recordings
    sip_port: int = 9  # nobody listens there

    @classmethod
    def open(cls, folder: Path, store: Store) -> "House":
        """A house of its own; the store holds what `furnish` put in."""
        (folder / "bundle").mkdir()
        (folder / "bundle" / "jssip.js").write_text("export {};")
        return cls(folder, store)

    def services(self, assets: Path | None = None) -> WebServices:
        return WebServices(
            store=self.store,
            bridge=self.bridge,
            sip=SipSettings("callcenter", self.sip_port),
            refresh_operators=self.refresh,
            speak_notice=self.speak,
            flows=self.flows,
            recordings=RecordingArea(self.folder / "recordings", self.keys),
            attachments=self.files,
            attachment_limits=Limits(video=1),
            assets_dir=assets or self.folder / "bundle",
            now=lambda: self.moment,
        )

    @cached_property
    def flows(self) -> FlowDesk:
        """The flow that comes with us, and no sound but a short beep."""
        own = Version(0, menu_file("hotline").read_text())
        return FlowDesk(FlowShelf(self.folder / "flows"), own, self.bring_in, self.speak_prompt)

    async def bring_in(self, version: Version, flow: Flow) -> LeadThrough:
        if self.mute:
            raise CannotSpeak(self.mute)
        return lambda: self.led_through.append(version.number)

    async def speak_prompt(self, name: str, text: str) -> Path:
        if self.mute:
            raise CannotSpeak(self.mute)
        self.heard.append((name, text))
        file = self.folder / "prompt.wav"
        with wave.open(str(file), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(bytes(8000))
        return file

    @property
    def files(self) -> FileArea:
        return FileArea(self.folder / "attachments")

    async def refresh(self) -> None:
        self.refreshed += 1

    async def speak(self, notice: NoticeToSay) -> str | None:
        if not self.mute:
            self.spoken.append(notice)
        return self.mute

    def call(self, linkedid: str = CALL, **known: Any) -> ContactFacts:
        """A call that operator lan has talked in, ten minutes ago; `known` says otherwise."""
        answered = self.moment - timedelta(minutes=10)
        usual: Mapping[str, Any] = {
            "state": ContactState.HANDLED,
            "phone": "0912345678",
            "caller_name": NAME,
            "answered_at": answered,
            "queued_at": answered + timedelta(seconds=20),
            "connected_at": answered + timedelta(seconds=30),
            "ended_at": answered + timedelta(minutes=3),
            "operator": "lan",
            "keys": ("1", "2"),
            "category": Category.INFRASTRUCTURE,
            "topic": "water_supply",
        }
        facts = ContactFacts(linkedid, **{**usual, **known})
        record_contact(facts, self.store, self.moment)
        return facts


@dataclass
class Person:
    """Somebody at the HTTP end, with a cookie jar of their own."""

    client: TestClient[Any, Any]
    csrf: str = ""

    async def log_in(self, username: str, password: str = PASSWORD) -> ClientResponse:
        form = {"username": username, "password": password}
        response = await self.client.post("/login", data=form, headers={"Accept": "text/html"}, allow_redirects=False)
        if response.status == 303:
            page = await (await self.client.get("/", headers={"Accept": "text/html"})).text()
            self.csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
        return response

    async def get(self, path: str) -> ClientResponse:
        return await self.client.get(path)

    async def post(self, path: str, body: Mapping[str, Any]) -> ClientResponse:
        return await self.client.post(path, json=body, headers={"X-CSRF-Token": self.csrf})

    async def put(self, path: str, body: Mapping[str, Any]) -> ClientResponse:
        return await self.client.put(path, json=body, headers={"X-CSRF-Token": self.csrf})


def furnish(store: Store) -> None:
    """The sample units and rules, and three people. Hashing their passwords is what takes time."""
    load_sample_data(store)
    people = (
        ("lan", "Trần Thị Lan", "operator"),
        ("minh", "Đỗ Quang Minh", "supervisor"),
        ("quan", "Vũ Quân", "admin"),
    )
    for username, full_name, role in people:
        add_user(NewUser(username, full_name, role, PASSWORD), store, datetime.now(tz=UTC))


def a_ticket(**fields: Any) -> dict[str, Any]:
    """A complete ticket."""
    usual = {"content": "Mất nước cả ngõ", "category": "infrastructure", "topic": "water_supply", "reporter_name": NAME}
    return {**usual, **fields}


async def start(house: House) -> TestClient[Any, Any]:
    client: TestClient[Any, Any] = TestClient(TestServer(make_app(house.services())))
    await client.start_server()
    return client
