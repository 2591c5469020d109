"""Ways that lead nowhere, places no way leads to, and callers who would never meet a person or an end."""

from collections.abc import Iterator

from ivr_flows.facts import NO_ANSWER, QUESTIONS, label_of
from ivr_flows.fault import Fault
from ivr_flows.model import Flow
from ivr_flows.nodes import (
    Announcement,
    Call,
    CodeEntry,
    Condition,
    Ending,
    IncidentNews,
    Input,
    Menu,
    Node,
    Outcome,
    Return,
    Transfer,
    Voicemail,
    node_path,
)
from ivr_flows.reach import reached_from, reached_within


def unknown_nodes(flow: Flow) -> Iterator[Fault]:
    for where, goto in _ways_named(flow):
        if goto not in flow.nodes:
            yield Fault(where, f"dẫn tới {goto!r} là nơi không có", "hãy ghi tên một nơi của tệp này")
    for node in flow.nodes.values():
        if isinstance(node, Call) and node.sub not in flow.subs:
            known = ", ".join(flow.subs) or "hãy thêm một bảng [sub.TÊN]"
            yield Fault(f"{node_path(node)}.sub", f"gọi {node.sub!r} là luồng con không có", f"hãy chọn: {known}")


def _ways_named(flow: Flow) -> Iterator[tuple[str, str]]:
    """Each node that is named as somewhere to go, and where it is named."""
    yield "flow.start", flow.start
    yield "flow.operator", flow.operator
    for entry in flow.entries.values():
        yield f"entry.{entry.name}.start", entry.start
        yield f"entry.{entry.name}.give_up", entry.give_up
    yield from ((f"sub.{sub.name}.start", sub.start) for sub in flow.subs.values())
    yield from ((f"everywhere.{key}", choice.goto) for key, choice in flow.everywhere.items())
    for node in flow.nodes.values():
        yield from ((f"{node_path(node)}.{field}", goto) for field, goto in _ways_of(node))


def _ways_of(node: Node) -> Iterator[tuple[str, str]]:
    match node:
        case Menu(choices=choices, silence=silence):
            yield from ((f"keys.{key}", choice.goto) for key, choice in choices.items())
            if silence is not None:
                yield "silence", silence
        case CodeEntry(found=found, no_code=no_code):
            yield from (("found", found), ("no_code", no_code))
        case IncidentNews(joined=joined, onward=onward):
            yield from (("joined", joined), ("onward", onward))
        case Input(onward=onward, skip=skip):
            yield "onward", onward
            if skip is not None:
                yield "skip", skip
        case Announcement(onward=onward) | Call(onward=onward) | Voicemail(onward=onward):
            yield "onward", onward
        case Condition(ways=ways):
            yield from ((f"ways.{answer}", goto) for answer, goto in ways.items())
        case Ending() | Transfer() | Return():
            pass


def missing_ways(flow: Flow) -> Iterator[Fault]:
    """Conditions without a way for each answer of their question, and for none."""
    for node in flow.nodes.values():
        if not isinstance(node, Condition):
            continue
        if node.ask not in QUESTIONS:
            what = f"hỏi {node.ask!r} là điều không ai trả lời"
            yield Fault(f"{node_path(node)}.ask", what, f"hãy chọn: {', '.join(QUESTIONS)}")
            continue
        answers = (*QUESTIONS[node.ask], NO_ANSWER)
        for answer in answers:
            if answer not in node.ways:
                what = f"chưa có lối cho {answer!r} ({label_of(node.ask, answer)})"
                yield Fault(f"{node_path(node)}.ways", what, f"hãy thêm {answer} = tên một nơi")
        for answer in node.ways:
            if answer not in answers:
                what = f"{node.ask!r} không có câu trả lời này"
                yield Fault(f"{node_path(node)}.ways.{answer}", what, f"hãy chọn: {', '.join(answers)}")


def wrong_refuges(flow: Flow) -> Iterator[Fault]:
    """Where callers are led who make too many mistakes."""
    node = flow.nodes.get(flow.operator)
    if node is not None and not (isinstance(node, Ending) and node.outcome is Outcome.QUEUE):
        yield Fault(
            "flow.operator", f"{flow.operator!r} không dẫn tới người trực", 'hãy ghi tên một end có outcome "queue"'
        )
    for entry in flow.entries.values():
        if not isinstance(flow.nodes.get(entry.give_up), Ending | None):
            what = f"{entry.give_up!r} không phải chỗ kết thúc"
            yield Fault(f"entry.{entry.name}.give_up", what, "hãy ghi tên một end")


def lost_nodes(flow: Flow) -> Iterator[Fault]:
    ends = {flow.operator, *(entry.give_up for entry in flow.entries.values())}
    reached = ends | reached_from(flow, flow.start, *(entry.start for entry in flow.entries.values()))
    for name, node in flow.nodes.items():
        if name not in reached:
            yield Fault(node_path(node), "không phím nào dẫn tới đây", "hãy thêm phím ở một menu hoặc bỏ đi")
    called = {node.sub for node in flow.nodes.values() if isinstance(node, Call)}
    for sub in flow.subs.values():
        if sub.name not in called:
            yield Fault(f"sub.{sub.name}", "không nơi nào gọi luồng con này", "hãy thêm một call hoặc bỏ đi")


def no_way_out(flow: Flow) -> Iterator[Fault]:
    """A loop or dead end without a key to the operator; being led there by mistakes is no way a caller can choose.

    Who came in by an entry has been with an operator, or waited for one: there an end will do.
    """
    from_start = reached_from(flow, flow.start)
    for name, node in flow.nodes.items():
        if isinstance(node, Menu) and not flow.choices(node):
            yield Fault(node_path(node), "không có phím nào, là ngõ cụt", "hãy thêm phím hoặc đổi thành end")
        elif not _gets_out(flow, name, needs_person=name in from_start):
            person = "không phím nào dẫn tới tổng đài viên" if name in from_start else "không có lối kết thúc"
            yield Fault(node_path(node), f"từ đây {person}", "hãy thêm lối ra")


def _gets_out(flow: Flow, name: str, needs_person: bool) -> bool:
    """In a sub-flow its return will do: what comes then is looked at there. Who leaves a message is called back."""
    if isinstance(flow.nodes[name], Ending | Transfer):
        return True
    if any(isinstance(flow.nodes[other], Return) for other in reached_within(flow, name)):
        return True
    reached = reached_from(flow, name)
    enough = Voicemail if needs_person else Voicemail | Ending | Transfer
    return flow.operator in reached or any(isinstance(flow.nodes[other], enough) for other in reached)
