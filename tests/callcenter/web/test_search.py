"""Searching over HTTP."""

from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from crm.account_tables import AuditRow
from crm.desk import forward_case
from crm.messages import ForwardCase, NewUser
from crm.queries import case_by_code
from crm.users import add_user
from tests.callcenter.web.house import NAME, PASSWORD, House, Person
from tests.callcenter.web.test_cases import open_case


async def found(person: Person, **asked: Any) -> Any:
    response = await person.get(f"/search/cases?{urlencode(asked, doseq=True)}")
    assert response.status == 200, await response.text()
    return await response.json()


def looks(house: House) -> list[tuple[str, str]]:
    with house.store.reading() as session:
        rows = session.execute(select(AuditRow.actor, AuditRow.subject).where(AuditRow.what == "search"))
        return [(actor, subject) for actor, subject in rows]


def codes(answer: Any) -> list[str]:
    return [hit["line"]["code"] for hit in answer["hits"]]


async def test_a_case_is_found_with_its_words_marked(lan: Person) -> None:
    case = await open_case(lan, contact=None)
    answer = await found(lan, q="mat nuoc")
    (hit,) = answer["hits"]
    assert (hit["line"]["code"], hit["found_by"], hit["line"]["reporter_name"]) == (case["code"], "text", NAME)
    assert hit["passages"] == [{"field": "content", "text": "Mất nước cả ngõ", "marks": [[0, 3], [4, 8]]}]
    assert (answer["count"], answer["next"]) == (1, None)


async def test_every_filter_is_part_of_the_address(lan: Person) -> None:
    case = await open_case(lan, contact=None)
    asked = {
        "state": ["new", "refused"],
        "category": "infrastructure",
        "topic": "water_supply",
        "channel": "none",
        "from": "2020-01-01",
        "to": "2099-12-31",
        "confidential": "false",
        "order": "newest",
    }
    assert codes(await found(lan, **asked)) == [case["code"]]
    for wrong in ({"state": "closed"}, {"to": "2020-01-01"}, {"confidential": "true"}, {"late": "1"}, {"unit": "x"}):
        assert codes(await found(lan, **asked | wrong)) == []


async def test_pages_follow_each_other_by_their_address(lan: Person) -> None:
    opened = [(await open_case(lan, f"r-{number}", contact=None))["code"] for number in range(5)]
    first = await found(lan, q="nước", limit=2)
    second = await found(lan, q="nước", limit=2, after=first["next"])
    third = await found(lan, q="nước", limit=2, after=second["next"])
    assert codes(first) + codes(second) + codes(third) == sorted(opened, reverse=True)
    assert third["next"] is None


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"state": "lost"}, "state.0"),
        ({"from": "hôm qua"}, "from"),
        ({"after": "name"}, "after"),
        ({"limit": "5000"}, "limit"),
        ({"sort": "x"}, "sort"),
    ],
)
async def test_an_address_that_cannot_be_read_is_refused_by_its_part(
    lan: Person, asked: dict[str, str], field: str
) -> None:
    response = await lan.get(f"/search/cases?{urlencode(asked)}")
    assert (response.status, list((await response.json())["fields"])) == (400, [field])


async def test_who_was_shown_is_written_down_and_what_was_typed_is_not(house: House, lan: Person) -> None:
    case = await open_case(lan, contact=None)
    await found(lan, q="Nguyễn Thị Ngọc Ước")
    await found(lan, q="không có ai")
    assert looks(house) == [("lan", case["code"])]


async def test_a_unit_finds_its_own_cases_without_confidential_reporters(
    house: House, lan: Person, person: Person
) -> None:
    mine = await open_case(lan, "r-1", contact=None, confidential=True)
    await open_case(lan, "r-2", contact=None)
    case = case_by_code(house.store, mine["code"], house.moment)
    forward_case(ForwardCase(case.code, case.version, "cap_nuoc", "lan", "Cấp nước"), house.store, house.moment)
    add_user(NewUser("nuoc", "Cấp nước", "unit", PASSWORD, "cap_nuoc"), house.store, house.moment)
    add_user(NewUser("khach", "Không đơn vị", "unit", PASSWORD), house.store, house.moment)
    await person.log_in("nuoc")
    (hit,) = (await found(person, q="nước"))["hits"]
    assert (hit["line"]["code"], hit["line"]["reporter_name"], hit["line"]["reporter_phone"]) == (case.code, "", "")
    assert (await found(person, q="ước"))["hits"] == []
    assert (await person.get("/search")).status == 403
    await person.log_in("khach")
    assert (await person.get("/search/cases")).status == 404


async def test_searches_are_kept_opened_and_dropped(lan: Person) -> None:
    kept = await (await lan.post("/search/saved", {"name": "Mất nước", "link": "q=m%E1%BA%A5t&late=true"})).json()
    assert (await (await lan.get("/search/saved")).json())["saved"] == [kept]
    assert kept["link"] == "q=m%E1%BA%A5t&late=true"
    dropped = await lan.client.delete(f"/search/saved/{kept['id']}", headers={"X-CSRF-Token": lan.csrf})
    assert dropped.status == 200
    assert (await (await lan.get("/search/saved")).json())["saved"] == []


async def test_a_search_without_a_name_is_not_kept(lan: Person) -> None:
    response = await lan.post("/search/saved", {"name": " ", "link": "q=x"})
    assert (response.status, list((await response.json())["fields"])) == (422, ["name"])


async def test_dropping_needs_the_pages_own_token(lan: Person) -> None:
    assert (await lan.client.delete("/search/saved/1")).status == 403
