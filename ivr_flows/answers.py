"""What a look-up or a recording brought, and the way it leads. Pure."""

from dataclasses import replace

from ivr_flows import channel_vars
from ivr_flows.actions import SetVariable
from ivr_flows.errors import ImpossibleEvent
from ivr_flows.events import (
    FactAnswer,
    IncidentAnswer,
    NoIncident,
    Recorded,
    StatusAnswer,
    StatusFound,
    StatusMissing,
    StatusUnavailable,
)
from ivr_flows.facts import NO_ANSWER
from ivr_flows.model import Flow
from ivr_flows.moves import Moved, announce, ask, enter, finish, mistake
from ivr_flows.nodes import Announcement, CodeEntry, Condition, IncidentNews, Outcome, Voicemail
from ivr_flows.state import Actions, State


def on_status(flow: Flow, state: State, answer: StatusAnswer) -> Moved:
    entry = flow.nodes[state.at]
    assert isinstance(entry, CodeEntry)
    code = tuple(entry.digits[int(digit)] for digit in state.looking_up)
    state = replace(state, looking_up="")
    match answer:
        case StatusFound(word, unit) if word in entry.states:
            holder = (entry.units[unit],) if unit is not None and unit in entry.units else ()
            told = (*entry.intro, *code, entry.states[word], *holder)
            return enter(flow, replace(state, served=True), entry.found, told)
        case StatusMissing():
            return mistake(flow, entry, state, entry.missing + code)
        case StatusFound() | StatusUnavailable():  # a state we have no words for: a person will find them
            return enter(flow, state, state.refuge, entry.unavailable)


def on_incident(flow: Flow, state: State, answer: IncidentAnswer) -> Moved:
    news = flow.nodes[state.at]
    assert isinstance(news, IncidentNews)
    state = replace(state, finding_incident=False)
    if isinstance(answer, NoIncident):
        return enter(flow, state, news.onward)
    heard = (*state.heard, answer.incident)
    state = replace(state, offered=answer.incident, told=state.told + 1, heard=heard)
    return ask(flow, state, (answer.notice, *news.offer), news.seconds)


def on_fact(flow: Flow, state: State, answer: FactAnswer) -> Moved:
    name, state = state.finding_fact, replace(state, finding_fact="")
    match flow.nodes[state.at]:
        case Condition(ways=ways):
            unanswered = ways.get(NO_ANSWER, state.refuge)
            return enter(flow, state, ways.get(answer.value or NO_ANSWER, unanswered), state.lead)
        case Announcement() as announcement:
            values = dict(state.values) | {name: answer.value}
            return announce(flow, replace(state, values=tuple(values.items())), announcement)
        case node:
            raise ImpossibleEvent(f"a fact at {node.name!r}")


def on_recorded(flow: Flow, state: State, message: Recorded) -> Moved:
    """A message that is long enough is kept, and its caller is to be called back."""
    voicemail = flow.nodes[state.at]
    assert isinstance(voicemail, Voicemail)
    state = replace(state, recording=False)
    if message.seconds < voicemail.least:
        return hang_up(state) if message.hung_up else mistake(flow, voicemail, state, voicemail.too_short)
    kept: Actions = (SetVariable(channel_vars.VOICEMAIL, message.file), SetVariable(channel_vars.CALLBACK, "1"))
    state = replace(state, served=True)
    moved, actions = hang_up(state) if message.hung_up else enter(flow, state, voicemail.onward, voicemail.saved)
    if state.refuge == flow.operator and moved.outcome is Outcome.SERVED:  # nothing else of this call is recorded
        kept += (SetVariable(channel_vars.RECORDING, message.file),)
    return moved, (*kept, *actions)


def hang_up(state: State) -> Moved:
    """The caller left: served, or not."""
    return finish(state, Outcome.SERVED if state.served else Outcome.HANGUP)
