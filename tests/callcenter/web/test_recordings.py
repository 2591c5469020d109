"""Listening to recordings, plain and encrypted: who may, which parts, each listen written down; and pausing them."""

import re

import pytest
from sqlalchemy import select

from callcenter.errors import AmiAway, NotTalking
from crm.account_tables import AuditRow
from crm.recordings.keeping import keep_new
from crm.recordings.sealed_file import PIECE, Keys
from crm.recordings.tables import CallLinkRow
from tests.callcenter.web.house import CALL, House, Person, a_ticket, start
from tests.crm.recordings.sounds import put, wav

MIX = "2026/11/24/1795400000.17.wav"
LEGS = {"mix": "", "caller": "-rx", "operator": "-tx"}
SECONDS = 10.0
SOUND = {leg: wav(SECONDS, number) for number, leg in enumerate(LEGS)}
SIZE = len(SOUND["mix"])


@pytest.fixture(params=["plain", "encrypted"])
def recorded(house: House, request: pytest.FixtureRequest) -> House:
    """A call of lan's with its three files, as Asterisk left them or encrypted."""
    house.call(recording=MIX)
    if request.param == "encrypted":
        house.keys = Keys.parse("44" * 32)
    for leg, suffix in LEGS.items():
        put(house.folder / "recordings", MIX.replace(".wav", f"{suffix}.wav"), SOUND[leg])
    keep_new(house.services().recordings, house.store, house.moment)
    return house


def looks(house: House) -> list[tuple[str, str, str]]:
    with house.store.reading() as session:
        rows = session.execute(
            select(AuditRow.actor, AuditRow.subject, AuditRow.detail).where(AuditRow.what == "recording")
        )
        return [(actor, subject, detail) for actor, subject, detail in rows]


@pytest.mark.parametrize("leg", LEGS)
async def test_mix_and_both_sides_can_be_heard(recorded: House, lan: Person, leg: str) -> None:
    response = await lan.get(f"/recordings/{CALL}/{leg}")
    assert (response.status, response.content_type) == (200, "audio/wav")
    assert response.headers["Accept-Ranges"] == "bytes"
    assert await response.read() == SOUND[leg]


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-", 0, SIZE),
        ("bytes=0-0", 0, 1),
        ("bytes=100-149", 100, 150),
        (f"bytes={PIECE - 3}-{PIECE + 3}", PIECE - 3, PIECE + 4),
        ("bytes=-500", SIZE - 500, SIZE),
        (f"bytes=1000-{SIZE * 2}", 1000, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
    ],
)
async def test_a_player_may_ask_for_any_piece(recorded: House, lan: Person, asked: str, start: int, stop: int) -> None:
    response = await lan.client.get(f"/recordings/{CALL}/mix", headers={"Range": asked})
    assert response.status == 206
    assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert await response.read() == SOUND["mix"][start:stop]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=9-3", "bytes=abc", "seconds=1-2", "bytes=0-1,5-6"])
async def test_a_piece_that_is_not_there_is_416(recorded: House, lan: Person, asked: str) -> None:
    response = await lan.client.get(f"/recordings/{CALL}/mix", headers={"Range": asked})
    assert response.status == 416
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"
    assert looks(recorded) == []


async def test_a_piece_of_another_version_is_answered_with_the_whole(recorded: House, lan: Person) -> None:
    whole = await lan.get(f"/recordings/{CALL}/mix")
    for tag, status in ((whole.headers["ETag"], 206), ('"older"', 200)):
        headers = {"Range": "bytes=0-9", "If-Range": tag}
        assert (await lan.client.get(f"/recordings/{CALL}/mix", headers=headers)).status == status


async def test_each_listen_is_written_down_with_who_and_which_part(recorded: House, lan: Person) -> None:
    await lan.get(f"/recordings/{CALL}/mix")
    await lan.client.get(f"/recordings/{CALL}/caller", headers={"Range": "bytes=80022-"})
    rx = MIX.replace(".wav", "-rx.wav")
    assert looks(recorded) == [("lan", CALL, f"{MIX} 0.0-10.0 s"), ("lan", CALL, f"{rx} 5.0-10.0 s")]


async def test_an_operator_does_not_hear_a_colleagues_call_that_became_no_case(recorded: House, lan: Person) -> None:
    recorded.call("1795400000.18", operator="hoa", recording=MIX)
    for path in ("/mix", ""):
        assert (await lan.get(f"/recordings/1795400000.18{path}")).status == 403
    assert looks(recorded) == []


async def test_a_supervisor_hears_every_call(recorded: House, minh: Person) -> None:
    assert (await minh.get(f"/recordings/{CALL}/mix")).status == 200


