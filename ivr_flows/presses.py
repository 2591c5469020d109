"""What a key, or none, does in each kind of node. Pure."""

from dataclasses import replace

from ivr_flows import channel_vars
from ivr_flows.actions import SetVariable
from ivr_flows.digits import END, digit_silence, key_in_code, key_in_input
from ivr_flows.errors import ImpossibleEvent
from ivr_flows.model import Flow
from ivr_flows.moves import Moved, ask, choose, enter, find_incident, mistake, press
from ivr_flows.nodes import Announcement, CodeEntry, IncidentNews, Input, Menu
from ivr_flows.state import State


def on_key(flow: Flow, state: State, key: str) -> Moved:
    """A key at the node the caller is in."""
    if state.late_hash and key == END:
        return ask(flow, replace(state, late_hash=False), state.said)
    state = replace(state, late_hash=False)
    match flow.nodes[state.at]:
        case Menu() as menu:
            return key_in_menu(flow, menu, state, key)
        case CodeEntry() as entry:
            return key_in_code(flow, entry, state, key)
        case Input() as node:
            return key_in_input(flow, node, state, key)
        case IncidentNews() as news:
            return key_in_news(flow, news, state, key)
        case Announcement() as announcement:
            return key_in_announcement(flow, announcement, state, key)
        case node:
            raise ImpossibleEvent(f"key at {node.name!r}")


def key_in_menu(flow: Flow, menu: Menu, state: State, key: str) -> Moved:
    state, pressed = press(state, key)
    if (choice := flow.choices(menu).get(key)) is not None:
        state, actions = choose(flow, state, choice)
    elif key == flow.again_key:
        state, actions = ask(flow, state, state.lead + menu.again)
    else:
        state, actions = mistake(flow, menu, state, flow.wrong_key)
    return state, (pressed, *actions)


def key_in_news(flow: Flow, news: IncidentNews, state: State, key: str) -> Moved:
    """The one key joins, once the notice was said; every other one is for what comes after the news."""
    behind = flow.nodes[news.onward]
    if isinstance(behind, Menu) and not (state.offered and key in (news.key, flow.again_key)):
        return key_in_menu(flow, behind, replace(state, at=behind.name, lead=(), offered=""), key)
    state, pressed = press(state, key)
    if key in flow.everywhere:
        state, actions = choose(flow, state, flow.everywhere[key])
    elif not state.offered:  # cut short what is said before the look-up
        state, actions = find_incident(state, news)
    elif key == news.key:
        joined = SetVariable(channel_vars.JOINED, state.offered)
        state, actions = enter(flow, replace(state, served=True), news.joined)
        actions = (joined, *actions)
    elif key == flow.again_key:
        state, actions = ask(flow, state, state.said, news.seconds)
    else:
        state, actions = enter(flow, state, news.onward)
    return state, (pressed, *actions)


def key_in_announcement(flow: Flow, announcement: Announcement, state: State, key: str) -> Moved:
    """Cut short: the key is for the menu behind, else it only goes on."""
    behind = flow.nodes[announcement.onward]
    there = replace(state, at=behind.name, lead=(), mistakes=0, offered="", told=0)
    if isinstance(behind, Menu):
        return key_in_menu(flow, behind, there, key)
    if isinstance(behind, IncidentNews):
        return key_in_news(flow, behind, there, key)
    state, pressed = press(state, key)
    if key in flow.everywhere:
        state, actions = choose(flow, state, flow.everywhere[key])
    else:
        state, actions = enter(flow, state, announcement.onward)
    return state, (pressed, *actions)


def on_silence(flow: Flow, state: State) -> Moved:
    """No key in time, or all was heard that nobody had to answer."""
    state = replace(state, late_hash=False)
    match flow.nodes[state.at]:
        case Menu(silence=str(goto)) | Announcement(onward=goto):
            return enter(flow, state, goto)
        case Menu() as menu:
            return mistake(flow, menu, state, flow.no_key)
        case CodeEntry() | Input() as node:
            return digit_silence(flow, node, state)
        case IncidentNews() as news if state.told < news.notices:
            return find_incident(state, news)
        case IncidentNews() as news:
            return enter(flow, state, news.onward)
        case node:
            raise ImpossibleEvent(f"silence at {node.name!r}")
