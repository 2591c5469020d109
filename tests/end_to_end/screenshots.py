"""The README's pictures: `python -m tests.end_to_end.screenshots FOLDER` plays a real call and photographs the desk."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import expect

from asterisk_conf.private_prefix import TELEPHONY, cache_root, ensure_prefix
from tests.chromium import chromium
from tests.end_to_end.operator_page import WAIT_MS, Computer, OperatorPage, operators_computer
from tests.end_to_end.stack import Stack
from tests.end_to_end.voices import CITIZEN_WORDS, OPERATOR_WORDS, speak

CALLER = ("--from", "0912345678", "--name", "Nguyễn Thị Ngọc Ước", "--keys", "1,2")


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
    await desk.page.screenshot(path=folder / "in_call.png")
    await desk.save()
    await desk.page.emulate_media(color_scheme="dark")
    await desk.page.screenshot(path=folder / "saved_dark.png")
    await desk.page.emulate_media(color_scheme="light")
    await desk.hang_up()


async def earlier_call(stack: Stack, desk: OperatorPage, voice: Path) -> None:
    """So that the caller of the pictures is somebody the house knows."""
    await desk.go_ready()
    citizen = await stack.citizen(*CALLER, "--say", str(voice))
    await desk.is_rung()
    await desk.answer()
    await desk.write(content="Đèn đường ngõ 105 Tô Hiệu không sáng", reporter_name="Nguyễn Thị Ngọc Ước")
    await desk.save()
    await desk.hang_up()
    await citizen.report()
    await desk.context.close()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
