"""An outage: a supervisor opens an incident, a citizen on a real telephone joins it by one key, and is told its end."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from crm.case import Category
from crm.desk import open_case
from crm.messages import ContactState, OpenCase, TicketFields
from crm.outbox_tables import OutboxRow
from crm.queries import case_by_code
from crm.tables import ClockRow
from tests.audio import likeness, read_wav
from tests.end_to_end.stack import PASSWORD, Stack
from tests.end_to_end.waiting import contact_that, now

pytestmark = pytest.mark.end_to_end
SAID = 0.6
WATER = TicketFields(
    content="Mất nước cả phường từ sáng",
    category=Category.INFRASTRUCTURE,
    topic="water_supply",
    ward="11383",
    reporter_name="Bùi Văn Ước",
    reporter_phone="0987654321",
)
NOTICE = "Sự cố mất nước ở phường Lê Chân đã được ghi nhận và chuyển xử lý."
GAP = 7  # seconds between keys: the last one comes when the notice has been said


@dataclass
class Supervisor:
    """Somebody logged in to the running service."""

    http: aiohttp.ClientSession
    csrf: str

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.http.post(path, json=body, headers={"X-CSRF-Token": self.csrf}) as response:
            answer: dict[str, Any] = json.loads(await response.text())
            assert response.ok, answer
            return answer


@asynccontextmanager
async def supervisor(stack: Stack, username: str) -> AsyncIterator[Supervisor]:
    page = {"Accept": "text/html"}
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(stack.url, cookie_jar=jar) as http:
        await http.post("/login", data={"username": username, "password": PASSWORD}, headers=page)
        async with http.get("/operator", headers=page) as response:
            text = await response.text()
        yield Supervisor(http, text.partition('name="csrf" value="')[2].partition('"')[0])


async def test_a_citizen_joins_an_incident_by_one_key_and_is_told_its_end(stack: Stack, tmp_path: Path) -> None:
    account = ("users", "add", "minh", "--name", "Đỗ Quang Minh", "--role", "supervisor", "--password-stdin")
    await stack.run(*account, stdin=PASSWORD)
    await stack.start()
    first = open_case(OpenCase(WATER, "lan"), stack.store, now())
    async with supervisor(stack, "minh") as minh:
        body = {"primary": first.code, "title": "sự cố mất nước ở phường Lê Chân", "notice": NOTICE}
        opened = await minh.post("/operator/incidents", body)
        assert opened["notice_problem"] is None
        number = opened["incident"]["id"]
        (spoken,) = (stack.var / "prompts").glob(f"incident.{number}-*.wav")

        heard = tmp_path / "heard.wav"
        citizen = await stack.citizen(
            *("--from", "0912345678", "--keys", "1,2,1", "--gap", str(GAP), "--hear", str(heard))
        )
        report = await citizen.report()
        assert (report["answered"], report["ended_by"]) == (True, "1022")
        assert likeness(read_wav(heard), read_wav(spoken)) > SAID

        contact = await contact_that(stack, lambda contact: contact.ended_at is not None)
        assert (contact.state, contact.keys) == (ContactState.SERVED_BY_MENU, ("1", "2", "1"))
        assert (contact.joined_incident, contact.case_code) == (number, first.code)
        reporters = case_by_code(stack.store, first.code, now()).contacts
        assert [reporter.phone for reporter in reporters] == ["+84912345678"]
        with stack.store.reading() as session:
            clock = session.scalars(select(ClockRow).where(ClockRow.linkedid == contact.linkedid)).one()
        assert (clock.name, clock.started_at, clock.stopped_by) == (
            "duplicate_notice",
            contact.answered_at,
            "reporter_told",
        )

        message = {"version": opened["incident"]["version"], "message": "Đã có nước trở lại từ 17 giờ."}
        closed = await minh.post(f"/operator/incidents/{number}/close", message)
        assert (closed["incident"]["state"], closed["incident"]["caller_count"]) == ("closed", 1)
    with stack.store.reading() as session:
        told = session.execute(select(OutboxRow.recipient, OutboxRow.kind).order_by(OutboxRow.recipient)).all()
    assert {tuple(each) for each in told} == {
        ("+84912345678", "incident_joined"),
        ("+84912345678", "incident_closed"),
        ("+84987654321", "incident_closed"),
    }
