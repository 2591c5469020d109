"""Files of cases over HTTP."""

from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import ClientResponse
from sqlalchemy import select

from crm.account_tables import AuditRow
from crm.desk import forward_case
from crm.messages import ForwardCase, NewUser
from crm.users import add_user
from tests.callcenter.web.house import PASSWORD, House, Person
from tests.callcenter.web.test_cases import open_case
from tests.crm.attachments.samples import HOSTILE, PLACE, film, picture, sound


async def send(person: Person, code: str, content: Any, name: str = "Ảnh 1.jpg") -> ClientResponse:
    headers = {"X-CSRF-Token": person.csrf, "Content-Type": "application/octet-stream"}
    return await person.client.post(
        f"/operator/cases/{code}/attachments?name={quote(name)}", data=content, headers=headers
    )


async def sent(person: Person, content: bytes, name: str = "Ảnh 1.jpg") -> Any:
    """A case with one file; the file as the answer shows it."""
    case = await open_case(person, contact=None)
    response = await send(person, case["code"], content, name)
    assert response.status == 201, await response.text()
    return (await response.json())["attachments"][0]


def left(house: House) -> list[str]:
    return [str(file) for file in (*house.files.all_kept(), *house.files.all_incoming())]


async def test_a_picture_is_sent_shown_and_listed(lan: Person) -> None:
    attachment = await sent(lan, picture())
    assert (attachment["kind"], attachment["name"], attachment["width"]) == ("picture", "Ảnh 1.jpg", 40)
    listed = await (await lan.get(f"/operator/cases/{attachment['case_code']}/attachments")).json()
    assert listed["attachments"] == [attachment]
    shown = await lan.get(f"/attachments/{attachment['id']}")
    body = await shown.read()
    assert (shown.status, shown.content_type, len(body)) == (200, "image/jpeg", attachment["size"])
    assert PLACE not in body


async def test_a_file_is_saved_never_run_and_embedded_nowhere(lan: Person) -> None:
    attachment = await sent(lan, picture(), 'a"; filename="x.html\r\nX: y')
    headers = (await lan.get(f"/attachments/{attachment['id']}")).headers
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert headers["Content-Disposition"].endswith(".jpg")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "X" not in headers


async def test_a_film_comes_by_ranges_and_a_look_is_written_down_once(house: House, lan: Person) -> None:
    attachment = await sent(lan, film(), "hiện trường.mp4")
    path = f"/attachments/{attachment['id']}"
    for piece in ("bytes=0-", "bytes=100-149"):
        response = await lan.client.get(path, headers={"Range": piece})
        assert response.status == 206
    assert len(await response.read()) == 50
    with house.store.reading() as session:
        looks = session.execute(select(AuditRow.actor, AuditRow.subject).where(AuditRow.what == "attachment")).all()
    assert [tuple(look) for look in looks] == [("lan", f"{attachment['case_code']} {attachment['id']}")]


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_is_refused_in_words_and_nothing_is_left_of_it(
    house: House, lan: Person, name: str
) -> None:
    case = await open_case(lan, contact=None)
    response = await send(lan, case["code"], HOSTILE[name], name)
    answer = await response.json()
    assert (response.status, answer["error"]) == (422, "attachment_refused")
    assert answer["why"] in ("unknown_type", "empty", "broken", "too_large")
    assert left(house) == []


async def test_a_film_that_is_too_large_is_refused_while_it_comes(house: House, lan: Person) -> None:
    case = await open_case(lan, contact=None)

    async def endless() -> Any:
        yield film()
        for _ in range(64):
            yield bytes(64 * 1024)

    response = await send(lan, case["code"], endless(), "dài.mp4")
    assert (response.status, (await response.json())["why"]) == (422, "too_large")
    assert left(house) == []


async def test_a_file_of_no_case_is_not_taken(house: House, lan: Person) -> None:
    assert (await send(lan, "260000019", picture())).status == 404
    assert (await send(lan, "260000010", picture())).status == 404
    assert left(house) == []


async def test_a_file_needs_the_pages_own_token(lan: Person) -> None:
    case = await open_case(lan, contact=None)
    response = await lan.client.post(f"/operator/cases/{case['code']}/attachments", data=picture())
    assert response.status == 403


async def test_a_file_is_taken_out_with_a_reason(lan: Person) -> None:
    attachment = await sent(lan, sound(), "ghi âm.wav")
    assert attachment["seconds"] == 2
    path = f"/attachments/{attachment['id']}"
    assert (await lan.post(f"{path}/remove", {"why": " "})).status == 422
    case = await (await lan.post(f"{path}/remove", {"why": "Nhầm phiếu"})).json()
    assert (case["attachments"], case["history"][-1]["why"]) == ([], "ghi âm.wav: Nhầm phiếu")
    assert (await lan.get(path)).status == 404


async def test_a_lost_file_is_said_to_be_lost(house: House, lan: Person) -> None:
    attachment = await sent(lan, picture())
    house.files.place_of(attachment["sha256"]).unlink()
    response = await lan.get(f"/attachments/{attachment['id']}")
    assert (response.status, "callcenter check" in (await response.json())["message"]) == (404, True)


async def test_a_unit_sees_the_files_of_its_own_cases_only(house: House, lan: Person, person: Person) -> None:
    attachment = await sent(lan, picture())
    for username, unit in (("nuoc", "cap_nuoc"), ("vp", "city_office")):
        add_user(NewUser(username, username, "unit", PASSWORD, unit), house.store, house.moment)
    command = ForwardCase(attachment["case_code"], 1, "cap_nuoc", "lan", "Cấp nước")
    forward_case(command, house.store, house.moment)
    await person.log_in("vp")
    assert (await person.get(f"/attachments/{attachment['id']}")).status == 404
    await person.log_in("nuoc")
    assert (await person.get(f"/attachments/{attachment['id']}")).status == 200
