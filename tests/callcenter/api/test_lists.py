"""Lists of cases page by page, reference data, files, and the page that explains it all."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest

from crm.case import Category
from crm.desk import forward_case
from crm.messages import ForwardCase
from crm.places import find_ward
from crm.topics import topics
from tests.callcenter.api.clients import Client
from tests.callcenter.web.house import House
from tests.crm.attachments.samples import HOSTILE, PLACE, picture

LE_CHAN = find_ward("Lê Chân")[0].code


async def codes(client: Client, query: str = "") -> list[str]:
    answer = await client.get(f"/cases{query}")
    assert answer.status == 200, await answer.text()
    return [case["code"] for case in (await answer.json())["cases"]]


async def test_cases_come_page_by_page_the_newest_first_and_none_twice(house: House, portal: Client) -> None:
    made = []
    for minute in range(7):  # two in each of the same moment
        made.append((await portal.reported(content=f"Việc {minute}"))["code"])
        house.moment += timedelta(minutes=minute % 2)
    path, seen, pages = "/cases?limit=3&state=new", [], 0
    while path:
        answer = await portal.get(path)
        page = await answer.json()
        seen += [case["code"] for case in page["cases"]]
        path = answer.headers.get("Link", "").partition("</api/v1")[2].partition(">")[0]
        assert ("cursor" in path) == (page["next"] is not None)
        pages += 1
    assert (seen, pages) == (made[::-1], 3)


async def test_cases_are_chosen_by_what_they_are(house: House, portal: Client, reader: Client) -> None:
    water = (await portal.reported(ward=LE_CHAN))["code"]
    noise = (await portal.reported(category="social", topic="noise", content="Ồn"))["code"]
    house.moment += timedelta(hours=1)
    later = f"{house.moment:%Y-%m-%dT%H:%M:%SZ}"
    forward_case(ForwardCase(water, 1, "cap_nuoc", "lan", "Theo quy tắc"), house.store, house.moment)
    tree = (await portal.reported(topic="trees", content="Cây đổ"))["code"]
    for query, found in (
        ("", [tree, noise, water]),
        (f"?ward={LE_CHAN}", [water]),
        ("?category=social", [noise]),
        ("?category=social&category=infrastructure", [tree, noise, water]),
        ("?topic=trees", [tree]),
        ("?unit=cap_nuoc", [water]),
        ("?state=forwarded", [water]),
        (f"?updated_since={later}", [tree, water]),
        (f"?received_from={later}", [tree]),
        (f"?received_to={later}&state=new", [tree, noise]),
        ("?unit=khong_co", []),
    ):
        assert (query, await codes(portal, query)) == (query, found)
        assert (query, await codes(reader, query)) == (query, found)
    assert await codes(reader, "?mine=true") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=ten", "limit"),
        ("cursor=x", "cursor"),
        ("state=lost", "state.0"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=0001-01-01T00:00:00Z", "updated_since"),
        ("limit=1&limit=2", "limit"),
        ("word=x", "word"),
    ],
)
async def test_a_query_that_cannot_be_read_is_refused_by_name(portal: Client, query: str, field: str) -> None:
    answer = await portal.get(f"/cases?{query}")
    problem = await answer.json()
    assert (answer.status, [fault["field"] for fault in problem["errors"]]) == (422, [field])


async def test_what_the_fields_of_a_report_may_say_can_be_asked_for(portal: Client) -> None:
    categories = (await (await portal.get("/categories")).json())["categories"]
    assert [one["key"] for one in categories] == [*Category]
    social = (await (await portal.get("/topics?category=social")).json())["topics"]
    assert [one["key"] for one in social] == [topic.key for topic in topics() if topic.category is Category.SOCIAL]
    assert len((await (await portal.get("/wards")).json())["wards"]) == 114
    former = (await (await portal.get(f"/wards?name={quote('quan Le Chan')}")).json())["wards"]
    assert LE_CHAN in [ward["code"] for ward in former]
    units = (await (await portal.get("/units")).json())["units"]
    assert {"code", "name"} == set(units[0])


async def attach(client: Client, code: str, content: bytes | BytesIO, name: str = "Ảnh.jpg") -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {client.token}", "Content-Type": "application/octet-stream"}
    path = f"/api/v1/cases/{code}/attachments?name={quote(name)}"
    answer = await client.http.post(path, data=content, headers=headers)
    return answer.status, await answer.json()


async def test_a_picture_joins_a_case_of_the_client_without_the_place_it_was_taken(
    house: House, portal: Client
) -> None:
    code = (await portal.reported())["code"]
    for _ in range(2):  # a lost answer: sent again, it is there once
        status, case = await attach(portal, code, picture())
        assert (status, [file["name"] for file in case["attachments"]]) == (201, ["Ảnh.jpg"])
    kept = house.files.place_of(case["attachments"][0]["sha256"])
    assert PLACE not in kept.read_bytes()


async def test_a_file_that_is_not_taken_is_refused_by_its_kind(house: House, portal: Client) -> None:
    code = (await portal.reported())["code"]
    film = BytesIO(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(2 * 1024 * 1024))
    refused = [await attach(portal, code, content) for content in (HOSTILE["page.jpg"], b"", film)]
    assert [(status, problem["code"]) for status, problem in refused] == [
        (415, "unsupported_type"),
        (422, "file_refused"),
        (413, "too_large"),
    ]
    assert [*house.files.all_kept(), *house.files.all_incoming()] == []


async def test_the_api_is_explained_on_a_page_without_scripts(portal: Client) -> None:
    answer = await portal.http.get("/api/v1/docs")
    page = await answer.text()
    assert (answer.status, "<script" in page) == (200, False)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    for named in ("POST", "/api/v1/cases/{code}/withdraw", "cases:read_all", 'id="key_reused"', 'id="NewCase"'):
        assert named in page
