"""Faults of a menu that its file's form does not show: what a caller would run into."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ivr_flows.model import CodeEntry, Ending, Flow, IncidentNews, Menu, Node, Outcome


@dataclass(frozen=True)
class Fault:
    """Where it is, what is wrong, what to do."""

    where: str
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.cure}"


def check(flow: Flow) -> tuple[Fault, ...]:
    """All faults. Ways are only followed when every node named exists: a broken way would report its echoes."""
    nodes = (*_unknown_nodes(flow), *_bad_operator(flow))
    ways = () if nodes else (*_unreachable(flow), *_no_way_to_a_person(flow))
    return (*nodes, *ways, *_keys(flow), *_prompts(flow))


def _unknown_nodes(flow: Flow) -> Iterator[Fault]:
    for where, goto in _ways_named(flow):
        if goto not in flow.nodes:
            yield Fault(where, f"dẫn tới {goto!r} là nơi không có", "hãy ghi tên một nơi của tệp này")


def _ways_named(flow: Flow) -> Iterator[tuple[str, str]]:
    """Each node that is named as somewhere to go, and where it is named."""
    yield "flow.start", flow.start
    yield "flow.operator", flow.operator
    yield from ((f"everywhere.{key}", choice.goto) for key, choice in flow.everywhere.items())
    for node in flow.nodes.values():
        match node:
            case Menu():
                yield from ((f"{node_path(node)}.keys.{key}", choice.goto) for key, choice in node.choices.items())
                if node.silence is not None:
                    yield f"{node_path(node)}.silence", node.silence
            case CodeEntry():
                yield f"{node_path(node)}.found", node.found
                yield f"{node_path(node)}.no_code", node.no_code
            case IncidentNews():
                yield f"{node_path(node)}.joined", node.joined
                yield f"{node_path(node)}.onward", node.onward
            case Ending():
                pass


def _bad_operator(flow: Flow) -> Iterator[Fault]:
    node = flow.nodes.get(flow.operator)
    if node is not None and not (isinstance(node, Ending) and node.outcome is Outcome.QUEUE):
        yield Fault(
            "flow.operator", f"{flow.operator!r} không dẫn tới người trực", 'hãy ghi tên một end có outcome "queue"'
        )


def _unreachable(flow: Flow) -> Iterator[Fault]:
    reached = {flow.operator} | _reached_from(flow, flow.start)
    for name, node in flow.nodes.items():
        if name not in reached:
            yield Fault(node_path(node), "không phím nào dẫn tới đây", "hãy thêm phím ở một menu hoặc bỏ đi")


def _no_way_to_a_person(flow: Flow) -> Iterator[Fault]:
    """A loop or dead end without a key to the operator; being led there by mistakes is no way a caller can choose."""
    for name, node in flow.nodes.items():
        if isinstance(node, Menu) and not flow.choices(node):
            yield Fault(node_path(node), "không có phím nào, là ngõ cụt", "hãy thêm phím hoặc đổi thành end")
        elif not isinstance(node, Ending) and flow.operator not in _reached_from(flow, name):
            yield Fault(node_path(node), "từ đây không phím nào dẫn tới tổng đài viên", "hãy thêm lối ra")


def _reached_from(flow: Flow, start: str) -> set[str]:
    reached = {start}
    ahead = [start]
    while ahead:
        for way in flow.exits(flow.nodes[ahead.pop()]):
            if way.goto not in reached:
                reached.add(way.goto)
                ahead.append(way.goto)
    return reached


def _keys(flow: Flow) -> Iterator[Fault]:
    for node in flow.nodes.values():
        if isinstance(node, Menu):
            yield from _keys_of(flow, node)
        elif isinstance(node, IncidentNews):
            yield from _taken(flow, f"{node_path(node)}.key", node.key)
    if flow.again_key in flow.everywhere:
        yield Fault(f"everywhere.{flow.again_key}", "trùng với flow.again_key", "hãy đổi một trong hai sang phím khác")


def _keys_of(flow: Flow, menu: Menu) -> Iterator[Fault]:
    for key in menu.choices:
        yield from _taken(flow, f"{node_path(menu)}.keys.{key}", key)
    topics = Counter(choice.topic for choice in menu.choices.values() if choice.topic is not None)
    for topic, times in topics.items():
        if times > 1:
            yield Fault(node_path(menu), f"{times} phím cùng đặt chủ đề {topic!r}", "mỗi phím cần chủ đề riêng")


def _taken(flow: Flow, where: str, key: str) -> Iterator[Fault]:
    if key in flow.everywhere or key == flow.again_key:
        other = f"everywhere.{key}" if key in flow.everywhere else "flow.again_key"
        yield Fault(where, f"trùng với {other}", "hãy đổi một trong hai sang phím khác")


def _prompts(flow: Flow) -> Iterator[Fault]:
    used = dict(_prompts_used(flow))
    for name, where in used.items():
        if name not in flow.prompts:
            yield Fault(where, f"nói {name!r} nhưng không có câu này", f"hãy thêm prompts.{name}")
    for name in flow.prompts:
        if name not in used:
            yield Fault(f"prompts.{name}", "không được dùng", "hãy dùng hoặc bỏ đi")


def _prompts_used(flow: Flow) -> Iterator[tuple[str, str]]:
    """Each prompt named, and where."""
    for field, names in (("wrong_key", flow.wrong_key), ("no_key", flow.no_key), ("give_up", flow.give_up)):
        yield from ((name, f"flow.{field}") for name in names)
    for key, choice in flow.everywhere.items():
        yield from ((name, f"everywhere.{key}") for name in choice.say)
    for node in flow.nodes.values():
        yield from ((name, node_path(node)) for name in _prompts_of(node))


def _prompts_of(node: Node) -> tuple[str, ...]:
    match node:
        case Menu():
            said = tuple(name for choice in node.choices.values() for name in choice.say)
            return node.say + node.again + said
        case CodeEntry():
            fixed = node.say + node.again + node.too_short + node.wrong + node.missing + node.unavailable
            return fixed + node.intro + node.digits + (*node.states.values(), *node.units.values())
        case IncidentNews():
            return node.say + node.offer
        case Ending():
            return node.say


def node_path(node: Node) -> str:
    """Where a node stands in its file."""
    match node:
        case Menu():
            return f"menu.{node.name}"
        case CodeEntry():
            return f"code.{node.name}"
        case IncidentNews():
            return f"incident.{node.name}"
        case Ending():
            return f"end.{node.name}"
