"""The operator's page in a real Chromium, its telephone replaced by a fake that tests make ring."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.async_api import Browser, Locator, Page, async_playwright

from callcenter.web.app import make_app
from callcenter.web.auth import COOKIE
from crm.queries import caller
from crm.sessions import open_session, set_sip_ha1
from tests.callcenter.web.house import CALL, NAME, House

FLAGS = ("--disable-gpu", "--no-first-run", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@dataclass
class Site:
    """The pages on a port that stays the same when the service goes away and comes back."""

    house: House
    port: int = 0
    runner: web.AppRunner | None = None

    async def start(self) -> None:
        bundle = self.house.folder / "bundle"
        shutil.copy(Path(__file__).parent / "fake_jssip.js", bundle / "jssip.js")
        self.runner = web.AppRunner(make_app(self.house.services(bundle)), access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port)
        await site.start()
        self.port = site.port

    async def stop(self) -> None:
        if self.runner:
            await self.runner.cleanup()
            self.runner = None


@dataclass
class Desk:
    """Operator lan at her page, or somebody else at theirs."""

    site: Site
    page: Page
    username: str = "lan"
    faults: list[str] = field(default_factory=list)

    @property
    def house(self) -> House:
        return self.site.house

    def at(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    def pop(self, linkedid: str = CALL, **known: Any) -> None:
        """The server says that a call rings here."""
        self.house.bridge.push.to(self.username, {"type": "pop", "card": self.card(linkedid, **known)})

    def card(self, linkedid: str = CALL, **known: Any) -> dict[str, Any]:
        answered = datetime.now(tz=UTC) - timedelta(seconds=30)
        usual = {
            "linkedid": linkedid,
            "phone": "+84912345678",
            "phone_shown": "0912 345 678",
            "caller_name": NAME,
            "answered_at": answered,
            "due_at": answered + timedelta(minutes=60),
            "keys": ("1", "2"),
            "category": "infrastructure",
            "topic": "water_supply",
            "menu_path": "Sự cố hạ tầng kỹ thuật › Cấp nước",
            "state": "ringing",
            "fallback": False,
            "caller": caller(self.house.store, "0912345678", self.house.moment, leave_out=linkedid),
        }
        return {**usual, **known}

    async def ring(self, linkedid: str = CALL, number: str = "0912345678", name: str = NAME) -> None:
        """The telephone itself rings."""
        await self.page.evaluate("(call) => window.telephone.ring(...call)", [linkedid, number, name])

    def push(self, **message: Any) -> None:
        self.house.bridge.push.to(self.username, message)

    async def drafts(self) -> int:
        return int(await self.page.evaluate("Object.keys(localStorage).length"))


@asynccontextmanager
async def chromium_at(program: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(FLAGS), chromium_sandbox=False)
        yield browser
        await browser.close()


@asynccontextmanager
async def desk_of(house: House, browser: Browser, username: str = "lan") -> AsyncIterator[Desk]:
    """Lan, or who is named, logged in and at the desk. A script error on the page fails the test."""
    site = Site(house)
    await site.start()
    context = await browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="vi-VN", permissions=["microphone"]
    )
    page = await context.new_page()
    page.set_default_timeout(10_000)
    desk = Desk(site, page, username)
    page.on("pageerror", lambda error: desk.faults.append(str(error)))
    address = f"http://127.0.0.1:{site.port}"
    token, _ = open_session(house.store, username, house.moment)
    set_sip_ha1(house.store, token, "0" * 32)
    await context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    await page.goto(f"{address}/operator")
    await page.locator("#agent:not([data-state=unknown])").wait_for()
    try:
        yield desk
        assert not desk.faults
    finally:
        await context.close()
        await site.stop()
