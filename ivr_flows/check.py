"""Faults of a menu that its file's form does not show: what a caller would run into."""

from collections import Counter
from collections.abc import Iterator

from ivr_flows.check_ways import lost_nodes, missing_ways, no_way_out, unknown_nodes, wrong_refuges
from ivr_flows.check_words import faulty_prompts, misread_prompts, unknown_values
from ivr_flows.fault import Fault
from ivr_flows.loops import circles, recursions, returns_from_nowhere, subs_without_return
from ivr_flows.model import Flow
from ivr_flows.nodes import IncidentNews, Menu, node_path


def check(flow: Flow) -> tuple[Fault, ...]:
    """All faults. Ways are only followed when every node named exists: a broken way would report its echoes."""
    nodes = (*unknown_nodes(flow), *wrong_refuges(flow), *missing_ways(flow))
    words = (*_keys(flow), *faulty_prompts(flow), *misread_prompts(flow), *unknown_values(flow))
    return (*nodes, *(() if nodes else _ways(flow)), *words)


def _ways(flow: Flow) -> Iterator[Fault]:
    yield from lost_nodes(flow)
    yield from no_way_out(flow)
    yield from recursions(flow)
    yield from subs_without_return(flow)
    yield from returns_from_nowhere(flow)
    yield from circles(flow)


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