async def test_a_recording_that_is_gone_is_said_to_be_gone(house: House, lan: Person) -> None:
    house.call(recording=MIX)
    response = await lan.get(f"/recordings/{CALL}/mix")
    assert response.status == 404
    assert "không còn" in (await response.json())["message"]


@pytest.mark.parametrize("path", ["../store.sqlite3", "/etc/passwd", None])
async def test_a_path_that_leads_out_of_the_folder_is_no_recording(house: House, lan: Person, path: str | None) -> None:
    house.call(recording=path)
    assert (await lan.get(f"/recordings/{CALL}/mix")).status == 404


@pytest.mark.parametrize("head", [b"TD1022S2" + bytes(36), b""])
async def test_a_broken_encrypted_recording_says_so(house: House, person: Person, head: bytes) -> None:
    house.keys = Keys.parse("44" * 32)
    house.call(recording=MIX)
    put(house.folder / "recordings", f"{MIX}.sealed", head)
    client = await start(house)
    lan = Person(client)
    await lan.log_in("lan")
    response = await lan.get(f"/recordings/{CALL}/mix")
    assert (response.status, (await response.json())["error"]) == (409, "recording_broken")
    await client.close()


async def test_the_calls_of_one_story_are_listed_and_can_be_heard(recorded: House, lan: Person) -> None:
    """A consultation that became a transfer: its recording is reached from the citizen's call."""
    consultation = "2026/11/24/1795400100.3.wav"
    recorded.call("1795400100.3", recording=consultation, operator="hoa")
    for suffix in LEGS.values():
        put(recorded.folder / "recordings", consultation.replace(".wav", f"{suffix}.wav"), wav(2.0, 9))
    keep_new(recorded.services().recordings, recorded.store, recorded.moment)
    with recorded.store.transaction() as session:
        session.add(CallLinkRow(linkedid="1795400100.3", into=CALL))
    listed = (await (await lan.get(f"/recordings/{CALL}")).json())["recordings"]
    assert [(one["linkedid"], one["leg"]) for one in listed].count(("1795400100.3", "mix")) == 1
    assert len(listed) == 6
    assert all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) for one in listed)
    response = await lan.get(f"/recordings/{CALL}/mix?path={consultation}")
    assert await response.read() == wav(2.0, 9)
    assert (await lan.get(f"/recordings/{CALL}/mix?path=2026/11/24/1.wav")).status == 404


async def test_a_case_has_the_recordings_of_all_its_calls(recorded: House, lan: Person) -> None:
    body = {"fields": a_ticket(), "contact": CALL, "request_id": "1"}
    code = (await (await lan.post("/operator/cases", body)).json())["code"]
    listed = (await (await lan.get(f"/operator/cases/{code}/recordings")).json())["recordings"]
    assert [(one["linkedid"], one["leg"]) for one in listed] == [(CALL, leg) for leg in ("caller", "operator", "mix")]


async def test_a_message_that_was_left_can_be_heard(house: House, minh: Person) -> None:
    message = "2026/11/24/1795400200.1-message.wav"
    house.call("1795400200.1", voicemail=message, operator=None)
    put(house.folder / "recordings", message, wav(3.0))
    response = await minh.get("/recordings/1795400200.1/caller")
    assert await response.read() == wav(3.0)
    assert looks(house) == [("minh", "1795400200.1", f"{message} 0.0-3.0 s")]


async def test_an_operator_pauses_and_resumes_the_recording_of_his_talk(house: House, lan: Person) -> None:
    for what in ("pause", "resume"):
        response = await lan.post(f"/recordings/{CALL}/{what}", {})
        assert (await response.json()) == {"paused": what == "pause"}
    assert house.bridge.recording.asked == [("pause", CALL, "lan"), ("resume", CALL, "lan")]
    with house.store.reading() as session:
        columns = AuditRow.actor, AuditRow.what, AuditRow.subject
        written = session.execute(select(*columns).where(AuditRow.what.startswith("recording"))).all()
    assert [tuple(row) for row in written] == [
        ("lan", "recording_pause", CALL),
        ("lan", "recording_resume", CALL),
    ]


async def test_a_supervisor_may_pause_any_call(house: House, minh: Person) -> None:
    await minh.post(f"/recordings/{CALL}/pause", {})
    assert house.bridge.recording.asked == [("pause", CALL, None)]


async def test_what_is_not_his_talk_is_refused_and_a_telephone_that_is_away_says_so(house: House, lan: Person) -> None:
    house.bridge.recording.refusal = NotTalking()
    assert (await lan.post(f"/recordings/{CALL}/pause", {})).status == 409
    house.bridge.recording.refusal = AmiAway()
    assert (await lan.post(f"/recordings/{CALL}/pause", {})).status == 503
