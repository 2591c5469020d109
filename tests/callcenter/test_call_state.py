"""The life of a call, as recorded from a real Asterisk and in every order that could come."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.ami_events import (
    Abandoned,
    CallerArrived,
    CallerGone,
    CallEvent,
    JoinedQueue,
    LeftQueue,
    OperatorAnswered,
    OperatorDone,
    OperatorMissed,
    OperatorRings,
)
from callcenter.ami_headers import Caller
from callcenter.call_state import TRANSITIONS, Call, CallState, after, arrival, end_state, facts
from callcenter.call_vars import CallVars
from crm.messages import ContactState
from tests.callcenter.streams import RECEIVED, heard

CALLER = Caller("1795501926.0", "PJSIP/trunk-00000001", "0912345678", "Ước", "02251022", CallVars())


def call_events(stream: str) -> list[CallEvent]:
    return [event for event in heard(stream) if isinstance(event, CallEvent)]


def lives(stream: str) -> list[Call]:
    """The one call of a stream after each of its events."""
    first, *rest = call_events(stream)
    calls = [after(arrival(first.caller), first)]
    for event in rest:
        calls.append(after(calls[-1], event))
    return calls


def path(stream: str) -> list[str]:
    """The states a stream's call goes through."""
    states = [call.state.value for call in lives(stream)]
    return [state for at, state in enumerate(states) if at == 0 or state != states[at - 1]]


def event(kind: type[CallEvent], seconds: int = 0, who: str = "lan", keys: tuple[str, ...] = ()) -> CallEvent:
    """An event of `CALLER`, some seconds after the stream's end."""
    at = RECEIVED + timedelta(seconds=seconds)
    caller = Caller("1795501926.0", CALLER.channel, "0912345678", "Ước", "02251022", CallVars(keys=keys))
    if kind is JoinedQueue:
        return JoinedQueue(at, caller, 1, "hotline")
    if kind in (OperatorRings, OperatorMissed, OperatorAnswered, OperatorDone):
        return kind(at, caller, who)
    return kind(at, caller)


def played(*kinds: type[CallEvent]) -> Call:
    call = arrival(CALLER)
    for seconds, kind in enumerate(kinds):
        call = after(call, event(kind, seconds))
    return call


@pytest.mark.parametrize(
    ("stream", "states", "ends_as"),
    [
        ("answered", "in_menu waiting ringing talking leaving ended", ContactState.HANDLED),
        ("abandoned", "in_menu waiting leaving ended", ContactState.ABANDONED),
        ("abandoned_ringing", "in_menu waiting ringing leaving ended", ContactState.ABANDONED),
        ("left_in_menu", "in_menu ended", ContactState.LEFT_IN_MENU),
        ("fallback", "in_menu waiting ringing talking ended", ContactState.HANDLED),  # OperatorDone came last
        ("ring_no_answer", "in_menu waiting ringing waiting ringing talking leaving ended", ContactState.HANDLED),
        ("turned_down", "in_menu waiting ringing waiting ringing waiting leaving ended", ContactState.ABANDONED),
        ("waited_too_long", "in_menu waiting ringing waiting ringing waiting leaving ended", ContactState.ABANDONED),
    ],
)
def test_a_recorded_call_goes_its_way(stream: str, states: str, ends_as: ContactState) -> None:
    assert path(stream) == states.split()
    assert facts(lives(stream)[-1]).state is ends_as


def test_the_facts_of_an_answered_call_are_complete() -> None:
    told = facts(lives("answered")[-1])
    assert told.phone == "+84912345678"
    assert told.caller_name == "Nguyễn Thị Ngọc Ước"
    assert told.dialled == "02251022"
    assert told.keys == ("1", "8")
    assert told.operator == "lan"
    assert told.recording == f"2026/11/24/{told.linkedid}.wav"
    assert not told.fallback
    assert told.answered_at
    assert told.queued_at
    assert told.connected_at
    assert told.ended_at
    assert told.answered_at < told.queued_at < told.connected_at < told.ended_at


def test_a_call_answered_by_the_dialplan_alone_says_so() -> None:
    assert facts(lives("fallback")[-1]).fallback


