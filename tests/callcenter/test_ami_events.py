"""Asterisk's events in our words: what is missing is refused, what is not ours is left alone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from callcenter.ami_events import (
    CallerArrived,
    CallerGone,
    JoinedQueue,
    MemberGone,
    MemberSeen,
    OperatorAnswered,
    OperatorRings,
    read_event,
)
from callcenter.ami_headers import AmiMessage
from callcenter.errors import UnreadableEvent
from crm.case import Category
from tests.callcenter.streams import NAMES, NAMING, RECEIVED, events, headers, heard


def one(stream: str, name: str) -> dict[str, str | list[str]]:
    """The headers of the first event of that name in a stream."""
    return dict(headers(next(block for block in events(stream) if block.startswith(f"Event: {name}\r".encode()))))


def read(given: dict[str, str | list[str]]) -> object:
    return read_event(AmiMessage(given, NAMING, RECEIVED))


def test_the_operators_phone_rings_for_a_caller_with_all_diacritics() -> None:
    event = read(one("answered", "AgentCalled"))
    assert isinstance(event, OperatorRings)
    assert event.username == "lan"
    assert event.caller.name == "Nguyễn Thị Ngọc Ước"
    assert event.caller.phone == "0912345678"
    assert event.caller.vars.keys == ("1", "8")
    assert event.caller.vars.category is Category.INFRASTRUCTURE
    assert event.caller.vars.topic == "water_supply"


def test_the_call_is_named_by_the_whole_linkedid() -> None:
    event = read(one("answered", "QueueCallerJoin"))
    assert isinstance(event, JoinedQueue)
    assert event.caller.linkedid == one("answered", "QueueCallerJoin")["Uniqueid"]
    assert event.caller.linkedid.count(".") == 1


def test_the_moment_is_asterisks_when_it_says_it() -> None:
    told = one("answered", "AgentConnect")
    event = read(told)
    assert isinstance(event, OperatorAnswered)
    assert event.at == datetime.fromtimestamp(float(str(told["Timestamp"])), UTC)
    del told["Timestamp"]
    event = read(told)
    assert isinstance(event, OperatorAnswered)
    assert event.at == RECEIVED


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Newchannel", "Linkedid"),
        ("Newchannel", "Uniqueid"),
        ("Newchannel", "Channel"),
        ("QueueCallerJoin", "Position"),
        ("QueueCallerJoin", "Queue"),
        ("AgentCalled", "Interface"),
        ("AgentCalled", "Linkedid"),
        ("QueueMemberStatus", "Status"),
        ("QueueMemberStatus", "Paused"),
    ],
)
def test_an_event_without_what_it_must_have_is_unreadable(name: str, header: str) -> None:
    told = one("answered", name)
    del told[header]
    with pytest.raises(UnreadableEvent, match=f"{name}.*{header}"):
        read(told)


@pytest.mark.parametrize("spoil", [lambda _: "", lambda _: "x", lambda value: [value, value]])
def test_a_number_that_is_none_is_unreadable(spoil: Callable[[str], str | list[str]]) -> None:
    told = one("answered", "QueueCallerJoin")
    told["Position"] = spoil("1")
    with pytest.raises(UnreadableEvent, match="Position"):
        read(told)


def test_an_interface_that_is_no_operators_is_unreadable() -> None:
    with pytest.raises(UnreadableEvent, match="Interface"):
        read(one("answered", "AgentCalled") | {"Interface": "Local/100@elsewhere"})


def test_another_queue_is_none_of_our_business() -> None:
    assert read(one("answered", "AgentCalled") | {"Queue": "sales"}) is None
    assert read(one("answered", "QueueMemberStatus") | {"Queue": "sales"}) is None


def test_an_operators_leg_is_no_citizens_call() -> None:
    kinds = [type(event) for event in heard("answered")]
    assert kinds.count(CallerArrived) == 1
    assert kinds.count(CallerGone) == 1


def test_a_channel_that_does_not_come_from_the_trunk_is_no_arrival() -> None:
    assert read(one("answered", "Newchannel") | {"Context": "operators"}) is None


def test_a_withheld_number_is_empty_and_not_a_name() -> None:
    event = read(one("answered", "Newchannel") | {"CallerIDNum": "<unknown>", "CallerIDName": "<unknown>"})
    assert isinstance(event, CallerArrived)
    assert (event.caller.phone, event.caller.name) == ("", "")


def test_quotes_in_a_name_lose_the_backslashes_of_sip_and_ami() -> None:
    names = {event.caller.name for event in heard("turned_down") if hasattr(event, "caller")}
    assert names == {'Lý Thị "Đào"'}


@pytest.mark.parametrize(
    ("variables", "keys"),
    [
        (["CC_KEYS=1-2", "CC_TOPIC="], ("1", "2")),
        ("CC_KEYS=1-*", ("1", "*")),  # one variable is no list
        (["CC_KEYS=1=2"], ("1=2",)),
        ([], ()),
    ],
)
def test_channel_variables_are_read_however_many_there_are(variables: str | list[str], keys: tuple[str, ...]) -> None:
    event = read(one("answered", "Newchannel") | {"ChanVariable": variables})
    assert isinstance(event, CallerArrived)
    assert event.caller.vars.keys == keys


def test_a_variable_that_makes_no_sense_is_logged_and_the_call_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    nonsense = ["CC_CATEGORY=weather", "CC_ANSWERED=yesterday", "CC_KEYS=1"]
    event = read(one("answered", "Newchannel") | {"ChanVariable": nonsense})
    assert isinstance(event, CallerArrived)
    assert event.caller.vars.category is None
    assert event.caller.vars.answered_at is None
    assert event.caller.vars.keys == ("1",)
    assert "weather" in caplog.text
    assert "yesterday" in caplog.text


def test_members_come_change_and_go() -> None:
    seen = [event for event in heard("phone_lost") if isinstance(event, MemberSeen)]
    assert [(event.member.username, event.member.status) for event in seen] == [("lan", 1), ("lan", 5)]
    assert seen[0].member.joined_at is not None
    assert seen[0].member.last_call_at is None
    assert isinstance(heard("phone_lost")[-1], MemberGone)


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_event_can_be_read(name: str) -> None:
    assert heard(name)


def test_no_log_line_shows_who_called() -> None:
    for event in heard("answered"):
        assert "0912345678" not in repr(event)
        assert "Ngọc" not in repr(event)
