"""Going into a node, asking, erring, giving up: what all nodes share. Pure.

Every question is counted, and so is every move that asks the caller nothing: whatever a flow looks like, `give_up` is
reached.
"""

from dataclasses import replace
from typing import Final

from ivr_flows import channel_vars
from ivr_flows.actions import Ask, Finish, LookUpFact, LookUpIncident, Record, SetVariable
from ivr_flows.facts import VALUES, in_words
from ivr_flows.model import Flow
from ivr_flows.nodes import (
    Announcement,
    Call,
    Choice,
    CodeEntry,
    Condition,
    Ending,
    IncidentNews,
    Input,
    Menu,
    Outcome,
    Return,
    Saying,
    Transfer,
    Voicemail,
    Words,
)
from ivr_flows.state import Actions, State

Moved = tuple[State, Actions]
MOST_SILENT: Final = 50  # look-ups of facts and sub-flows in one call


def enter(flow: Flow, state: State, name: str, lead: Words = ()) -> Moved:
    """Into a node; `lead` is said before what it says itself."""
    state = replace(state, at=name, lead=lead, mistakes=0, entered="", confirming="", offered="", told=0)
    match flow.nodes[name]:
        case Ending(say=say, outcome=outcome):
            return finish(state, outcome, lead + say)
        case Transfer(say=say, to=number):
            state, actions = finish(state, Outcome.TRANSFER, lead + say)
            return state, (SetVariable(channel_vars.TRANSFER, number), *actions)
        case Menu(say=say) | CodeEntry(say=say) | Input(say=say):
            return ask(flow, state, lead + say)
        case IncidentNews(say=say) as news:
            return ask(flow, state, lead + say, 0) if lead + say else find_incident(state, news)
        case Announcement() as announcement:
            return announce(flow, forget_facts(state), announcement)
        case Condition() as condition:
            return find_fact(flow, state, condition.ask)
        case Voicemail(say=say) as voicemail:
            return record(flow, state, voicemail, lead + say)
        case Call() as call:
            return go_through(flow, state, call)
        case Return(say=say):
            return come_back(flow, state, lead + say)


def finish(state: State, outcome: Outcome, prompts: Words = ()) -> Moved:
    """The call leaves the flow."""
    state = replace(state, looking_up="", finding_incident=False, finding_fact="", recording=False, outcome=outcome)
    return state, (Finish(outcome, prompts),)


def ask(flow: Flow, state: State, prompts: Words, seconds: float | None = None) -> Moved:
    """A question, unless it is one too many."""
    if state.turns >= flow.turns:
        return give_up(flow, state)
    wait = flow.seconds if seconds is None else seconds
    return replace(state, said=prompts, turns=state.turns + 1), (Ask(prompts, wait),)


def mistake(flow: Flow, node: Menu | CodeEntry | Input | Voicemail, state: State, why: Words) -> Moved:
    """Say why and ask again, unless it is one too many."""
    state = replace(state, mistakes=state.mistakes + 1, entered="", confirming="")
    if state.mistakes >= flow.mistakes:
        return give_up(flow, state)
    if isinstance(node, Voicemail):
        return record(flow, state, node, why + node.again)
    return ask(flow, state, why + node.again)


def give_up(flow: Flow, state: State) -> Moved:
    """To a person; after an entry, to the end that it names."""
    return enter(flow, state, state.refuge, flow.give_up if state.refuge == flow.operator else ())


def press(state: State, key: str) -> tuple[State, SetVariable]:
    """A key of a menu, right or wrong, is remembered."""
    state = replace(state, keys=(*state.keys, key))
    return state, SetVariable(channel_vars.KEYS, "-".join(state.keys))


def choose(flow: Flow, state: State, choice: Choice) -> Moved:
    """What a key does."""
    state, actions = enter(flow, replace(state, topic=choice.topic or state.topic), choice.goto, choice.say)
    kept = ((channel_vars.CATEGORY, choice.category), (channel_vars.TOPIC, choice.topic))
    return state, (*(SetVariable(name, value) for name, value in kept if value is not None), *actions)


def find_incident(state: State, news: IncidentNews) -> Moved:
    topic = state.topic if news.by_topic else None
    return replace(state, finding_incident=True, offered=""), (LookUpIncident(topic, state.heard),)


def find_fact(flow: Flow, state: State, name: str) -> Moved:
    if state.silent >= MOST_SILENT:
        return give_up(flow, state)
    state = replace(state, finding_fact=name, silent=state.silent + 1)
    return state, (LookUpFact(name, state.topic),)


def forget_facts(state: State) -> State:
    """The world's values are looked up anew for each announcement; what was typed in stays."""
    return replace(state, values=tuple(pair for pair in state.values if pair[0] not in VALUES))


def announce(flow: Flow, state: State, announcement: Announcement) -> Moved:
    """Say it, once every value in it is known, or known to be unknown."""
    values = dict(state.values)
    for part in announcement.say:
        if isinstance(part, Saying) and part.fact in VALUES and part.fact not in values:
            return find_fact(flow, state, part.fact)
    return ask(flow, state, state.lead + announced(announcement, values), 0)


def announced(announcement: Announcement, values: dict[str, str | None]) -> Words:
    words: Words = ()
    for part in announcement.say:
        said = _said(part, values) if isinstance(part, Saying) else (part,)
        if said is None:
            return announcement.instead
        words += said
    return words


def _said(saying: Saying, values: dict[str, str | None]) -> Words | None:
    value = values.get(saying.fact)
    return None if value is None else in_words(saying.reading, value)


def record(flow: Flow, state: State, voicemail: Voicemail, prompts: Words) -> Moved:
    if state.turns >= flow.turns:
        return give_up(flow, state)
    state = replace(state, recording=True, turns=state.turns + 1)
    return state, (Record(prompts, voicemail.most, voicemail.silence),)


def go_through(flow: Flow, state: State, call: Call) -> Moved:
    if state.silent >= MOST_SILENT:
        return give_up(flow, state)
    state = replace(state, returns=(*state.returns, call.onward), silent=state.silent + 1)
    return enter(flow, state, flow.subs[call.sub].start, state.lead)


def come_back(flow: Flow, state: State, lead: Words) -> Moved:
    if not state.returns:
        return give_up(flow, state)
    return enter(flow, replace(state, returns=state.returns[:-1]), state.returns[-1], lead)