def test_the_operator_who_missed_a_call_is_not_the_one_who_took_it() -> None:
    assert facts(lives("ring_no_answer")[-1]).operator == "minh"


def test_facts_only_ever_grow() -> None:
    known = [facts(call) for call in lives("ring_no_answer")]
    for before, now in pairwise(known):
        for name in ("answered_at", "queued_at", "connected_at", "ended_at", "operator", "recording", "topic"):
            assert getattr(before, name) in (None, getattr(now, name))


def test_a_call_that_rings_at_two_phones_waits_only_when_both_have_missed_it() -> None:
    ringing = after(played(JoinedQueue, OperatorRings), event(OperatorRings, who="minh"))
    assert ringing.rings == ("lan", "minh")
    one_missed = after(ringing, event(OperatorMissed, who="lan"))
    assert (one_missed.state, one_missed.rings) == (CallState.RINGING, ("minh",))
    both_missed = after(one_missed, event(OperatorMissed, who="minh"))
    assert (both_missed.state, both_missed.rings) == (CallState.WAITING, ())


def test_a_second_hang_up_leaves_the_call_as_it_was() -> None:
    ended = played(JoinedQueue, CallerGone)
    assert after(ended, event(CallerGone, 60)) == ended


def test_a_late_ring_does_not_take_a_call_out_of_its_talk() -> None:
    talking = played(JoinedQueue, OperatorRings, OperatorAnswered)
    assert after(talking, event(OperatorRings, 9)).state is CallState.TALKING
    assert after(talking, event(OperatorMissed, 9)).state is CallState.TALKING


def test_a_moment_once_known_stays() -> None:
    twice = played(JoinedQueue, JoinedQueue, OperatorAnswered, OperatorAnswered)
    assert twice.queued_at == RECEIVED
    assert twice.connected_at == RECEIVED + timedelta(seconds=2)


def test_the_moment_1022_answered_is_what_the_channel_says() -> None:
    in_menu, *_, ended = lives("answered")
    assert in_menu.answered_at is None  # AMI tells of it when the call moves on
    assert ended.answered_at == ended.vars.answered_at is not None


def test_variables_of_an_event_that_carries_none_are_not_forgotten() -> None:
    call = after(arrival(CALLER), event(JoinedQueue, keys=("1", "2")))
    assert after(call, event(LeftQueue)).vars.keys == ("1", "2")


def test_a_caller_whom_the_menu_has_served_did_not_leave_it_unserved() -> None:
    served = Call("1795501926.0", CallState.ENDED, vars=CallVars(outcome="served"))
    assert end_state(served) is ContactState.SERVED_BY_MENU


KINDS = st.sampled_from(
    [
        CallerArrived,
        JoinedQueue,
        LeftQueue,
        Abandoned,
        OperatorRings,
        OperatorMissed,
        OperatorAnswered,
        OperatorDone,
        CallerGone,
    ]
)
ORDERS = st.lists(st.tuples(KINDS, st.sampled_from(["lan", "minh"])), max_size=30)


@given(ORDERS)
def test_no_order_of_events_breaks_a_call(order: list[tuple[type[CallEvent], str]]) -> None:
    call = arrival(CALLER)
    for seconds, (kind, who) in enumerate(order):
        was, call = call, after(call, event(kind, seconds, who))
        assert call.state is was.state or call.state in TRANSITIONS[was.state].values()
        assert bool(call.rings) == (call.state is CallState.RINGING)
        assert call.state is not CallState.TALKING or (call.operator and call.connected_at)
        assert (call.state is CallState.ENDED) == (call.ended_at is not None)
        facts(call)


@given(ORDERS)
def test_an_event_told_twice_is_no_news(order: list[tuple[type[CallEvent], str]]) -> None:
    call = arrival(CALLER)
    for seconds, (kind, who) in enumerate(order):
        call = after(call, event(kind, seconds, who))
        if kind not in (OperatorMissed, OperatorDone, LeftQueue):  # these end what another event may have begun since
            assert after(call, event(kind, seconds, who)) == call
