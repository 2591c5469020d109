"""The README's pictures of a made-up city: `python -m tests.end_to_end.office_pictures FOLDER`.

Search, reports and rules are photographed over 2,000 cases of `callcenter demo-data`; Biểu mẫu 01 is printed, as the
office would, by LibreOffice and Poppler where they are installed.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from asterisk_conf.private_prefix import cache_root
from tests.chromium import chromium
from tests.end_to_end.operator_page import FLAGS, WAIT_MS
from tests.end_to_end.stack import PASSWORD, Stack

CITY: Final = ("demo-data", "--cases", "2000", "--seed", "1022")
ACCOUNTS: Final = (("lan", "Trần Thị Lan", "supervisor"), ("minh", "Vũ Quang Minh", "admin"))
SIZE: Final = ViewportSize(width=1366, height=768)
PRINTERS: Final = ("soffice", "pdftoppm")
DPI: Final = 70

# Who looks at what: the picture's name, the account, the page's address.
PICTURES: Final = (
    ("search", "lan", "/search?q=ngap+nuoc"),
    ("report", "lan", "/reports"),
    ("report_units", "lan", "/reports/units"),
)


async def take(folder: Path) -> None:
    """One service, one city, a picture of each page by day and by night, and the printed report."""
    with tempfile.TemporaryDirectory() as scratch:
        stack = Stack(Path(scratch))
        try:
            await stack.run("setup")
            await stack.run(*CITY)
            for username, name, role in ACCOUNTS:
                words = ("users", "add", username, "--name", name, "--role", role, "--password-stdin")
                await stack.run(*words, stdin=PASSWORD)
            await print_report(stack, folder)
            await stack.start()
            async with async_playwright() as playwright:
                program = chromium(cache_root(), print)
                browser = await playwright.chromium.launch(executable_path=program, args=FLAGS, chromium_sandbox=False)
                pages = {username: await logged_in(browser, stack, username) for username, _, _ in ACCOUNTS}
                for name, username, address in PICTURES:
                    await pages[username].goto(stack.url + address, wait_until="networkidle")
                    await photograph(pages[username], folder / name)
                await ask_the_rules(pages["minh"], stack)
                await photograph(pages["minh"], folder / "rules")
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


async def ask_the_rules(page: Page, stack: Stack) -> None:
    """An administrator asks where a report would go."""
    await page.goto(f"{stack.url}/admin/rules", wait_until="networkidle")
    await page.get_by_test_id("explain-topic").select_option("power_lighting")
    await page.get_by_test_id("explain-text").fill("Cột đèn trước cổng trường không sáng đã ba tối")
    await page.get_by_test_id("explain-ask").click()
    await expect(page.get_by_test_id("explain-answer")).to_contain_text("Công ty")


async def photograph(page: Page, name: Path) -> None:
    """The page in light and in dark."""
    await page.emulate_media(color_scheme="light")
    await page.screenshot(path=name.with_suffix(".png"))
    await page.emulate_media(color_scheme="dark")
    await page.screenshot(path=name.with_name(f"{name.name}_dark.png"))


async def print_report(stack: Stack, folder: Path) -> None:
    """The first page of Biểu mẫu 01 as it comes out of the printer."""
    missing = [program for program in PRINTERS if not shutil.which(program)]
    if missing:
        print(f"report_docx.png is not made: {', '.join(missing)} is not installed")
        return
    document = stack.folder / "report.docx"
    await stack.run("report", "monthly", "--out", str(document))
    await asyncio.to_thread(print_page, document, folder / "report_docx")


def print_page(document: Path, picture: Path) -> None:
    """The document's first page, through PDF as a printer gets it."""
    convert = ("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(document.parent), str(document))
    subprocess.run(convert, check=True, capture_output=True)
    page = ("pdftoppm", "-png", "-r", str(DPI), "-f", "1", "-l", "1", "-singlefile")
    subprocess.run((*page, str(document.with_suffix(".pdf")), str(picture)), check=True)


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]).absolute()))
