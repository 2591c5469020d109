"""The README's pictures: `python -m tests.end_to_end.screenshots FOLDER` plays a real call and photographs the desk."""

import asyncio
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps
from playwright.async_api import FilePayload, expect

from asterisk_conf.private_prefix import TELEPHONY, cache_root, ensure_prefix
from tests.chromium import chromium
from tests.end_to_end.operator_page import WAIT_MS, Computer, OperatorPage, operators_computer
from tests.end_to_end.stack import PASSWORD, Stack
from tests.end_to_end.voices import CITIZEN_WORDS, OPERATOR_WORDS, speak

MATTER = {"content": "Ống nước vỡ ở ngõ 105, nước tràn ra đường từ sáng", "place": "16 phố Tô Hiệu"}
CALLER = ("--from", "0912345678", "--name", "Nguyễn Thị Ngọc Ước", "--keys", "1,2")

THUMBNAIL = "() => document.querySelector('[data-testid=files-list] img')?.naturalWidth > 0"  # it is painted


async def take(folder: Path) -> None:
    """Play one call from the log-in to the forwarded case, a picture at each stage."""
    prefix = ensure_prefix(cache_root(), TELEPHONY, print)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        citizen, operator = (
            speak(prefix, home, *voice) for voice in (("citizen", CITIZEN_WORDS), ("operator", OPERATOR_WORDS))
        )
        stack = Stack(home)
        try:
            await stack.run("setup")
            await stack.set_up(("lan", "Trần Thị Lan"))
            lead = ("users", "add", "minh", "--name", "Đỗ Quang Minh", "--role", "supervisor", "--password-stdin")
            await stack.run(*lead, stdin=PASSWORD)
            await stack.start()
            async with operators_computer(chromium(cache_root(), print), operator) as computer:
                await play(stack, computer, citizen, folder)
        finally:
            await stack.stop()


async def play(stack: Stack, computer: Computer, voice: Path, folder: Path) -> None:
    await earlier_call(stack, await computer.sit_down(stack, "lan"), voice)
    desk = await computer.sit_down(stack, "lan")
    await desk.go_ready()
    await stack.citizen(*CALLER, "--say", str(voice))
    await desk.is_rung()
    await expect(desk.at("routing-unit")).to_be_visible(timeout=WAIT_MS)
    await desk.page.screenshot(path=folder / "ringing.png")
    await desk.answer()
    await desk.write(content="Vỡ ống nước trước số nhà 12, nước tràn ra đường từ sáng.", place="12 phố Tô Hiệu")
    await desk.choose_ward("le chan")
    await expect(desk.page.locator(".match")).to_be_visible(timeout=WAIT_MS)
    await desk.page.screenshot(path=folder / "in_call.png")
    await desk.page.keyboard.press("Alt+d")
    await expect(desk.at("match-attach")).to_be_visible(timeout=WAIT_MS)
    await expect(desk.at("match-beside")).to_contain_text("Người báo", timeout=WAIT_MS)
    await desk.page.screenshot(path=folder / "duplicate.png")
    await desk.page.keyboard.press("Escape")
    await desk.at("files-input").set_input_files([FilePayload(name="Ống vỡ.png", mimeType="image/png", buffer=photo())])
    code = await desk.save()
    await expect(desk.at("files-list").get_by_role("button")).to_have_count(1, timeout=WAIT_MS)
    await desk.page.wait_for_function(THUMBNAIL)
    await desk.page.emulate_media(color_scheme="dark")
    await desk.page.screenshot(path=folder / "saved_dark.png")
    await desk.page.emulate_media(color_scheme="light")
    await incident(stack, computer, desk, code, folder)
    await desk.hang_up()


def photo() -> bytes:
    """Water over a street, as far as a test can paint it."""
    sky, street = (
        Image.linear_gradient("L").resize((640, 240)),
        Image.linear_gradient("L").rotate(180).resize((640, 240)),
    )
    picture = Image.new("RGB", (640, 480))
    picture.paste(ImageOps.colorize(sky, "#7fa6c4", "#dfe9ef"), (0, 0))
    picture.paste(ImageOps.colorize(street, "#3d5566", "#9cb8c6"), (0, 240))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


async def incident(stack: Stack, computer: Computer, desk: OperatorPage, code: str, folder: Path) -> None:
    """The shift's lead opens a parent incident from the case, and the operator's desk shows it."""
    lead = await computer.sit_down(stack, "minh")
    await lead.page.keyboard.press("Control+k")
    await lead.page.keyboard.type(f"{code}\n")
    await lead.at("open-incident").click()
    await lead.at("new-incident-title").fill("sự cố vỡ ống nước ở phường Lê Chân")
    await lead.page.screenshot(path=folder / "incident.png")
    await lead.at("new-incident-yes").click()
    await expect(lead.at("tie-incident")).to_be_visible(timeout=WAIT_MS)
    await expect(desk.at("incidents")).to_be_visible(timeout=WAIT_MS)
    await desk.page.screenshot(path=folder / "incident_at_desk.png")


async def earlier_call(stack: Stack, desk: OperatorPage, voice: Path) -> None:
    """So that the caller of the pictures is somebody the house knows."""
    await desk.go_ready()
    citizen = await stack.citizen(*CALLER, "--say", str(voice))
    await desk.is_rung()
    await desk.answer()
    await desk.write(**MATTER, reporter_name="Nguyễn Thị Ngọc Ước")
    await desk.choose_ward("le chan")
    await desk.save()
    await desk.hang_up()
    await citizen.report()
    await desk.context.close()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
