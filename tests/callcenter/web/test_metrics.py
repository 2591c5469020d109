"""The call metrics over HTTP: for supervisors, of any interval, queue and operator."""

from datetime import timedelta

import pytest

from crm.metrics.event_store import Batch, append
from crm.metrics.events import AgentKind, ContactKind
from tests.callcenter.web.house import House, Person
from tests.crm.metrics.shifts import MIDNIGHT, call, shift

K = ContactKind
DAY = "from=2026-11-24&to=2026-11-25"


@pytest.fixture(autouse=True)
def calls(house: House) -> None:
    house.moment = MIDNIGHT + timedelta(hours=12)
    answered = call(
        "1.1",
        (3600, K.QUEUED, "hotline"),
        (3610, K.CONNECTED, "lan"),
        (3710, K.DISCONNECTED, "lan"),
        (3711, K.ENDED, ""),
    )
    lost = call("2.1", (7200, K.QUEUED, "dien"), (7260, K.ENDED, ""))
    lan = shift("lan", (3600, AgentKind.JOINED, ""), (4000, AgentKind.LEFT, ""))
    append(Batch((*answered, *lost), lan), house.store)


async def test_a_supervisor_sees_the_day(minh: Person) -> None:
    found = await (await minh.get(f"/supervisor/metrics?{DAY}")).json()
    assert (found["whole"]["contacts_queued"], found["whole"]["service_level_20"]) == (2, 50.0)
    assert found["whole"]["occupancy"] == 25.0
    assert found["metrics"]["service_level_20"] == {"name": "Tỷ lệ trả lời trong 20 giây", "unit": "percent"}
    assert found["parts"] == []


async def test_today_is_asked_for_when_nothing_is_said(minh: Person) -> None:
    found = await (await minh.get("/supervisor/metrics")).json()
    assert found["whole"]["from"] == "2026-11-23T17:00:00+00:00"
    assert found["whole"]["contacts_queued"] == 2


async def test_by_hour_for_one_queue(minh: Person) -> None:
    found = await (await minh.get(f"/supervisor/metrics?{DAY}&by=hour&queue=dien")).json()
    assert [part["contacts_abandoned"] for part in found["parts"]][:4] == [0, 0, 1, 0]
    assert len(found["parts"]) == 24
    assert "occupancy" not in found["whole"]


async def test_for_one_operator(minh: Person) -> None:
    found = await (await minh.get(f"/supervisor/metrics?{DAY}&operator=lan")).json()
    assert (found["whole"]["contacts_handled"], found["whole"]["contacts_queued"]) == (1, 1)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("from=hom-nay", "không phải một thời điểm"),
        ("by=week", "theo giờ"),
        ("from=2026-11-24&to=2026-11-23", "kết thúc sau khi bắt đầu"),
    ],
)
async def test_what_makes_no_sense_is_refused(minh: Person, query: str, why: str) -> None:
    response = await minh.get(f"/supervisor/metrics?{query}")
    assert response.status in (400, 422)
    assert why in (await response.json())["message"]


async def test_an_operator_is_not_shown_the_others_figures(lan: Person) -> None:
    assert (await lan.get("/supervisor/metrics")).status == 403
