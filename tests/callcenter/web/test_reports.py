"""The reports over HTTP: the form, the cases behind its numbers, files, and who may see and take what."""

import html
import json
import re
from datetime import UTC, datetime

import pytest
from aiohttp import ClientResponse
from sqlalchemy import select

from crm.account_tables import AuditRow
from crm.demo.fill import City, fill
from crm.reports.conditions import Counted
from crm.reports.figures import Scope
from crm.reports.listing import count_of
from crm.reports.period import month_to
from tests.callcenter.web.house import PASSWORD, House, Person

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
TEXT = {"Accept": "text/html"}
LINK = re.compile(r'<a href="(/reports/cases\?[^"]+)">([0-9.]+)</a>')


@pytest.fixture(autouse=True)
def city(house: House) -> None:
    """A small city in the house, before anybody logs in."""
    house.moment = NOW
    fill(City(cases=120, seed="web", until=NOW, days=60), house.store)


async def as_role(person: Person, username: str) -> Person:
    form = {"username": username, "password": PASSWORD}
    response = await person.client.post("/login", data=form, allow_redirects=False)
    assert response.status == 303
    return person


async def page(person: Person, path: str) -> str:
    response = await person.client.get(path, headers=TEXT)
    text = await response.text()
    assert response.status == 200, text
    return text


async def test_the_form_shows_the_last_period_that_is_over(person: Person) -> None:
    text = await page(await as_role(person, "minh"), "/reports")
    assert "(Kỳ báo cáo tháng 10 năm 2026)" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text


async def test_every_number_of_the_form_leads_to_that_many_cases(house: House, person: Person) -> None:
    minh = await as_role(person, "minh")
    links = LINK.findall(await page(minh, "/reports?until=2026-11-20"))
    assert len(links) > 20
    for address, count in links:
        text = await page(minh, html.unescape(address))
        assert f": {count} phản ánh</h1>" in text
        listed = min(int(count.replace(".", "")), 50)
        assert text.count('<a href="/operator#case=') == listed


async def test_so_does_every_number_of_the_units_and_places(person: Person) -> None:
    minh = await as_role(person, "minh")
    for path in ("/reports/units?scope=cumulative", "/reports/wards?sort=overdue", "/reports/units?sort=received"):
        links = LINK.findall(await page(minh, path))
        assert links
        for address, count in links[:: len(links) // 8]:
            assert f": {count} phản ánh</h1>" in await page(minh, html.unescape(address))


async def test_the_quarters_numbers_lead_to_the_quarters_cases(house: House, person: Person) -> None:
    minh = await as_role(person, "minh")
    for address, count in LINK.findall(await page(minh, "/reports/suggestions?quarter=2026Q4")):
        assert f": {count} phản ánh</h1>" in await page(minh, html.unescape(address))


async def test_a_list_goes_on_over_pages(house: House, person: Person) -> None:
    minh = await as_role(person, "minh")
    path = "/reports/cases?figure=received&scope=cumulative&until=2026-11-24"
    counted = count_of(house.store, Counted("received", Scope.CUMULATIVE), month_to(NOW.date(), NOW))
    assert counted == 120
    assert "Trang 1 trên 3" in await page(minh, path)
    last = await page(minh, f"{path}&page=3")
    assert last.count('<a href="/operator#case=') == 20


async def test_an_operator_looks_but_takes_no_document_away(person: Person) -> None:
    lan = await as_role(person, "lan")
    text = await page(lan, "/reports")
    assert "/reports/monthly.docx" not in text
    assert (await lan.get("/reports/monthly.docx")).status == 403


@pytest.mark.parametrize("username", ["minh", "quan"])
async def test_supervisor_and_administrator_take_the_documents(person: Person, username: str) -> None:
    somebody = await as_role(person, username)
    for ending, begin in (("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{")):
        for path, name in (
            ("monthly", "bao-cao-1022-2026-10-25"),
            ("suggestions", "gop-y-1022-2026Q4"),
        ):
            response = await somebody.get(f"/reports/{path}.{ending}")
            assert response.headers["Content-Disposition"] == f'attachment; filename="{name}.{ending}"'
            assert (await response.read()).startswith(begin)


async def test_the_json_file_has_the_numbers_of_the_page(person: Person) -> None:
    minh = await as_role(person, "minh")
    told = json.loads(await (await minh.get("/reports/monthly.json?until=2026-11-24")).read())
    received = told["total"]["cumulative"]["received"]["count"]
    assert received == 120
    assert "tiếp nhận: <a" in await page(minh, "/reports?until=2026-11-24")


async def test_looking_at_who_made_suggestions_is_written_down(house: House, person: Person) -> None:
    minh = await as_role(person, "minh")
    await page(minh, "/reports/suggestions?quarter=2026Q3")
    await minh.get("/reports/suggestions.xlsx?quarter=2026Q4")
    with house.store.reading() as session:
        looks = session.execute(select(AuditRow.actor, AuditRow.subject).where(AuditRow.what == "suggestions")).all()
    assert [tuple(look) for look in looks] == [("minh", "2026Q3"), ("minh", "gop-y-1022-2026Q4.xlsx")]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reports?until=2026-12-25", 422),
        ("/reports?until=hôm qua", 400),
        ("/reports/suggestions?quarter=2027Q1", 422),
        ("/reports/cases?figure=nothing", 404),
        ("/reports/cases?line=nothing", 404),
        ("/reports/cases?unit=nobody", 404),
        ("/reports/cases?scope=half", 400),
        ("/reports/cases?page=0", 400),
        ("/reports/cases?after=2026-10-25&until=2026-10-25", 422),
        ("/reports/units?sort=nothing", 400),
        ("/reports/monthly.pdf", 404),
    ],
)
async def test_what_cannot_be_answered_is_refused_in_words(person: Person, path: str, status: int) -> None:
    response: ClientResponse = await (await as_role(person, "minh")).get(path)
    assert response.status == status
    assert (await response.json())["message"]


async def test_an_empty_list_says_so(person: Person) -> None:
    minh = await as_role(person, "minh")
    text = await page(minh, "/reports/cases?figure=refused&unit=so_tai_chinh")
    assert "Không có phản ánh nào." in text


async def test_nobody_without_an_account_sees_a_report(person: Person) -> None:
    assert (await person.get("/reports")).status == 401
