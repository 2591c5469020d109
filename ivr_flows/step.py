"""The one function that moves a menu: state and event in, state and actions out. Pure.

What holds for every flow that `check` finds no fault with (proven by the tests):

- any sequence of events ends after a bounded number of steps: every question is counted, and the one past
  `Flow.turns` leads to the operator;
- `Flow.mistakes` wrong keys or silences in one node lead to the operator;
- KEYS on the channel is exactly what was pressed in menus, right or wrong, in order. Digits of a case code are
  not among them;
- the caller can hang up at any moment: the outcome is `hangup`, or `served` once a state has been told or an incident
  joined; an incident is told of once in a call, and joined only by the key pressed after its notice.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from stdnum import damm

from ivr_flows import channel_vars
from ivr_flows.actions import Action, Ask, Finish, LookUpIncident, LookUpStatus, SetVariable
from ivr_flows.errors import ImpossibleEvent
from ivr_flows.events import (
    Event,
    HungUp,
    IncidentAnswer,
    IncidentOpen,
    Key,
    NoIncident,
    Silence,
    Started,
    StatusAnswer,
    StatusFound,
    StatusMissing,
    StatusUnavailable,
)
from ivr_flows.model import DIGITS, KEYS, Choice, CodeEntry, Ending, Flow, IncidentNews, Menu, Outcome, Words

Actions = tuple[Action, ...]
END_OF_CODE = "#"


@dataclass(frozen=True)
class State:
    """Where a call is in its menu. A call begins with `State()` and the event `Started()`."""

    at: str = ""  # node
    keys: tuple[str, ...] = ()  # pressed in menus so far
    topic: str | None = None  # chosen last
    lead: Words = ()  # said on the way here; "again" says it again
    said: Words = ()  # prompts of the last question
    mistakes: int = 0  # in this node
    turns: int = 0  # questions asked in this call
    entered: str = ""  # digits of a code so far
    looking_up: str = ""  # the code being looked up
    late_hash: bool = False  # a code just ended by itself: a "#" now still belongs to it
    finding_incident: bool = False  # one is being looked up
    offered: str = ""  # the incident just told of, which a key joins
    told: int = 0  # incidents told of in this node
    heard: tuple[str, ...] = ()  # and in this call
    served: bool = False  # the state of a case has been told, or an incident joined
    outcome: Outcome | None = None


def step(flow: Flow, state: State, event: Event) -> tuple[State, Actions]:
    """Move on by one event. Raises `ImpossibleEvent` when the event can't follow from the last action."""
    match event:
        case HungUp():
            return _finish(state, Outcome.SERVED if state.served else Outcome.HANGUP)
        case Started() if not state.at:
            return _enter(flow, state, flow.start)
        case Key(key) if _is_asking(state) and key in KEYS:
            return _key(flow, state, key)
        case Silence() if _is_asking(state):
            return _silence(flow, state)
        case StatusFound() | StatusMissing() | StatusUnavailable() if state.looking_up:
            return _answer(flow, state, event)
        case IncidentOpen() | NoIncident() if state.finding_incident:
            return _incident_answer(flow, state, event)
        case Started() | Key() | Silence() | StatusFound() | StatusMissing() | StatusUnavailable():
            raise ImpossibleEvent(f"{event} can't happen at {state.at or 'the start'!r}: {state}")
        case IncidentOpen() | NoIncident():
            raise ImpossibleEvent(f"{event} can't happen at {state.at or 'the start'!r}: {state}")
        case _:
            assert_never(event)


def _is_asking(state: State) -> bool:
    return bool(state.at) and not state.looking_up and not state.finding_incident and state.outcome is None


def _key(flow: Flow, state: State, key: str) -> tuple[State, Actions]:
    if state.late_hash and key == END_OF_CODE:
        return _ask(flow, replace(state, late_hash=False), state.said)
    state = replace(state, late_hash=False)
    match flow.nodes[state.at]:
        case Menu() as menu:
            return _key_in_menu(flow, menu, state, key)
        case CodeEntry() as entry:
            return _key_in_code(flow, entry, state, key)
        case IncidentNews() as news:
            return _key_in_news(flow, news, state, key)
        case Ending():
            raise ImpossibleEvent(f"key at the ending {state.at!r}")


def _key_in_menu(flow: Flow, menu: Menu, state: State, key: str) -> tuple[State, Actions]:
    state, pressed = _press(state, key)
    if (choice := flow.choices(menu).get(key)) is not None:
        state, actions = _choose(flow, state, choice)
    elif key == flow.again_key:
        state, actions = _ask(flow, state, state.lead + menu.again)
    else:
        state, actions = _mistake(flow, menu, state, flow.wrong_key)
    return state, (pressed, *actions)


def _press(state: State, key: str) -> tuple[State, SetVariable]:
    state = replace(state, keys=(*state.keys, key))
    return state, SetVariable(channel_vars.KEYS, "-".join(state.keys))


def _choose(flow: Flow, state: State, choice: Choice) -> tuple[State, Actions]:
    state, actions = _enter(flow, replace(state, topic=choice.topic or state.topic), choice.goto, choice.say)
    return state, (*_remember(choice), *actions)


def _remember(choice: Choice) -> Actions:
    kept = ((channel_vars.CATEGORY, choice.category), (channel_vars.TOPIC, choice.topic))
    return tuple(SetVariable(name, value) for name, value in kept if value is not None)


