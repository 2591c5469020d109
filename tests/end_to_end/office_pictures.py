"""The README's pictures of a made-up city: `python -m tests.end_to_end.office_pictures FOLDER`.

Search, reports and administration are photographed over 2,000 cases of `callcenter demo-data`.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from asterisk_conf.private_prefix import cache_root
from tests.chromium import chromium
from tests.end_to_end.operator_page import FLAGS, WAIT_MS
from tests.end_to_end.stack import PASSWORD, Stack

CITY: Final = ("demo-data", "--cases", "2000", "--seed", "1022")
ACCOUNTS: Final = (("lan", "Trần Thị Lan", "supervisor"), ("minh", "Vũ Quang Minh", "admin"))
SIZE: Final = ViewportSize(width=1366, height=768)

# Who looks at what: the picture's name, the account, the page's address, what is there when it is painted.
PICTURES: Final = (
    ("search", "lan", "/search?q=ngap+nuoc", "main"),
    ("report", "lan", "/reports", "main"),
    ("report_units", "lan", "/reports/units", "main"),
    ("rules", "minh", "/admin/rules", "main"),
)


async def take(folder: Path) -> None:
    """One service, one city, a picture of each page, by day and by night."""
    with tempfile.TemporaryDirectory() as scratch:
        stack = Stack(Path(scratch))
        try:
            await stack.run("setup")
            await stack.run(*CITY)
            for username, name, role in ACCOUNTS:
                words = ("users", "add", username, "--name", name, "--role", role, "--password-stdin")
                await stack.run(*words, stdin=PASSWORD)
            await stack.start()
            async with async_playwright() as playwright:
                program = chromium(cache_root(), print)
                browser = await playwright.chromium.launch(executable_path=program, args=FLAGS, chromium_sandbox=False)
                pages = {username: await logged_in(browser, stack, username) for username, _, _ in ACCOUNTS}
                for name, username, address, painted in PICTURES:
                    await photograph(pages[username], stack.url + address, painted, folder / name)
                await browser.close()
        finally:
            await stack.stop()


async def logged_in(browser: Browser, stack: Stack, username: str) -> Page:
    """A page of somebody who has logged in."""
    page = await browser.new_page(viewport=SIZE, locale="vi-VN")
    page.set_default_timeout(WAIT_MS)
    await page.goto(f"{stack.url}/login")
    await page.get_by_label("Tên đăng nhập").fill(username)
    await page.get_by_label("Mật khẩu").fill(PASSWORD)
    await page.get_by_role("button", name="Đăng nhập").click()
    await page.wait_for_load_state("networkidle")
    return page


async def photograph(page: Page, address: str, painted: str, name: Path) -> None:
    """The page in light and in dark."""
    await page.goto(address, wait_until="networkidle")
    await page.locator(painted).first.wait_for()
    await page.emulate_media(color_scheme="light")
    await page.screenshot(path=name.with_suffix(".png"))
    await page.emulate_media(color_scheme="dark")
    await page.screenshot(path=name.with_name(f"{name.name}_dark.png"))


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
