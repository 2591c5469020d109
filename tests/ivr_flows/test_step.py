"""What no caller, however odd, can do to the engine."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr_flows.actions import Action, Ask, Finish, LookUpFact, LookUpIncident, LookUpStatus, Record, SetVariable
from ivr_flows.channel_vars import JOINED, VOICEMAIL
from ivr_flows.channel_vars import KEYS as KEYS_VARIABLE
from ivr_flows.errors import ImpossibleEvent
from ivr_flows.events import (
    Event,
    FactAnswer,
    HungUp,
    IncidentOpen,
    Key,
    NoIncident,
    Recorded,
    Silence,
    Started,
    StatusFound,
    StatusMissing,
    StatusUnavailable,
)
from ivr_flows.facts import NO_ANSWER
from ivr_flows.model import Flow, Sub
from ivr_flows.moves import MOST_SILENT
from ivr_flows.nodes import (
    KEYS,
    Announcement,
    Call,
    Choice,
    Condition,
    Ending,
    IncidentNews,
    Input,
    Menu,
    Node,
    Notice,
    Outcome,
    Reading,
    Return,
    Saying,
    Voicemail,
)
from ivr_flows.parse import load_builtin
from ivr_flows.state import State
from ivr_flows.step import step
from tests.ivr_flows.full_menu import full
from tests.ivr_flows.small_menu import small

HOTLINE = load_builtin("hotline")
SMALL = small()
FULL = full()

PRESSES = st.one_of(st.sampled_from(KEYS).map(Key), st.just(Silence()))
ANSWERS = st.one_of(
    st.builds(StatusFound, st.sampled_from(["new", "closed", "nonsense"]), st.sampled_from([None, "utility", "odd"])),
    st.just(StatusMissing()),
    st.just(StatusUnavailable()),
)
NOTICE = Notice("Sự cố mất nước ở phường Lê Chân đã được ghi nhận.", "/sounds/incident.7")
NEWS = st.one_of(
    st.builds(IncidentOpen, st.integers(1, 99).map(str), st.just(NOTICE)),
    st.just(NoIncident()),
)
FACTS = st.sampled_from(["open", "closed", "holiday", "known", "14:05", "2026-11-24", "7", "odd", None]).map(FactAnswer)
MESSAGES = st.builds(Recorded, st.just("a.wav"), st.sampled_from([0.5, 12.0]))
# Keys with a good chance of finding codes and numbers: whole ones among single keys.
WHOLE = st.sampled_from(["5260001233", "10912345678#1"]).map(lambda keys: [Key(key) for key in keys])
CALLERS = st.lists(st.one_of(PRESSES.map(lambda event: [event]), WHOLE))
WAYS_IN = st.sampled_from([(HOTLINE, ""), (HOTLINE, "overflow"), (HOTLINE, "survey"), (FULL, ""), (FULL, "overflow")])


def most_events(flow: Flow) -> int:
    """Each question takes at most one press and an answer, or all digits of a code and an answer."""
    return 1 + flow.turns * 12 + MOST_SILENT


def next_event(last: Action, ahead: Iterator[Event], data: st.DataObject) -> Event:
    """What follows an action: what the caller does, or what a look-up finds."""
    match last:
        case LookUpStatus():
            return data.draw(ANSWERS)
        case LookUpIncident():
            return data.draw(NEWS)
        case LookUpFact():
            return data.draw(FACTS)
        case Record():
            return data.draw(MESSAGES)
    return next(ahead, Silence())


def presses_of(callers: list[list[Event]]) -> list[Event]:
    return [event for group in callers for event in group]


@given(WAYS_IN, CALLERS, st.data())
def test_any_caller_reaches_an_end_and_the_keys_remembered_are_exactly_those_pressed(
    way_in: tuple[Flow, str], callers: list[list[Event]], data: st.DataObject
) -> None:
    flow, entry = way_in
    ahead = iter(presses_of(callers))
    events: list[tuple[str, Event]] = []
    variables: dict[str, str] = {}
    state, actions = step(flow, State(), Started(entry))
    while not isinstance(last := actions[-1], Finish):
        event = next_event(last, ahead, data)
        events.append((state.at, event))
        state, actions = step(flow, state, event)
        variables |= {each.name: each.value for each in actions if isinstance(each, SetVariable)}
        assert len(events) <= most_events(flow)
    assert state.outcome is last.outcome
    assert state.outcome in {Outcome.QUEUE, Outcome.SERVED, Outcome.TRANSFER}
    assert variables.get(KEYS_VARIABLE, "") == "-".join(pressed_in_menus(flow, events))


def pressed_in_menus(flow: Flow, events: list[tuple[str, Event]]) -> list[str]:
    """Told apart from the engine's own book-keeping: by the node, and by what came before a "#"."""
    return [
        event.key
        for (_, before), (at, event) in pairwise([("", Started()), *events])
        if isinstance(event, Key) and isinstance(flow.nodes[at], Menu | IncidentNews | Announcement)
        if not (event.key == "#" and isinstance(before, StatusFound))
    ]


