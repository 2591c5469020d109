"""From a menu file (TOML) to a `Flow`; `load_menu` also checks it. See `menus/hotline.toml` for the format."""

import tomllib
from pathlib import Path
from types import MappingProxyType

from ivr_flows.check import check
from ivr_flows.errors import MenuError
from ivr_flows.model import Entry, Flow, Sub
from ivr_flows.nodes import Node
from ivr_flows.parse_nodes import READERS, read_choices, read_key
from ivr_flows.toml_table import Table

MENUS = Path(__file__).parent / "menus"


def menu_file(name: str) -> Path:
    """The file of a menu that comes with the program ("hotline"), or the .toml file named. Raises `MenuError`."""
    file = Path(name) if name.endswith(".toml") else MENUS / f"{name}.toml"
    if not name.endswith(".toml") and not file.is_file():
        known = ", ".join(sorted(each.stem for each in MENUS.glob("*.toml")))
        raise MenuError(name, [f"không có menu tên này; hãy chọn: {known}"])
    return file


def load_builtin(name: str) -> Flow:
    """A menu that comes with the program, such as "hotline"."""
    return load_menu(menu_file(name))


def load_menu(path: Path) -> Flow:
    """Read and check a menu file. Raises `MenuError`: file, field and cure, one line per fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MenuError(path, [f"không đọc được ({error.strerror}); hãy xem lại tên tệp và quyền đọc"]) from error
    except UnicodeDecodeError as error:
        raise MenuError(path, [f"không phải UTF-8 (byte {error.start}); hãy lưu lại dạng UTF-8"]) from error
    return parse_sound(text, path)


def parse_sound(text: str, file: Path | str) -> Flow:
    """The flow that a menu file describes, when `check` finds no fault with it. Raises `MenuError` with all of them."""
    flow = parse(text, file)
    if faults := check(flow):
        raise MenuError(file, [str(fault) for fault in faults])
    return flow


def parse(text: str, file: Path | str) -> Flow:
    """The flow a menu file describes, not yet checked for dead ends and the like."""
    try:
        whole = Table(file, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise MenuError(file, [f"sai cú pháp TOML: {error}; hãy sửa ở chỗ đó"]) from error
    head = whole.table("flow")
    flow = Flow(
        name=head.word("name"),
        title=head.text("title"),
        start=head.word("start"),
        operator=head.word("operator"),
        again_key=read_key(head, head.text("again_key")),
        mistakes=head.whole("mistakes", 1, 5),
        turns=head.whole("turns", 3, 50),
        seconds=head.number("seconds", 1, 30),
        digit_seconds=head.number("digit_seconds", 1, 30),
        wrong_key=head.words("wrong_key"),
        no_key=head.words("no_key"),
        give_up=head.words("give_up"),
        everywhere=read_choices(whole.table("everywhere")),
        nodes=MappingProxyType({node.name: node for node in _nodes(whole)}),
        prompts=whole.table("prompts").texts(),
        entries=MappingProxyType({name: _entry(name, table) for name, table in whole.tables("entry").items()}),
        subs=MappingProxyType({name: _sub(name, table) for name, table in whole.tables("sub").items()}),
    )
    head.done()
    whole.done()
    return flow


def _nodes(whole: Table) -> list[Node]:
    """All nodes, section by section."""
    nodes = []
    for section, reader in READERS.items():
        for name, table in whole.tables(section).items():
            nodes.append(reader(name, table))
            table.done()
    names = [node.name for node in nodes]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise whole.error(twice[0], "là tên của hai nơi; hãy đổi tên một nơi")
    return nodes


def _entry(name: str, table: Table) -> Entry:
    entry = Entry(name, start=table.word("start"), give_up=table.word("give_up"))
    table.done()
    return entry


def _sub(name: str, table: Table) -> Sub:
    sub = Sub(name, title=table.text("title"), start=table.word("start"))
    table.done()
    return sub
