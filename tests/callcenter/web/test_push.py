"""The page's websocket, the operator's own state, and the page itself."""

import json
from typing import Any

from aiohttp import WSMsgType

from callcenter.errors import PhoneNotReachable
from callcenter.web.to_json import dumps_for_html
from tests.callcenter.web.house import House, Person


async def next_of(socket: Any, kind: str) -> Any:
    """The next message of a kind; ticks and others are passed over."""
    while (message := json.loads((await socket.receive(timeout=5)).data))["type"] != kind:
        pass
    return message


async def test_a_page_is_told_the_whole_picture_first_and_then_what_happens(house: House, lan: Person) -> None:
    async with lan.client.ws_connect("/push") as socket:
        hello = await next_of(socket, "hello")
        assert hello["agent"]["state"] == "offline"
        assert (await lan.post("/operator/ready", {})).status == 200
        assert (await next_of(socket, "agent"))["state"] == "ready"
        assert (await lan.post("/operator/pause", {"reason": "meal"})).status == 200
        assert (await next_of(socket, "agent"))["reason"] == "meal"


async def test_a_page_hears_a_sign_of_life_with_the_servers_clock(house: House, lan: Person) -> None:
    async with lan.client.ws_connect("/push") as socket:
        assert (await next_of(socket, "tick"))["now"] == house.moment.isoformat()


async def test_a_page_that_fell_behind_is_let_go_to_come_back(house: House, lan: Person) -> None:
    async with lan.client.ws_connect("/push") as socket:
        await next_of(socket, "hello")
        for number in range(300):  # more than one page may have waiting
            house.bridge.push.to("lan", {"type": "queue", "waiting": number, "longest_since": None})
        async for message in socket:
            assert message.type is WSMsgType.TEXT
        assert socket.closed


async def test_logging_out_closes_the_persons_open_pages(lan: Person) -> None:
    async with lan.client.ws_connect("/push") as socket:
        await next_of(socket, "hello")
        await lan.client.post("/logout", data={"csrf": lan.csrf}, allow_redirects=False)
        async for _ in socket:
            pass
        assert socket.closed


async def test_going_ready_without_a_phone_says_what_to_do(house: House, lan: Person) -> None:
    house.bridge.agents.refusal = PhoneNotReachable()
    response = await lan.post("/operator/ready", {})
    answer = await response.json()
    assert (response.status, answer["error"]) == (409, "phone_not_reachable")
    assert "Sẵn sàng" in answer["message"]


async def test_a_pause_needs_a_reason_of_the_list(lan: Person) -> None:
    assert (await lan.post("/operator/pause", {"reason": "ngủ"})).status == 400


async def test_the_page_brings_every_list_the_form_needs(lan: Person) -> None:
    page = await (await lan.client.get("/operator", headers={"Accept": "text/html"})).text()
    boot = json.loads(page.partition('id="boot">')[2].partition("</script>")[0])
    assert len(boot["wards"]) == 114
    assert boot["sip"]["uri"] == "sip:op-lan@127.0.0.1"
    assert boot["sip"]["ws_url"] == "ws://127.0.0.1:9/ws"
    assert {topic["category"] for topic in boot["topics"]} == {"infrastructure", "social"}
    assert boot["units"][0]["code"] == "city_office"
    assert all(boot[name] for name in ("refusal_reasons", "no_case_reasons", "pause_reasons", "social_fields"))


def test_nothing_in_the_boot_data_can_close_its_script_element() -> None:
    assert "<" not in dumps_for_html({"name": "</script><script>alert(1)</script>"})
