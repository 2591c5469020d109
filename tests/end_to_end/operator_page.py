"""An operator at a real Chromium: what a person would look at and press, by the page's test ids."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from tests.end_to_end.stack import PASSWORD, Stack

WAIT_MS = 20_000
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


@asynccontextmanager
async def operators_computer(chromium: Path, voice: Path) -> AsyncIterator["Computer"]:
    """A Chromium whose microphone hears `voice` again and again; each operator gets a profile of their own."""
    async with async_playwright() as playwright:
        arguments = [*FLAGS, f"--use-file-for-fake-audio-capture={voice}"]
        browser = await playwright.chromium.launch(executable_path=chromium, args=arguments, chromium_sandbox=False)
        try:
            yield Computer(browser)
        finally:
            await browser.close()


class Computer:
    """Where operators sit down."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    async def sit_down(self, stack: Stack, username: str) -> "OperatorPage":
        """Log in and be at the desk, with the phone registered. Faults of the page fail the test by `faults`."""
        context = await self._browser.new_context(viewport={"width": 1366, "height": 768}, permissions=["microphone"])
        page = await context.new_page()
        page.set_default_timeout(WAIT_MS)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(f"{stack.url}/login")
        await page.get_by_label("Tên đăng nhập").fill(username)
        await page.get_by_label("Mật khẩu").fill(PASSWORD)
        await page.get_by_role("button", name="Đăng nhập").click()
        await page.wait_for_url("**/operator")
        await page.goto(f"{stack.url}/operator?raw-audio=1")
        desk = OperatorPage(page, context, faults)
        await expect(desk.at("line")).to_have_attribute("data-line", "up", timeout=WAIT_MS)
        return desk


@dataclass
class OperatorPage:
    """The operator's desk."""

    page: Page
    context: BrowserContext
    faults: list[str]

    def at(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    async def go_ready(self) -> None:
        await self.at("go-ready").click()
        await expect(self.at("agent")).to_have_attribute("data-state", "ready", timeout=WAIT_MS)

    async def is_rung(self) -> None:
        """Wait until the card is up and the phone can be answered."""
        await expect(self.at("call")).to_have_attribute("data-state", "ringing", timeout=60_000)
        await expect(self.at("answer")).to_be_enabled(timeout=WAIT_MS)

    async def answer(self) -> None:
        await self.at("answer").click()
        await expect(self.at("call")).to_have_attribute("data-state", "talking", timeout=WAIT_MS)

    async def hang_up(self) -> None:
        await self.at("hang-up").click()
        await expect(self.at("call")).to_have_attribute("data-state", "ended", timeout=WAIT_MS)

    async def write(self, **fields: str) -> None:
        """Fill fields of the ticket by test id; `_` stands for `-`."""
        for name, value in fields.items():
            await self.at(name.replace("_", "-")).fill(value)

    async def choose_ward(self, typed: str) -> None:
        """Type a ward's name, as an operator does without marks, and take the first that is offered."""
        await self.at("ward").fill(typed)
        await self.at("ward").press("Enter")

    async def forward(self) -> str:
        """Forward to the unit proposed, by the keyboard alone, and give the unit's name."""
        await expect(self.at("routing-unit")).not_to_be_empty(timeout=WAIT_MS)
        await self.page.keyboard.press("Control+Enter")
        unit = await self.at("forward-unit").inner_text()
        await self.page.keyboard.press("Enter")
        await expect(self.at("do-forward")).to_be_hidden(timeout=WAIT_MS)
        return unit

    async def open_case(self, code: str) -> None:
        """Open a case of the operator's own list, after a reload: what is shown comes from the store."""
        await self.page.reload()
        await self.at(f"line-{code}").click()
        await expect(self.at("ticket-title")).to_contain_text(re.compile(r"Phiếu \d"), timeout=WAIT_MS)

    async def playable_seconds(self, linkedid: str) -> float:
        """How long the recording is that the page's own player loads."""
        player = self.at(f"recording-{linkedid}")
        await expect(player).to_be_visible(timeout=WAIT_MS)
        return float(await player.evaluate(LOAD))

    async def save(self) -> str:
        """Save the ticket and give its code, nine digits."""
        await self.at("do-save").click()
        return await self.saved_code()

    async def saved_code(self) -> str:
        """The code of the ticket on the desk, as soon as the server has given it one."""
        await expect(self.at("ticket-title")).to_contain_text(re.compile(r"Phiếu \d"), timeout=WAIT_MS)
        return "".join(re.findall(r"\d", await self.at("ticket-title").inner_text()))

    async def heard_loudness(self) -> float:
        """The loudest moment (root mean square, 0..1) of what comes out of the browser phone in two seconds."""
        return float(await self.page.evaluate(LOUDNESS))


LOAD = """(player) => new Promise((done, fail) => {
  player.addEventListener("loadedmetadata", () => done(player.duration));
  player.addEventListener("error", () => fail(player.error));
  player.preload = "metadata";
  player.load();
})"""

LOUDNESS = """async () => {
  const track = document.getElementById("sound").srcObject?.getAudioTracks()[0];
  if (!track) return 0;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let most = 0;
  for (let turn = 0; turn < 40; turn += 1) {
    await new Promise((done) => setTimeout(done, 50));
    analyser.getFloatTimeDomainData(samples);
    most = Math.max(most, Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length));
  }
  await context.close();
  return most;
}"""
