"""A menu as a picture: SVG by hand, readable in light and dark, labels as in the menu file.

Boxes stand in columns by the number of keys it takes to get there. A key that leads to another box is joined to it by
a line; a key that ends the menu, or leads far back, names where to in the row itself, which keeps the picture free of
crossing lines.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from ivr_flows.model import Exit, Flow
from ivr_flows.nodes import (
    Announcement,
    Call,
    CodeEntry,
    Condition,
    Ending,
    IncidentNews,
    Input,
    Last,
    Menu,
    Node,
    Place,
    Return,
    Transfer,
    Voicemail,
    node_path,
)
from ivr_flows.reach import reached_from

MARGIN, GAP, BETWEEN = 24, 28, 110
BEND = BETWEEN * 0.55
HEAD, ROW, FOOT = 40, 28, 30
LONGEST_FOOT = 36  # letters
LETTER = 7.4  # mean width of a letter at 14 px
STYLE = """
svg { --ground: #ffffff; --box: #f6f8fa; --ink: #1f2328; --soft: #59636e; --line: #b7c0ca; --way: #0969da;
  --end: #1a7f37; font: 14px system-ui, "Noto Sans", "DejaVu Sans", sans-serif }
@media (prefers-color-scheme: dark) { svg { --ground: #0d1117; --box: #161b22; --ink: #e6edf3; --soft: #9198a1;
  --line: #3d444d; --way: #4493f8; --end: #3fb950 } }
.ground { fill: var(--ground) } .box { fill: var(--box); stroke: var(--line) } text { fill: var(--ink) }
.title { font-weight: 600; font-size: 16px } .soft { fill: var(--soft) } .end { fill: var(--end); text-anchor: end }
.key { fill: var(--ground); stroke: var(--line) } .letter { font-weight: 600; text-anchor: middle }
.way { fill: none; stroke: var(--way); stroke-width: 1.8 } .back { stroke-dasharray: 5 4 } .head { fill: var(--way) }
"""


@dataclass(frozen=True)
class _Row:
    key: str
    label: str
    end: str  # title of the end this key leads to, or of a box far back, else ""
    goto: str  # box this key leads to, else ""


@dataclass(frozen=True)
class _Box:
    node: Place
    tag: str  # how a call comes in here, or that a sub-flow begins; else ""
    rows: tuple[_Row, ...]
    foot: str
    column: int
    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        return HEAD + ROW * len(self.rows) + FOOT

    def row_y(self, row: _Row) -> float:
        return self.y + HEAD + ROW * (self.rows.index(row) + 0.5)


def draw(flow: Flow) -> str:
    """The picture, a whole SVG document."""
    boxes = _place(flow)
    width = max(box.x + box.width for box in boxes.values()) + MARGIN
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" lang="vi">',
        f"<title>{escape(flow.title)}</title><style>{STYLE}</style>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
        '<rect class="ground" width="100%" height="100%"/>',
        _text(MARGIN, MARGIN + 14, flow.title, "title"),
        *(part for box in boxes.values() for part in _draw_box(box)),
        *(_draw_way(box, row, boxes[row.goto]) for box in boxes.values() for row in box.rows if row.goto),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _place(flow: Flow) -> dict[str, _Box]:
    """Boxes by name; each stands no higher than the box that leads to it."""
    columns = _columns(flow)
    boxes: dict[str, _Box] = {}
    x: float = MARGIN
    for column in range(max(columns.values()) + 1):
        y: float = 2 * MARGIN + 16
        names = [name for name, each in columns.items() if each == column]
        width = max(_width(flow, name, columns) for name in names)
        for name in names:
            leading = [box.y for box in boxes.values() if any(row.goto == name for row in box.rows)]
            boxes[name] = _box(flow, name, columns, x, max([y, *leading[:1]]), width)
            y = boxes[name].y + boxes[name].height + GAP
        x += width + BETWEEN
    return boxes


def _columns(flow: Flow) -> dict[str, int]:
    """Each node that is no end, with the number of keys that lead to it, nearest first."""
    columns = dict.fromkeys((flow.start, *(entry.start for entry in flow.entries.values())), 0)
    for name in (ahead := list(columns)):
        for way in flow.exits(flow.nodes[name]):
            if way.goto not in columns and not isinstance(flow.nodes[way.goto], Last):
                columns[way.goto] = columns[name] + 1
                ahead.append(way.goto)
    return columns


def _box(flow: Flow, name: str, columns: Mapping[str, int], x: float, y: float, width: float) -> _Box:
    node = flow.nodes[name]
    assert not isinstance(node, Last)
    rows = _rows(flow, node, columns)
    return _Box(node, _tag(flow, name), rows, _foot(flow, node), columns[name], x, y, width)


def _tag(flow: Flow, name: str) -> str:
    entries = [f"lối vào {entry.name}" for entry in flow.entries.values() if entry.start == name]
    subs = [f"luồng con: {sub.title}" for sub in flow.subs.values() if sub.start == name]
    return " · ".join([*entries, *subs])


def _rows(flow: Flow, node: Place, columns: Mapping[str, int]) -> tuple[_Row, ...]:
    here = columns[node.name]
    ways = tuple(
        _row(way, flow.nodes[way.goto], far_back=columns.get(way.goto, here) < here - 1) for way in flow.exits(node)
    )
    match node:
        case CodeEntry() | Input():
            return (*ways, _Row(flow.again_key, "Nhập lại từ đầu", "", ""))
        case Menu() | IncidentNews():
            return (*ways, _Row(flow.again_key, "Nghe lại", "", ""))
    return ways


def _row(way: Exit, target: Node, far_back: bool) -> _Row:
    match target:
        case Transfer(to=number):
            return _Row(way.key, way.label, f"{target.title} ({number})", "")
        case Return():
            return _Row(way.key, way.label, "Trở về", "")
        case Ending():
            return _Row(way.key, way.label, target.title, "")
    return _Row(way.key, way.label, target.title, "") if far_back else _Row(way.key, way.label, "", way.goto)


def _foot(flow: Flow, node: Place) -> str:
    match node:
        case IncidentNews():
            return f"Nhiều nhất {node.notices} thông báo" + (" của chủ đề đã chọn" if node.by_topic else "")
        case Voicemail():
            return f"Từ {node.least} giây; im lặng {node.silence} giây là xong"
        case Condition():
            return "Tự chọn, không hỏi người gọi"
        case Menu() | CodeEntry() | Input():
            what = "Nhầm" if isinstance(node, Menu) and node.silence else "Nhầm hoặc im lặng"
            return f"{what} {flow.mistakes} lần → {flow.nodes[_refuge(flow, node)].title}"
        case Announcement():
            return _shortened(" ".join(flow.prompts.get(part, "…") for part in map(str, node.say)))
        case Call():
            return ""


def _refuge(flow: Flow, node: Place) -> str:
    """Where mistakes lead: to the operator, unless calls only come back here by an entry."""
    if node.name in reached_from(flow, flow.start):
        return flow.operator
    ways = (entry for entry in flow.entries.values() if node.name in reached_from(flow, entry.start))
    return next((entry.give_up for entry in ways), flow.operator)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_FOOT else f"{text[:LONGEST_FOOT].rstrip()}…"


def _width(flow: Flow, name: str, columns: Mapping[str, int]) -> float:
    node = flow.nodes[name]
    assert not isinstance(node, Last)
    lengths = [44 + LETTER * (len(row.label) + len(row.end)) + 36 for row in _rows(flow, node, columns)]
    return max(*lengths, LETTER * len(_foot(flow, node)) + 24, LETTER * 1.15 * len(node.title) + 24)


def _draw_box(box: _Box) -> Iterator[str]:
    place = f'x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}"'
    yield f'<g data-node="{node_path(box.node)}">'
    yield f'<rect class="box" {place} rx="8"/>'
    yield _text(box.x + 14, box.y + 26, box.node.title, "title")
    if box.tag:
        yield _text(box.x + 2, box.y - 7, box.tag, "soft")
    for row in box.rows:
        y = box.row_y(row)
        if row.key:
            yield f'<rect class="key" x="{box.x + 12:.0f}" y="{y - 11:.0f}" width="22" height="22" rx="5"/>'
            yield _text(box.x + 23, y + 5, row.key, "letter")
        yield _text(box.x + 44, y + 5, row.label, "" if row.key else "soft")
        if row.end:
            yield _text(box.x + box.width - 14, y + 5, f"→ {row.end}", "end")
    yield _text(box.x + 14, box.y + box.height - 11, box.foot, "soft")
    yield "</g>"


def _draw_way(box: _Box, row: _Row, target: _Box) -> str:
    """A line from a row to the box it leads to: forwards from its right edge, otherwise (dashed) from its left."""
    y, target_y = box.row_y(row), target.y + HEAD / 2
    forwards, backwards = target.column > box.column, target.column < box.column
    start, leave = (box.x + box.width, BEND) if forwards else (box.x, -BEND)
    end, arrive = (target.x + target.width, BEND) if backwards else (target.x, -BEND)
    points = [(start, y), (start + leave, y), (end + arrive, target_y), (end, target_y)]
    from_, *curve = (f"{at_x:.0f} {at_y:.0f}" for at_x, at_y in points)
    kind = "way" if forwards else "way back"
    return f'<path class="{kind}" d="M{from_} C{" ".join(curve)}" marker-end="url(#arrow)"/>'


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{kind}">{escape(text)}</text>'
