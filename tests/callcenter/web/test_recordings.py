"""Listening to recordings."""

import pytest
from sqlalchemy import select

from crm.account_tables import AuditRow
from tests.callcenter.web.house import CALL, House, Person

MIX = "2026/11/24/1795400000.17.wav"


@pytest.fixture
def recorded(house: House) -> House:
    house.call(recording=MIX)
    for leg in ("", "-rx", "-tx"):
        file = house.folder / "recordings" / MIX.replace(".wav", f"{leg}.wav")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"RIFF" + (leg or "mix").encode() * 100)
    return house


def looks(house: House) -> list[str]:
    with house.store.reading() as session:
        return list(session.scalars(select(AuditRow.subject).where(AuditRow.what == "recording")))


@pytest.mark.parametrize(("leg", "holds"), [("mix", b"mix"), ("caller", b"-rx"), ("operator", b"-tx")])
async def test_mix_and_both_sides_can_be_heard(recorded: House, lan: Person, leg: str, holds: bytes) -> None:
    response = await lan.get(f"/recordings/{CALL}/{leg}")
    assert (response.status, response.content_type) == (200, "audio/wav")
    assert holds in await response.read()


async def test_a_player_may_ask_for_pieces_and_is_written_down_once(recorded: House, lan: Person) -> None:
    for piece in ("bytes=0-", "bytes=100-149"):
        response = await lan.client.get(f"/recordings/{CALL}/mix", headers={"Range": piece})
        assert response.status == 206
    assert len(await response.read()) == 50
    assert looks(recorded) == [CALL]


async def test_an_operator_does_not_hear_a_colleagues_call_that_became_no_case(recorded: House, lan: Person) -> None:
    recorded.call("1795400000.18", operator="hoa", recording=MIX)
    response = await lan.get("/recordings/1795400000.18/mix")
    assert response.status == 403
    assert looks(recorded) == []


async def test_a_supervisor_hears_every_call(recorded: House, person: Person) -> None:
    await person.log_in("minh")
    assert (await person.get(f"/recordings/{CALL}/mix")).status == 200


async def test_a_recording_that_is_gone_is_said_to_be_gone(house: House, lan: Person) -> None:
    house.call(recording=MIX)
    response = await lan.get(f"/recordings/{CALL}/mix")
    assert response.status == 404
    assert "không còn" in (await response.json())["message"]


async def test_a_path_that_leads_out_of_the_folder_is_not_followed(house: House, lan: Person) -> None:
    (house.folder / "secret.wav").write_bytes(b"RIFF")
    house.call(recording="../secret.wav")
    assert (await lan.get(f"/recordings/{CALL}/mix")).status == 404
