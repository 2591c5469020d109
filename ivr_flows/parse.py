"""From a menu file (TOML) to a `Flow`; `load_menu` also checks it. See `menus/hotline.toml` for the format."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ivr_flows.check import check
from ivr_flows.errors import MenuError
from ivr_flows.model import KEYS, Choice, CodeEntry, Ending, Flow, IncidentNews, Menu, Node, Outcome
from ivr_flows.toml_table import Table

MENUS = Path(__file__).parent / "menus"


def load_builtin(name: str) -> Flow:
    """A menu that comes with the program, such as "hotline"."""
    file = MENUS / f"{name}.toml"
    if not file.is_file():
        known = ", ".join(sorted(each.stem for each in MENUS.glob("*.toml")))
        raise MenuError(name, [f"không có menu tên này; hãy chọn: {known}"])
    return load_menu(file)


def load_menu(path: Path) -> Flow:
    """Read and check a menu file. Raises `MenuError`: file, field and cure, one line per fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MenuError(path, [f"không đọc được ({error.strerror}); hãy xem lại tên tệp và quyền đọc"]) from error
    except UnicodeDecodeError as error:
        raise MenuError(path, [f"không phải UTF-8 (byte {error.start}); hãy lưu lại dạng UTF-8"]) from error
    flow = parse(text, path)
    if faults := check(flow):
        raise MenuError(path, [str(fault) for fault in faults])
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
        again_key=_key(head, head.text("again_key")),
        mistakes=head.whole("mistakes", 1, 5),
        turns=head.whole("turns", 3, 50),
        seconds=head.number("seconds", 1, 30),
        digit_seconds=head.number("digit_seconds", 1, 30),
        wrong_key=head.words("wrong_key"),
        no_key=head.words("no_key"),
        give_up=head.words("give_up"),
        everywhere=_choices(whole.table("everywhere")),
        nodes=_nodes(whole),
        prompts=whole.table("prompts").texts(),
    )
    head.done()
    whole.done()
    return flow


def _nodes(whole: Table) -> Mapping[str, Node]:
    menus = {name: _menu(name, table) for name, table in whole.tables("menu").items()}
    codes = {name: _code_entry(name, table) for name, table in whole.tables("code").items()}
    ends = {name: _ending(name, table) for name, table in whole.tables("end").items()}
    news = {name: _incident_news(name, table) for name, table in whole.tables("incident").items()}
    names = [*menus, *codes, *news, *ends]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise whole.error(twice[0], "là tên của hai nơi; hãy đổi tên một nơi")
    return MappingProxyType({**menus, **codes, **news, **ends})


def _menu(name: str, table: Table) -> Menu:
    say = table.words("say")
    menu = Menu(
        name=name,
        title=table.text("title"),
        say=say,
        again=table.words("again") if table.has("again") else say,
        choices=_choices(table.table("keys")),
        silence=table.word("silence") if table.has("silence") else None,
    )
    table.done()
    return menu


def _choices(table: Table) -> Mapping[str, Choice]:
    return MappingProxyType({_key(table, key): _choice(each) for key, each in table.own_tables().items()})


def _choice(table: Table) -> Choice:
    choice = Choice(
        label=table.text("label"),
        goto=table.word("goto"),
        say=table.words("say") if table.has("say") else (),
        category=table.word("category") if table.has("category") else None,
        topic=table.word("topic") if table.has("topic") else None,
    )
    table.done()
    return choice


def _code_entry(name: str, table: Table) -> CodeEntry:
    digits = table.words("digits")
    if len(digits) != 10:
        raise table.error("digits", f"có {len(digits)} câu; cần mười câu, từ 0 đến 9")
    say = table.words("say")
    entry = CodeEntry(
        name=name,
        title=table.text("title"),
        say=say,
        again=table.words("again") if table.has("again") else say,
        length=table.whole("length", 2, 20),
        found=table.word("found"),
        no_code=table.word("no_code"),
        too_short=table.words("too_short"),
        wrong=table.words("wrong"),
        missing=table.words("missing"),
        unavailable=table.words("unavailable"),
        intro=table.words("intro"),
        digits=digits,
        states=table.table("states").texts(),
        units=table.table("units").texts(),
    )
    table.done()
    return entry


def _incident_news(name: str, table: Table) -> IncidentNews:
    news = IncidentNews(
        name=name,
        title=table.text("title"),
        say=table.words("say"),
        offer=table.words("offer"),
        key=_key(table, table.text("key")),
        label=table.text("label"),
        joined=table.word("joined"),
        onward=table.word("onward"),
        by_topic=table.flag("by_topic"),
        notices=table.whole("notices", 1, 5),
        seconds=table.number("seconds", 1, 30),
    )
    table.done()
    return news


def _ending(name: str, table: Table) -> Ending:
    outcome = table.word("outcome")
    if outcome not in list(Outcome):
        raise table.error("outcome", f"là {outcome!r}; hãy chọn: {', '.join(Outcome)}")
    ending = Ending(name=name, title=table.text("title"), say=table.words("say"), outcome=Outcome(outcome))
    table.done()
    return ending


def _key(table: Table, key: str) -> str:
    if key not in KEYS:
        raise table.error(key, "không phải phím điện thoại; hãy dùng 0-9, * hoặc #")
    return key
