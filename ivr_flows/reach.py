"""Where a caller can come to from a node."""

from collections.abc import Callable, Iterable

from ivr_flows.model import Flow
from ivr_flows.nodes import Announcement, Call, Condition, IncidentNews, Return


def reached_from(flow: Flow, *starts: str) -> set[str]:
    """All nodes, sub-flows that are called on the way among them; the starts too."""
    return follow(starts, lambda name: (way.goto for way in flow.exits(flow.nodes[name])))


def reached_within(flow: Flow, start: str) -> set[str]:
    """The nodes of one level: of the flow without its sub-flows, or of one sub-flow."""
    return follow((start,), lambda name: _level_ways(flow, name))


def _level_ways(flow: Flow, name: str) -> Iterable[str]:
    match flow.nodes[name]:
        case Call(onward=onward):
            return (onward,)
        case node:
            return (way.goto for way in flow.exits(node))


def silent_ways(flow: Flow, name: str) -> tuple[str, ...]:
    """Where a caller comes to from a node without having been asked for anything."""
    match flow.nodes[name]:
        case Condition(ways=ways):
            return tuple(ways.values())
        case Announcement(onward=onward) | IncidentNews(onward=onward):
            return (onward,)
        case Call(sub=sub, onward=onward) if _is_silent(flow, sub, frozenset()):
            return (onward,)
    return ()


def _is_silent(flow: Flow, sub: str, within: frozenset[str]) -> bool:
    """Whether a caller can go through a sub-flow without having been asked for anything."""
    if sub in within:
        return False  # a recursion is a fault of its own
    within |= {sub}

    def ways(name: str) -> tuple[str, ...]:
        match flow.nodes[name]:
            case Call(sub=inner, onward=onward):
                return (onward,) if _is_silent(flow, inner, within) else ()
        return silent_ways(flow, name)

    return any(isinstance(flow.nodes[name], Return) for name in follow((flow.subs[sub].start,), ways))


def follow(starts: Iterable[str], ways: Callable[[str], Iterable[str]]) -> set[str]:
    """Everything that `ways` leads to, step by step."""
    reached = set(starts)
    ahead = list(reached)
    while ahead:
        new = set(ways(ahead.pop())) - reached
        reached |= new
        ahead.extend(new)
    return reached
