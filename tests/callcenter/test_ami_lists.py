"""Asterisk's lists, recorded with one call in each state: the live calls can be told from them alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from callcenter.ami_headers import AmiMessage
from callcenter.ami_lists import Picture, live_calls, read_legs, read_members, read_queue
from callcenter.call_state import Call, CallState
from tests.callcenter.streams import NAMING, RECEIVED, rows


def messages(action_id: str) -> list[AmiMessage]:
    return [AmiMessage(row, NAMING, RECEIVED) for row in rows("snapshot", action_id)]


@pytest.fixture
def picture() -> Picture:
    queue = messages("queue")
    legs = read_legs(messages("channels"))
    return Picture(legs, read_queue(queue, legs), read_members(queue))


def by_phone(picture: Picture, known: dict[str, Call] | None = None) -> dict[str, Call]:
    return {call.phone[-1]: call for call in live_calls(picture, known or {}, RECEIVED)}


def test_every_call_is_found_in_its_state(picture: Picture) -> None:
    calls = by_phone(picture)
    assert {last: call.state for last, call in calls.items()} == {
        "1": CallState.TALKING,
        "2": CallState.RINGING,
        "3": CallState.WAITING,
        "4": CallState.IN_MENU,
    }
    assert calls["1"].operator == "lan"
    assert calls["2"].rings == ("minh",)
    assert calls["1"].caller_name == "Nguyễn Thị Ngọc Ước"


def test_what_the_menu_wrote_on_the_channel_is_there(picture: Picture) -> None:
    calls = by_phone(picture)
    assert calls["2"].vars.keys == ("1", "2")
    assert calls["4"].vars.keys == ("1", "4")  # the menu is just done
    assert all(call.answered_at == call.vars.answered_at is not None for call in calls.values())


def test_who_waits_since_when_and_in_which_order(picture: Picture) -> None:
    calls = by_phone(picture)
    assert [waiting.linkedid for waiting in picture.queue.callers] == [calls["2"].linkedid, calls["3"].linkedid]
    assert RECEIVED - picture.queue.callers[0].since in (timedelta(seconds=2), timedelta(seconds=1))
    assert calls["3"].queued_at == picture.queue.callers[1].since


def test_a_moment_the_records_have_told_is_kept(picture: Picture) -> None:
    told = RECEIVED - timedelta(seconds=90)
    talking = by_phone(picture)["1"]
    known = replace(talking, queued_at=told, connected_at=told + timedelta(seconds=5))
    assert by_phone(picture, {talking.linkedid: known})["1"].connected_at == known.connected_at
    assert talking.connected_at == RECEIVED  # nobody knew better


def test_a_call_that_has_been_in_the_queue_and_no_longer_is_is_leaving(picture: Picture) -> None:
    in_menu = by_phone(picture)["4"]
    known = replace(in_menu, queued_at=RECEIVED)
    assert by_phone(picture, {in_menu.linkedid: known})["4"].state is CallState.LEAVING


def test_a_channel_that_is_no_citizens_is_no_call(picture: Picture) -> None:
    assert len(picture.legs) == 6
    assert len(picture.citizens()) == 4


def test_the_operators_are_read_with_their_phones(picture: Picture) -> None:
    assert {member.username: member.status for member in picture.members} == {"lan": 3, "minh": 3}


def test_a_row_that_cannot_be_read_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    channels = messages("channels")
    spoilt = replace(channels[0], headers={**channels[0].headers, "Linkedid": ""})
    assert len(read_legs([spoilt, *channels[1:]])) == len(channels) - 1
    assert "CoreShowChannel" in caplog.text
