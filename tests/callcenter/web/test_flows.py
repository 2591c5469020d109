"""The caller's flow over HTTP: versions, drafts, prompts, publishing and going back."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from ivr_flows.parse import menu_file
from tests.callcenter.web.house import House, Person, start

HOTLINE = menu_file("hotline").read_text()
LOUDER = HOTLINE.replace("Xin chào! Tổng đài một", "Kính chào! Tổng đài một")


@pytest.fixture
async def quan(house: House) -> AsyncIterator[Person]:
    """Administrator Vũ Quân, logged in."""
    client = await start(house)
    quan = Person(client)
    assert (await quan.log_in("quan")).status == 303
    yield quan
    await client.close()


async def got(person: Person, path: str) -> Any:
    response = await person.get(path)
    assert response.status == 200
    return json.loads(await response.text())


async def sent(person: Person, path: str, status: int = 200, **body: Any) -> Any:
    response = await person.post(path, body)
    answer = json.loads(await response.text())
    assert response.status == status, answer
    return answer


async def test_at_first_there_is_the_flow_that_comes_with_us(quan: Person) -> None:
    (only,) = (await got(quan, "/admin/flows/versions"))["versions"]
    assert (only["number"], only["who"], only["text"]) == (0, "", "")
    whole = await got(quan, "/admin/flows/versions/0")
    assert whole["examined"]["faults"] == []
    assert whole["examined"]["parts"]["flow"]["name"] == "hotline"
    assert whole["examined"]["picture"].startswith("<svg")


async def test_a_draft_is_examined_as_text_or_as_the_parts_of_its_form(quan: Person) -> None:
    parts = (await got(quan, "/admin/flows/versions/0"))["examined"]["parts"]
    parts["menu"]["main"]["keys"]["5"]["goto"] = "nowhere"
    examined = await sent(quan, "/admin/flows/examine", parts=parts)
    assert examined["faults"][0]["where"] == "menu.main.keys.5"
    assert (await sent(quan, "/admin/flows/examine", text=examined["text"]))["parts"] == parts
    await sent(quan, "/admin/flows/examine", status=400)
    await sent(quan, "/admin/flows/examine", status=422, parts={"flow": None})


async def test_a_draft_is_walked_by_keys_in_a_world_of_ones_choice(quan: Person) -> None:
    walked = await sent(quan, "/admin/flows/walk", text=HOTLINE, keys="91", facts={"office": "closed"})
    assert [step["at"] for step in walked["steps"]][-2:] == ["emergency", "police"]
    assert walked["steps"][-1]["variables"]["CC_TRANSFER"] == "113"
    refused = await sent(quan, "/admin/flows/walk", status=422, text=HOTLINE, keys="x")
    assert (refused["error"], "không phải phím" in refused["message"]) == ("faulty_flow", True)
    faulty = HOTLINE.replace('goto = "emergency"', 'goto = "x"')
    assert (await sent(quan, "/admin/flows/walk", status=422, text=faulty))["faults"]


async def test_a_prompt_is_heard_before_it_is_published(house: House, quan: Person) -> None:
    response = await quan.get("/admin/flows/sound?name=hotline.greeting&text=Xin%20ch%C3%A0o")
    assert (response.status, response.headers["Content-Type"]) == (200, "audio/wav")
    assert house.heard == [("hotline.greeting", "Xin chào")]
    assert (await quan.get("/admin/flows/sound?name=hotline.greeting")).status == 400
    house.mute = "Không tạo được lời thoại."
    assert (await quan.get("/admin/flows/sound?name=hotline.greeting&text=a")).status == 422


async def test_a_version_is_published_and_led_through_and_an_earlier_one_used_again(house: House, quan: Person) -> None:
    made = await sent(quan, "/admin/flows/publish", text=LOUDER, over=0, why="Trang trọng hơn")
    assert (made["version"]["number"], made["version"]["who"]) == (1, "quan")
    again = await sent(quan, "/admin/flows/versions/0/roll-back", over=1, why="Dài quá")
    assert (again["version"]["number"], again["version"]["copy_of"]) == (2, 0)
    assert house.led_through == [1, 2]
    versions = (await got(quan, "/admin/flows/versions"))["versions"]
    assert [(version["number"], version["why"]) for version in versions] == [
        (2, "Dài quá"),
        (1, "Trang trọng hơn"),
        (0, ""),
    ]
    assert (await house.flows.in_force()).text == HOTLINE


async def test_who_did_not_see_the_last_version_is_told_of_it(house: House, quan: Person) -> None:
    await sent(quan, "/admin/flows/publish", text=LOUDER, over=0, why="Trang trọng hơn")
    refused = await sent(quan, "/admin/flows/publish", status=409, text=HOTLINE, over=0, why="Lại như cũ")
    assert (refused["error"], "bản 1" in refused["message"]) == ("flow_taken", True)
    assert house.led_through == [1]


async def test_what_is_faulty_or_can_not_be_spoken_is_not_published(house: House, quan: Person) -> None:
    faulty = HOTLINE.replace("phím chín", "phím 9")
    refused = await sent(quan, "/admin/flows/publish", status=422, text=faulty, over=0, why="Số")
    assert "giọng máy dễ đọc sai" in refused["faults"][0]
    await sent(quan, "/admin/flows/publish", status=400, text=LOUDER, over=0, why=" ")
    house.mute = "Không tạo được lời thoại greeting: đĩa đầy"
    refused = await sent(quan, "/admin/flows/publish", status=422, text=LOUDER, over=0, why="Trang trọng hơn")
    assert refused["message"] == house.mute
    assert len((await got(quan, "/admin/flows/versions"))["versions"]) == 1


async def test_a_supervisor_reads_and_an_operator_does_not_even_that(minh: Person, lan: Person) -> None:
    assert (await minh.get("/admin/flows/versions")).status == 200
    assert (await minh.get("/admin/flows")).status == 200
    await sent(minh, "/admin/flows/publish", status=403, text=LOUDER, over=0, why="Trang trọng hơn")
    assert (await lan.get("/admin/flows/versions")).status == 403
