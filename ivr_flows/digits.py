"""Digits typed one after the other: a case code, or an input that is read back and confirmed. Pure."""

from dataclasses import replace
from typing import Final

from stdnum import damm

from ivr_flows import channel_vars, vietnamese
from ivr_flows.actions import Ask, LookUpStatus, SetVariable
from ivr_flows.digit_checks import CHECKS
from ivr_flows.model import Flow
from ivr_flows.moves import Moved, ask, choose, enter, give_up, mistake
from ivr_flows.nodes import DIGITS, CodeEntry, Input, Words
from ivr_flows.state import State

END: Final = "#"
RIGHT, AGAIN = "1", "2"  # the keys that confirm digits read back, or take them anew


def key_in_code(flow: Flow, entry: CodeEntry, state: State, key: str) -> Moved:
    if key in DIGITS:
        return _digit_of_code(flow, entry, state, key)
    if key == flow.again_key:
        return ask(flow, replace(state, entered=""), entry.again)
    if key == END and not state.entered:
        return enter(flow, state, entry.no_code)
    return mistake(flow, entry, state, entry.too_short if state.entered else flow.wrong_key)


def _digit_of_code(flow: Flow, entry: CodeEntry, state: State, digit: str) -> Moved:
    entered = state.entered + digit
    if len(entered) < entry.length:
        return replace(state, entered=entered), (Ask((), flow.digit_seconds),)
    state = replace(state, entered="", late_hash=True)
    if not damm.is_valid(entered):
        return mistake(flow, entry, state, entry.wrong)
    return replace(state, looking_up=entered), (LookUpStatus(entered),)


def key_in_input(flow: Flow, node: Input, state: State, key: str) -> Moved:
    if state.confirming:
        return _key_after_read_back(flow, node, state, key)
    if key in DIGITS:
        return _digit_of_input(flow, node, state, key)
    if key == flow.again_key:
        return ask(flow, replace(state, entered=""), node.again)
    if key == END and not state.entered and node.skip is not None:
        return enter(flow, state, node.skip)
    if key == END and state.entered:
        return _typed(flow, node, state)
    return mistake(flow, node, state, flow.wrong_key)


def _digit_of_input(flow: Flow, node: Input, state: State, digit: str) -> Moved:
    state = replace(state, entered=state.entered + digit)
    if len(state.entered) < node.most:
        return state, (Ask((), flow.digit_seconds),)
    return _typed(flow, node, replace(state, late_hash=True))


def _typed(flow: Flow, node: Input, state: State) -> Moved:
    """The entry is whole: checked, then read back."""
    typed = state.entered
    if len(typed) < node.least:
        return mistake(flow, node, state, node.too_short)
    if not CHECKS[node.valid](typed):
        return mistake(flow, node, state, node.wrong)
    if not node.confirm:
        return _accept(flow, node, state, typed)
    return ask(flow, replace(state, entered="", confirming=typed), _read_back(node, typed))


def _read_back(node: Input, typed: str) -> Words:
    return (*node.read_back, *vietnamese.digits(typed), *node.confirm)


def _key_after_read_back(flow: Flow, node: Input, state: State, key: str) -> Moved:
    if key == RIGHT:
        return _accept(flow, node, state, state.confirming)
    if key == AGAIN:
        return ask(flow, replace(state, confirming=""), node.again)
    if key == flow.again_key:
        return ask(flow, state, state.said)
    if key in flow.everywhere:
        return choose(flow, state, flow.everywhere[key])
    return _unconfirmed(flow, node, state, flow.wrong_key)


def _unconfirmed(flow: Flow, node: Input, state: State, why: Words) -> Moved:
    """A mistake that does not lose what was typed."""
    state = replace(state, mistakes=state.mistakes + 1)
    if state.mistakes >= flow.mistakes:
        return give_up(flow, state)
    return ask(flow, state, why + _read_back(node, state.confirming))


def _accept(flow: Flow, node: Input, state: State, typed: str) -> Moved:
    values = dict(state.values) | {node.name: typed}
    state, actions = enter(flow, replace(state, values=tuple(values.items())), node.onward)
    return state, (SetVariable(channel_vars.TYPED[node.keep], typed), *actions)


def digit_silence(flow: Flow, node: CodeEntry | Input, state: State) -> Moved:
    """Nothing more is typed: the end of an input that may be shorter, else a mistake."""
    if isinstance(node, Input) and state.confirming:
        return _unconfirmed(flow, node, state, flow.no_key)
    if isinstance(node, Input) and state.entered:
        return _typed(flow, node, state)
    return mistake(flow, node, state, node.too_short if state.entered else flow.no_key)
