"""Contacts rebuilt from Asterisk's records are those that were watched live."""

from dataclasses import replace
from datetime import datetime

import pytest

from asterisk_conf.model import CEL_FIELDS
from callcenter.ami_events import CallEvent
from callcenter.calls import LiveCalls
from callcenter.cel_records import FIELDS, contacts_in, read_records
from crm.messages import ContactFacts, ContactState
from tests.callcenter.streams import NAMES, NAMING, cel_lines, heard

SAME_MOMENT = 0.05  # seconds between what AMI and CEL tell of one thing


def from_cel(lines: list[bytes]) -> dict[str, ContactFacts]:
    return {facts.linkedid: facts for facts in contacts_in(read_records(lines), NAMING)}


def from_ami(name: str) -> dict[str, ContactFacts]:
    found: dict[str, ContactFacts] = {}
    calls = LiveCalls(lambda facts: found.update({facts.linkedid: facts}), lambda before, call, event: None)
    for event in heard(name):
        if isinstance(event, CallEvent):
            calls.hear(event)
    return found


def timeless(facts: ContactFacts) -> ContactFacts:
    return replace(facts, answered_at=None, queued_at=None, connected_at=None, ended_at=None)


def near(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs((one - other).total_seconds()) < SAME_MOMENT


def test_the_columns_are_those_asterisk_is_told_to_write() -> None:
    assert FIELDS == CEL_FIELDS


@pytest.mark.parametrize("name", NAMES)
def test_what_cel_tells_is_what_ami_told(name: str) -> None:
    watched, rebuilt = from_ami(name), from_cel(cel_lines(name))
    assert rebuilt.keys() == watched.keys()
    for linkedid, facts in rebuilt.items():
        assert timeless(facts) == timeless(watched[linkedid])
        assert facts.answered_at == watched[linkedid].answered_at  # the clock must not move, not by a millisecond
        for moment in ("queued_at", "connected_at", "ended_at"):
            assert near(getattr(facts, moment), getattr(watched[linkedid], moment)), moment


@pytest.mark.parametrize("name", ["answered", "ring_no_answer", "turned_down"])
def test_a_window_that_begins_anywhere_says_nothing_wrong(name: str) -> None:
    lines = cel_lines(name)
    (whole,) = from_cel(lines).values()
    for start in range(len(lines)):
        for facts in from_cel(lines[start:]).values():
            for field in ("phone", "caller_name", "operator", "recording", "keys", "answered_at", "ended_at"):
                assert getattr(facts, field) in (None, "", (), getattr(whole, field)) or field == "answered_at"
            assert near(facts.answered_at, whole.answered_at) or facts.answered_at is None


@pytest.mark.parametrize("name", ["answered", "abandoned", "fallback"])
def test_a_window_that_ends_anywhere_shows_a_call_that_lives(name: str) -> None:
    lines = cel_lines(name)
    ends = next(at for at, line in enumerate(lines) if line.startswith(b'"HANGUP"') and b'"PJSIP/trunk' in line)
    for end in range(1, ends):
        (facts,) = from_cel(lines[:end]).values()
        assert facts.ended_at is None
        assert facts.state in (ContactState.IN_MENU, ContactState.WAITING, ContactState.TALKING)


def test_a_call_that_is_no_citizens_is_left_out() -> None:
    lines = [line.replace(b"from-trunk", b"operators") for line in cel_lines("left_in_menu")]
    assert from_cel([line for line in lines if b"CC_FACTS" not in line]) == {}


def test_a_line_that_cannot_be_read_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    lines = cel_lines("answered")
    broken = [b"\xff\xfe\n", b'"CHAN_START","yesterday"\n', b'"open\n', b"\n"]
    assert from_cel([lines[0], *broken, *lines[1:]]) == from_cel(lines)
    assert caplog.text.count("CEL: không đọc được") == len(broken)


def test_a_name_with_quotes_and_all_diacritics_survives() -> None:
    (facts,) = from_cel(cel_lines("turned_down")).values()
    assert facts.caller_name == 'Lý Thị "Đào"'