@given(WAYS_IN, CALLERS, st.data(), st.integers(0, 30))
def test_the_caller_can_hang_up_at_any_moment(
    way_in: tuple[Flow, str], callers: list[list[Event]], data: st.DataObject, after: int
) -> None:
    flow, entry = way_in
    ahead = iter(presses_of(callers))
    told = False
    state, actions = step(flow, State(), Started(entry))
    for _ in range(after):
        if isinstance(last := actions[-1], Finish):
            break
        event = next_event(last, ahead, data)
        state, actions = step(flow, state, event)
        told = told or (isinstance(event, StatusFound) and event.state != "nonsense")
        told = told or any(isinstance(each, SetVariable) and each.name in (JOINED, VOICEMAIL) for each in actions)
    ended, actions = step(flow, state, HungUp())
    assert actions == (Finish(Outcome.SERVED if told else Outcome.HANGUP),)
    assert ended.keys == state.keys


@st.composite
def tangles(draw: st.DrawFn) -> Flow:
    """Menus that lead to each other without sense, many without any key to the operator."""
    names = [f"m{at}" for at in range(draw(st.integers(1, 5)))]
    goto = st.sampled_from([*names, "operator"])
    keys = st.dictionaries(st.sampled_from("123456789#"), st.builds(Choice, st.just("x"), goto), max_size=4)
    menus = {
        name: Menu(name, name, (), (), draw(keys), silence=draw(st.one_of(st.none(), st.sampled_from(names))))
        for name in names
    }
    operator = Ending("operator", "operator", (), Outcome.QUEUE)
    return replace(SMALL, start="m0", everywhere={}, nodes={**menus, "operator": operator})


@given(tangles(), st.lists(PRESSES, min_size=60, max_size=60))
def test_no_menu_can_hold_a_caller_whatever_its_loops(flow: Flow, presses: list[Event]) -> None:
    state, actions = step(flow, State(), Started())
    for count, event in enumerate(presses):
        if isinstance(actions[-1], Finish):
            break
        assert count < flow.turns
        state, actions = step(flow, state, event)
    assert state.outcome is Outcome.QUEUE


@st.composite
def jungles(draw: st.DrawFn) -> Flow:
    """Places of every kind that lead to each other without sense, through sub-flows that may call themselves."""
    names = [f"n{at}" for at in range(draw(st.integers(1, 6)))]
    goto = st.sampled_from([*names, "operator"])

    def node(name: str) -> Node:
        onward = draw(goto)
        made: dict[str, Node] = {
            "menu": Menu(name, name, (), (), {"1": Choice("x", onward)}, silence=draw(st.one_of(st.none(), goto))),
            "say": Announcement(name, name, ("hello", Saying(Reading.TIME, "now")), onward),
            "condition": Condition(name, name, "office", {"open": onward, NO_ANSWER: draw(goto)}),
            "call": Call(name, name, "sub", onward),
            "return": Return(name, name, ()),
            "voicemail": Voicemail(name, name, (), (), 2, 60, 5, (), (), onward),
            "input": Input(
                name, name, (), (), 1, 3, "any", "survey", onward, (), (), (), draw(st.sampled_from([(), ("code",)]))
            ),
        }
        return made[draw(st.sampled_from(sorted(made)))]

    nodes = {name: node(name) for name in names}
    operator = Ending("operator", "operator", (), Outcome.QUEUE)
    sub = Sub("sub", "sub", draw(st.sampled_from(names)))
    return replace(SMALL, start="n0", everywhere={}, nodes={**nodes, "operator": operator}, subs={"sub": sub})


@given(jungles(), st.lists(PRESSES, max_size=40), st.data())
def test_no_flow_can_hold_a_caller_whatever_its_places(flow: Flow, presses: list[Event], data: st.DataObject) -> None:
    ahead = iter(presses)
    state, actions = step(flow, State(), Started())
    for _ in range(most_events(flow)):
        if isinstance(last := actions[-1], Finish):
            break
        state, actions = step(flow, state, next_event(last, ahead, data))
    assert state.outcome is Outcome.QUEUE


def test_a_caller_who_only_presses_star_meets_an_operator_at_the_last_turn() -> None:
    state, actions = step(SMALL, State(), Started())
    for _ in range(SMALL.turns):
        assert isinstance(actions[-1], Ask)
        state, actions = step(SMALL, state, Key("*"))
    assert actions[-1] == Finish(Outcome.QUEUE)


