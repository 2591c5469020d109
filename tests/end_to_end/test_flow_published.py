"""A new version of the flow on the running service: a call in progress ends on the old one, the next on the new one."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from crm.messages import ContactState
from crm.queries import calls_to_return
from crm.views import ContactView
from ivr_flows.parse import menu_file
from tests.audio import likeness, read_wav
from tests.end_to_end.stack import PASSWORD, Stack
from tests.end_to_end.waiting import contact_of, contact_that, now

pytestmark = pytest.mark.end_to_end
SAID = 0.6
HOTLINE = menu_file("hotline").read_text()
# Key 6 of the main menu, which there was none, leads to a message.
NEWER = HOTLINE.replace(
    '9 = { label = "Việc khẩn cấp"',
    '6 = { label = "Để lại lời nhắn", goto = "leave_message" }\n9 = { label = "Việc khẩn cấp"',
)
EARLY, LATE, LAST = "0912345601", "0912345602", "0912345603"


@asynccontextmanager
async def administrator(stack: Stack) -> AsyncIterator[tuple[aiohttp.ClientSession, dict[str, str]]]:
    page = {"Accept": "text/html"}
    async with aiohttp.ClientSession(stack.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        await http.post("/login", data={"username": "quan", "password": PASSWORD}, headers=page)
        async with http.get("/admin/flows", headers=page) as response:
            text = await response.text()
        yield http, {"X-CSRF-Token": text.partition('name="csrf" value="')[2].partition('"')[0]}


async def publish(stack: Stack, text: str, over: int) -> Any:
    async with administrator(stack) as (http, headers):
        body = {"text": text, "over": over, "why": "Thử"}
        async with http.post("/admin/flows/publish", json=body, headers=headers) as response:
            answer = json.loads(await response.text())
            assert response.ok, answer
            return answer["version"]["number"]


async def ended(stack: Stack, phone: str) -> ContactView:
    """The contact of a number, when its call is over."""
    return await contact_that(stack, lambda contact: contact.phone.endswith(phone[1:]) and contact.ended_at is not None)


async def test_a_call_in_progress_ends_on_its_version_and_the_next_leaves_a_message_that_is_a_task(
    stack: Stack, citizen_voice: Path
) -> None:
    account = ("users", "add", "quan", "--name", "Vũ Quân", "--role", "admin", "--password-stdin")
    await stack.run(*account, stdin=PASSWORD)
    await stack.start()

    early = await stack.citizen("--from", EARLY, "--keys", "*,6,1,3", "--gap", "5", "--hang-up-after", "19")
    await contact_of(stack, f"+84{EARLY[1:]}")
    assert await publish(stack, NEWER, over=0) == 1
    await early.report()
    before = await ended(stack, EARLY)
    assert (before.topic, before.keys, before.callback_wanted) == ("drainage_flooding", ("*", "6", "1", "3"), False)

    late = await stack.citizen(
        *("--from", LATE, "--keys", "6,6", "--gap", "2", "--say", str(citizen_voice), "--hang-up-after", "9")
    )
    await late.report()
    after = await ended(stack, LATE)
    assert (after.state, after.keys, after.callback_wanted) == (ContactState.SERVED_BY_MENU, ("6",), True)
    assert after.clock is not None
    assert after.answered_at is not None
    assert after.clock.due_at == after.answered_at + timedelta(minutes=60)
    assert after.linkedid in [contact.linkedid for contact in calls_to_return(stack.store, now())]
    assert after.recording is not None
    assert after.recording.endswith(f"/{after.linkedid}-message.wav")
    assert likeness(read_wav(stack.var / "recordings" / after.recording), read_wav(citizen_voice)) > SAID

    await stack.kill()
    await stack.start()  # the version in force outlives the service
    await (await stack.citizen("--from", LAST, "--keys", "6", "--hang-up-after", "4")).report()
    last = await ended(stack, LAST)
    await stack.logs(f"{last.linkedid} out of menu hotline")
    told = [line for line in stack.log.read_text().splitlines() if last.linkedid in line]
    assert any("key 6 -> leave_message" in line for line in told)
