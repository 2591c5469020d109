"""The one function that moves a menu: state and event in, state and actions out. Pure.

What holds for every flow that `check` finds no fault with (proven by the tests):

- any sequence of events ends after a bounded number of steps: every question is counted, and the one past
  `Flow.turns` leads to the operator;
- `Flow.mistakes` wrong keys or silences in one node lead to the operator;
- KEYS on the channel is exactly what was pressed in menus, right or wrong, in order. Digits that are typed in are
  not among them;
- the caller can hang up at any moment: the outcome is `hangup`, or `served` once a state has been told, an incident
  joined or a message left; an incident is told of once in a call, and joined only by the key pressed after its notice.
"""

from dataclasses import replace
from typing import assert_never

from ivr_flows.answers import hang_up, on_fact, on_incident, on_recorded, on_status
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
from ivr_flows.model import Flow
from ivr_flows.moves import Moved, enter
from ivr_flows.nodes import KEYS
from ivr_flows.presses import on_key, on_silence
from ivr_flows.state import State


def step(flow: Flow, state: State, event: Event) -> Moved:
    """Move on by one event. Raises `ImpossibleEvent` when the event can't follow from the last action."""
    match event:
        case HungUp():
            return hang_up(state)
        case Started() if not state.at:
            return _start(flow, event)
        case Key(key) if state.is_asking and key in KEYS:
            return on_key(flow, state, key)
        case Silence() if state.is_asking:
            return on_silence(flow, state)
        case StatusFound() | StatusMissing() | StatusUnavailable() if state.looking_up:
            return on_status(flow, state, event)
        case IncidentOpen() | NoIncident() if state.finding_incident:
            return on_incident(flow, state, event)
        case FactAnswer() if state.finding_fact:
            return on_fact(flow, state, event)
        case Recorded() if state.recording:
            return on_recorded(flow, state, event)
        case Started() | Key() | Silence() | StatusFound() | StatusMissing() | StatusUnavailable():
            raise _impossible(state, event)
        case IncidentOpen() | NoIncident() | FactAnswer() | Recorded():
            raise _impossible(state, event)
        case _:
            assert_never(event)


def _start(flow: Flow, event: Started) -> Moved:
    state = State(keys=event.keys, refuge=flow.operator)
    if not event.entry:
        return enter(flow, state, flow.start)
    if event.entry not in flow.entries:
        raise ImpossibleEvent(f"no entry {event.entry!r}")
    entry = flow.entries[event.entry]
    return enter(flow, replace(state, refuge=entry.give_up), entry.start)


def _impossible(state: State, event: Event) -> ImpossibleEvent:
    """Without the state's contents: they may hold what a caller typed in."""
    return ImpossibleEvent(f"{type(event).__name__} can't happen at {state.at or 'the start'!r}")
