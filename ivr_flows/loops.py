"""Circles a caller would go round in without being asked: sub-flows that call themselves, conditions in a ring."""

from collections.abc import Callable, Iterable, Iterator

from ivr_flows.fault import Fault
from ivr_flows.model import Flow
from ivr_flows.nodes import Call, Return, node_path
from ivr_flows.reach import follow, reached_within, silent_ways


def recursions(flow: Flow) -> Iterator[Fault]:
    """Sub-flows that call themselves, or each other."""

    def called(sub: str) -> list[str]:
        nodes = (flow.nodes[name] for name in sorted(reached_within(flow, flow.subs[sub].start)))
        return [node.sub for node in nodes if isinstance(node, Call)]

    for ring in _rings(flow.subs, called):
        yield Fault(f"sub.{ring[0]}", f"gọi lại chính nó: {_shown(ring)}", "hãy bỏ một lần gọi trong vòng")


def subs_without_return(flow: Flow) -> Iterator[Fault]:
    for sub in flow.subs.values():
        if not any(isinstance(flow.nodes[name], Return) for name in reached_within(flow, sub.start)):
            yield Fault(f"sub.{sub.name}", "không có chỗ trở về", "hãy thêm một return, hoặc đi thẳng tới đó")


def returns_from_nowhere(flow: Flow) -> Iterator[Fault]:
    """A return that is reached without a call."""
    outside: set[str] = set()
    for start in (flow.start, *(entry.start for entry in flow.entries.values())):
        outside |= reached_within(flow, start)
    for name, node in flow.nodes.items():
        if isinstance(node, Return) and name in outside:
            yield Fault(node_path(node), "tới được mà không qua một call nào", "hãy đổi thành end hoặc sửa lối tới đây")


def circles(flow: Flow) -> Iterator[Fault]:
    """Rings of nodes that ask for no key: only the limit of turns would end them."""
    for ring in _rings(flow.nodes, lambda name: silent_ways(flow, name)):
        what = f"đi vòng mà không hỏi phím nào: {_shown(ring)}"
        yield Fault(node_path(flow.nodes[ring[0]]), what, "hãy đặt một menu trong vòng hoặc sửa lối đi")


def _rings(names: Iterable[str], ways: Callable[[str], Iterable[str]]) -> Iterator[list[str]]:
    """Each ring once, from its first name on round to it again."""
    told: set[str] = set()
    for name in names:
        if name not in told and (ring := _ring(name, ways)):
            told |= {other for other in follow((name,), ways) if name in follow((other,), ways)}
            yield ring


def _ring(start: str, ways: Callable[[str], Iterable[str]]) -> list[str] | None:
    """The shortest way from a name back to it."""
    paths = [[start]]
    seen: set[str] = set()
    for path in paths:
        for name in ways(path[-1]):
            if name == start:
                return [*path, start]
            if name not in seen:
                seen.add(name)
                paths.append([*path, name])
    return None


def _shown(ring: list[str]) -> str:
    return " → ".join(ring)
