"""Queues over HTTP: everybody at the desk sees them, supervisors switch them, and whom to call is one list."""

from datetime import timedelta
from typing import Any

from crm.messages import ContactState
from crm.queue_switches import EVERYTHING, Position, TurnSwitch
from tests.callcenter.web.house import CALL, House, Person


async def test_a_storm_is_one_press_of_a_supervisor_which_everybody_sees(
    house: House, lan: Person, minh: Person
) -> None:
    refused = await lan.post("/operator/queues/storm", {"on": True})
    assert refused.status == 403
    async with house.bridge.push.subscribe("lan") as page:
        await anext(page)
        answer = await (await minh.post("/operator/queues/storm", {"on": True, "why": "Bão số 3"})).json()
        assert (await anext(page))["type"] == "queues"
    assert (answer["told"], answer["storm"]) == (True, "storm")
    await minh.post("/operator/queues/storm", {"on": False})
    assert house.bridge.queues.turned == [
        TurnSwitch(EVERYTHING, Position.STORM, "minh", "Bão số 3"),
        TurnSwitch(EVERYTHING, None, "minh"),
    ]
    assert (await (await lan.get("/operator/queues")).json())["storm"] is None


async def test_a_switch_that_asterisk_has_not_been_told_of_says_so(house: House, minh: Person) -> None:
    house.bridge.queues.told = False
    answer = await (await minh.post("/operator/queues/social/switch", {"position": "closed"})).json()
    assert answer["told"] is False
    assert house.bridge.queues.turned == [TurnSwitch("social", Position.CLOSED, "minh")]


async def test_a_queue_that_is_not_there_and_a_position_that_is_none_are_refused(house: House, minh: Person) -> None:
    for path, body in (
        ("nowhere", {"position": "closed"}),
        ("social", {"position": "storm"}),
        ("social", {"position": "ajar"}),
    ):
        response = await minh.post(f"/operator/queues/{path}/switch", body)
        assert response.status in (400, 404)
    assert house.bridge.queues.turned == []


async def test_whom_to_call_is_one_list_and_who_calls_by_hand_takes_it_from_the_machine(
    house: House, lan: Person
) -> None:
    left = house.moment - timedelta(minutes=5)
    gone: dict[str, Any] = {"state": ContactState.ABANDONED, "connected_at": None, "operator": None, "ended_at": left}
    house.call(**gone, callback_wanted=True, queues=("social",))
    house.call("1795400000.18", **gone, callback_wanted=True, voicemail="2026/11/24/message.wav")
    lines = (await (await lan.get("/operator/to-call")).json())["to_call"]
    assert [(line["kind"], line["contact"]["linkedid"]) for line in lines] == [
        ("callback", CALL),
        ("voicemail", "1795400000.18"),
    ]
    assert lines[0]["callback"]["state"] == "waiting"
    assert lines[0]["contact"]["clock"]["state"] == "open"
    async with house.bridge.push.subscribe("lan") as page:
        await anext(page)
        taken = await (await lan.post(f"/operator/to-call/{CALL}/take", {})).json()
        assert await anext(page) == {"type": "to_call", "linkedid": CALL}
    assert taken["state"] == "taken"
    assert (await lan.post("/operator/to-call/nothing/take", {})).status == 404
