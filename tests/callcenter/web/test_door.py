"""Log in, log out, and who may use what."""

import re
from datetime import timedelta

import pytest

from callcenter.errors import AmiAway
from callcenter.web.app import ROUTES, Route
from callcenter.web.auth import COOKIE
from crm.sessions import sip_accounts
from tests.callcenter.web.house import House, Person


async def test_logging_in_gives_a_cookie_that_scripts_and_other_sites_cannot_use(person: Person) -> None:
    response = await person.log_in("lan")
    assert response.headers["Location"] == "/"
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


async def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(person: Person) -> None:
    answers = [await person.log_in("lan", "sai hoàn toàn"), await person.log_in("khong-co", "sai hoàn toàn")]
    assert [answer.status for answer in answers] == [401, 401]
    pages = [(await answer.text()).replace("khong-co", "lan") for answer in answers]
    assert pages[0] == pages[1]
    assert "chưa đúng" in pages[0]


async def test_after_five_wrong_passwords_a_name_waits_a_minute(house: House, person: Person) -> None:
    for _ in range(5):
        await person.log_in("lan", "sai hoàn toàn")
    assert (await person.log_in("lan")).status == 429
    house.moment += timedelta(minutes=1, seconds=1)
    assert (await person.log_in("lan")).status == 303


async def test_logging_in_gives_the_browser_phone_a_secret_of_its_own(house: House, person: Person) -> None:
    await person.log_in("lan")
    first = {account.username: account.ha1 for account in sip_accounts(house.store, house.moment)}
    assert first["lan"]
    assert first["minh"] is None
    assert house.refreshed == 1
    page = await (await person.client.get("/operator", headers={"Accept": "text/html"})).text()
    assert first["lan"] in page


async def test_logging_out_stops_calls_and_ends_the_session_even_while_asterisk_is_away(
    house: House, lan: Person
) -> None:
    house.bridge.agents.refusal = AmiAway()
    form = {"csrf": lan.csrf}
    response = await lan.client.post("/logout", data=form, headers={"Accept": "text/html"}, allow_redirects=False)
    assert response.headers["Location"] == "/login"
    assert (await lan.get("/operator/cases")).status == 401
    assert all(account.ha1 is None for account in sip_accounts(house.store, house.moment))


PLACEHOLDER = re.compile(r"\{(\w+)(?::(?:[^{}]|\{[^{}]*\})*)?\}")
VALUES = {"linkedid": "1.2", "code": "260000019", "leg": "mix", "step": "forward", "form": "json"}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.roles], ids=lambda route: route.path)
async def test_nothing_but_the_door_opens_without_a_session(person: Person, route: Route) -> None:
    path = PLACEHOLDER.sub(lambda found: VALUES.get(found[1], "1"), route.path)
    assert (await person.client.request(route.method, path)).status == 401


async def test_a_page_without_a_session_leads_to_the_door(person: Person) -> None:
    response = await person.client.get("/operator", headers={"Accept": "text/html"}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/login")


async def test_an_administrator_has_no_desk_but_a_page_of_rules(person: Person) -> None:
    await person.log_in("quan")
    assert (await person.get("/operator/cases")).status == 403
    page = await person.client.get("/", headers={"Accept": "text/html"})
    assert page.url.path == "/admin/rules"


async def test_a_change_without_our_own_token_is_refused(house: House, lan: Person) -> None:
    lan.csrf = "0" * 64
    assert (await lan.post("/operator/ready", {})).status == 403
    assert house.bridge.agents.states == {}


@pytest.mark.parametrize("path", ["/push", "/login"])
async def test_a_foreign_page_can_neither_post_nor_listen(lan: Person, path: str) -> None:
    headers = {"Origin": "https://evil.example"}
    if path == "/push":
        headers |= {"Upgrade": "websocket", "Connection": "Upgrade"}
        response = await lan.client.get(path, headers=headers)
    else:
        response = await lan.client.post(path, headers=headers)
    assert response.status == 403


@pytest.mark.parametrize("path", ["/login", "/healthz", "/khong-co", "/static/js/main.js", "/operator"])
async def test_every_answer_says_what_the_page_may_load(person: Person, path: str) -> None:
    response = await person.client.get(path)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "ws://127.0.0.1:9/ws" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == ("no-cache" if path.startswith("/static") else "no-store")


async def test_health_says_since_when_asterisk_is_away(house: House, person: Person) -> None:
    house.bridge.stale_since = house.moment
    answer = await (await person.get("/healthz")).json()
    assert answer["stale_since"] == house.moment.isoformat()