def test_the_digits_of_a_code_have_their_own_patience() -> None:
    state, actions = step(SMALL, State(), Started())
    assert actions == (Ask(("hello",), 4),)
    state, _ = step(SMALL, state, Key("5"))
    _, actions = step(SMALL, state, Key("7"))
    assert actions == (Ask((), 3),)


def test_hanging_up_on_the_way_to_the_operator_is_a_hang_up() -> None:
    state, _ = step(SMALL, State(), Started())
    state, actions = step(SMALL, state, Key("0"))
    assert actions[-1] == Finish(Outcome.QUEUE)
    assert step(SMALL, state, HungUp())[0].outcome is Outcome.HANGUP


@pytest.mark.parametrize(
    "event", [Started(), Key("1"), Silence(), StatusFound("new"), StatusMissing(), StatusUnavailable()]
)
def test_an_event_after_the_end_is_our_own_mistake(event: Event) -> None:
    state, _ = step(SMALL, State(), Started())
    state, _ = step(SMALL, state, Key("0"))
    with pytest.raises(ImpossibleEvent):
        step(SMALL, state, event)


@pytest.mark.parametrize("event", [Key("1"), Silence(), StatusFound("new")])
def test_nothing_can_happen_before_the_start(event: Event) -> None:
    with pytest.raises(ImpossibleEvent):
        step(SMALL, State(), event)


@pytest.mark.parametrize("event", [Started(), StatusMissing(), Key("A"), Key("")])
def test_a_question_is_answered_by_a_telephone_key_or_silence_only(event: Event) -> None:
    state, _ = step(SMALL, State(), Started())
    with pytest.raises(ImpossibleEvent):
        step(SMALL, state, event)


def at_the_news(flow: Flow = SMALL) -> State:
    """A caller who chose power, and heard its words."""
    state, _ = step(flow, State(), Started())
    state, actions = step(flow, state, Key("4"))
    assert actions[-1] == Ask(("power",), 0)
    state, actions = step(flow, state, Silence())
    assert actions == (LookUpIncident("power_lighting", ()),)
    return state


def offered(incident: str = "7", state: State | None = None) -> State:
    """The same caller, who has heard the notice of an incident."""
    state, actions = step(SMALL, state or at_the_news(), IncidentOpen(incident, NOTICE))
    assert actions == (Ask((NOTICE, "offer"), 2),)
    return state


def test_one_key_after_the_notice_joins_the_incident() -> None:
    state, actions = step(SMALL, offered(), Key("1"))
    assert actions == (SetVariable(KEYS_VARIABLE, "4-1"), SetVariable(JOINED, "7"), Finish(Outcome.SERVED))
    assert step(SMALL, state, HungUp())[0].outcome is Outcome.SERVED


def test_who_only_listens_goes_on() -> None:
    state, actions = step(SMALL, offered(), Silence())
    assert actions == (LookUpIncident("power_lighting", ("7",)),)
    state, actions = step(SMALL, state, NoIncident())
    assert actions == (Finish(Outcome.QUEUE),)


def test_no_more_notices_are_said_than_the_menu_allows() -> None:
    state, _ = step(SMALL, offered(), Silence())
    state, actions = step(SMALL, offered("8", state), Silence())
    assert actions == (Finish(Outcome.QUEUE),)


@pytest.mark.parametrize("key", ["5", "#", "0"])
def test_any_other_key_goes_on_and_joins_nothing(key: str) -> None:
    _, actions = step(SMALL, offered(), Key(key))
    assert actions == (SetVariable(KEYS_VARIABLE, f"4-{key}"), Finish(Outcome.QUEUE))


def test_the_star_says_the_notice_again() -> None:
    state, actions = step(SMALL, offered(), Key("*"))
    assert actions[-1] == Ask((NOTICE, "offer"), 2)
    assert step(SMALL, state, Key("1"))[0].outcome is Outcome.SERVED


def test_a_key_pressed_before_the_notice_was_said_joins_nothing() -> None:
    state, _ = step(SMALL, State(), Started())
    state, _ = step(SMALL, state, Key("4"))
    state, actions = step(SMALL, state, Key("1"))
    assert actions == (SetVariable(KEYS_VARIABLE, "4-1"), LookUpIncident("power_lighting", ()))


def test_an_answer_nobody_asked_for_is_our_own_mistake() -> None:
    state, _ = step(SMALL, State(), Started())
    with pytest.raises(ImpossibleEvent):
        step(SMALL, state, IncidentOpen("7", NOTICE))
    with pytest.raises(ImpossibleEvent):
        step(SMALL, at_the_news(), Silence())