def _key_in_code(flow: Flow, entry: CodeEntry, state: State, key: str) -> tuple[State, Actions]:
    if key in DIGITS:
        return _digit(flow, entry, state, key)
    if key == flow.again_key:
        return _ask(flow, replace(state, entered=""), entry.again)
    if key == END_OF_CODE and not state.entered:
        return _enter(flow, state, entry.no_code)
    return _mistake(flow, entry, state, entry.too_short if state.entered else flow.wrong_key)


def _digit(flow: Flow, entry: CodeEntry, state: State, digit: str) -> tuple[State, Actions]:
    entered = state.entered + digit
    if len(entered) < entry.length:
        return replace(state, entered=entered), (Ask((), flow.digit_seconds),)
    state = replace(state, entered="", late_hash=True)
    if not damm.is_valid(entered):
        return _mistake(flow, entry, state, entry.wrong)
    return replace(state, looking_up=entered), (LookUpStatus(entered),)


def _key_in_news(flow: Flow, news: IncidentNews, state: State, key: str) -> tuple[State, Actions]:
    """The one key joins, once the notice was said; every other one is for what comes after the news."""
    behind = flow.nodes[news.onward]
    if isinstance(behind, Menu) and not (state.offered and key in (news.key, flow.again_key)):
        return _key_in_menu(flow, behind, replace(state, at=behind.name, lead=(), offered=""), key)
    state, pressed = _press(state, key)
    if key in flow.everywhere:
        state, actions = _choose(flow, state, flow.everywhere[key])
    elif not state.offered:  # cut short what is said before the look-up
        state, actions = _find_incident(state, news)
    elif key == news.key:
        joined = SetVariable(channel_vars.JOINED, state.offered)
        state, actions = _enter(flow, replace(state, served=True), news.joined)
        actions = (joined, *actions)
    elif key == flow.again_key:
        state, actions = _ask(flow, state, state.said, news.seconds)
    else:
        state, actions = _enter(flow, state, news.onward)
    return state, (pressed, *actions)


def _find_incident(state: State, news: IncidentNews) -> tuple[State, Actions]:
    topic = state.topic if news.by_topic else None
    return replace(state, finding_incident=True, offered=""), (LookUpIncident(topic, state.heard),)


def _incident_answer(flow: Flow, state: State, answer: IncidentAnswer) -> tuple[State, Actions]:
    news = flow.nodes[state.at]
    assert isinstance(news, IncidentNews)
    state = replace(state, finding_incident=False)
    if isinstance(answer, NoIncident):
        return _enter(flow, state, news.onward)
    heard = (*state.heard, answer.incident)
    state = replace(state, offered=answer.incident, told=state.told + 1, heard=heard)
    return _ask(flow, state, (answer.notice, *news.offer), news.seconds)


def _silence(flow: Flow, state: State) -> tuple[State, Actions]:
    state = replace(state, late_hash=False)
    match flow.nodes[state.at]:
        case Menu(silence=str(goto)):
            return _enter(flow, state, goto)
        case CodeEntry() as entry if state.entered:
            return _mistake(flow, entry, state, entry.too_short)
        case Menu() | CodeEntry() as node:
            return _mistake(flow, node, state, flow.no_key)
        case IncidentNews() as news if state.told < news.notices:
            return _find_incident(state, news)
        case IncidentNews() as news:
            return _enter(flow, state, news.onward)
        case Ending():
            raise ImpossibleEvent(f"silence at the ending {state.at!r}")


def _answer(flow: Flow, state: State, answer: StatusAnswer) -> tuple[State, Actions]:
    entry = flow.nodes[state.at]
    assert isinstance(entry, CodeEntry)
    code = tuple(entry.digits[int(digit)] for digit in state.looking_up)
    state = replace(state, looking_up="")
    match answer:
        case StatusFound(word, unit) if word in entry.states:
            holder = (entry.units[unit],) if unit is not None and unit in entry.units else ()
            told = (*entry.intro, *code, entry.states[word], *holder)
            return _enter(flow, replace(state, served=True), entry.found, told)
        case StatusMissing():
            return _mistake(flow, entry, state, entry.missing + code)
        case StatusFound() | StatusUnavailable():  # a state we have no words for: a person will find them
            return _enter(flow, state, flow.operator, entry.unavailable)


def _mistake(flow: Flow, node: Menu | CodeEntry, state: State, why: Words) -> tuple[State, Actions]:
    state = replace(state, mistakes=state.mistakes + 1, entered="")
    if state.mistakes >= flow.mistakes:
        return _give_up(flow, state)
    return _ask(flow, state, why + node.again)


def _ask(flow: Flow, state: State, prompts: Words, seconds: float | None = None) -> tuple[State, Actions]:
    if state.turns >= flow.turns:
        return _give_up(flow, state)
    wait = flow.seconds if seconds is None else seconds
    return replace(state, said=prompts, turns=state.turns + 1), (Ask(prompts, wait),)


def _give_up(flow: Flow, state: State) -> tuple[State, Actions]:
    return _enter(flow, state, flow.operator, flow.give_up)


def _enter(flow: Flow, state: State, name: str, lead: Words = ()) -> tuple[State, Actions]:
    state = replace(state, at=name, lead=lead, mistakes=0, entered="", offered="", told=0)
    match flow.nodes[name]:
        case Ending(say=say, outcome=outcome):
            return _finish(state, outcome, lead + say)
        case Menu(say=say) | CodeEntry(say=say):
            return _ask(flow, state, lead + say)
        case IncidentNews(say=say) as news:
            return _ask(flow, state, lead + say, 0) if lead + say else _find_incident(state, news)


def _finish(state: State, outcome: Outcome, prompts: Words = ()) -> tuple[State, Actions]:
    state = replace(state, looking_up="", finding_incident=False, outcome=outcome)
    return state, (Finish(outcome, prompts),)
