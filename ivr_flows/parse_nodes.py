"""The nodes of a menu file, one reader a section."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ivr_flows import channel_vars
from ivr_flows.digit_checks import CHECKS
from ivr_flows.nodes import (
    EMERGENCY,
    KEYS,
    Announcement,
    Call,
    Choice,
    CodeEntry,
    Condition,
    Ending,
    IncidentNews,
    Input,
    Menu,
    Node,
    Outcome,
    Reading,
    Return,
    Saying,
    Transfer,
    Voicemail,
)
from ivr_flows.toml_table import Table

ENDINGS: Final = (Outcome.QUEUE, Outcome.SERVED, Outcome.HANGUP)
SAYING: Final = re.compile(rf"({'|'.join(Reading)}):([a-z][a-z0-9_]*)")


def read_key(table: Table, key: str) -> str:
    if key not in KEYS:
        raise table.error(key, "không phải phím điện thoại; hãy dùng 0-9, * hoặc #")
    return key


def read_choices(table: Table) -> Mapping[str, Choice]:
    return MappingProxyType({read_key(table, key): _choice(each) for key, each in table.own_tables().items()})


def _choice(table: Table) -> Choice:
    choice = Choice(
        label=table.text("label"),
        goto=table.word("goto"),
        say=_some(table, "say"),
        category=table.word("category") if table.has("category") else None,
        topic=table.word("topic") if table.has("topic") else None,
    )
    table.done()
    return choice


def _some(table: Table, field: str, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Prompts that may be left out."""
    return table.words(field) if table.has(field) else otherwise


def _menu(name: str, table: Table) -> Menu:
    say = table.words("say")
    return Menu(
        name=name,
        title=table.text("title"),
        say=say,
        again=_some(table, "again", say),
        choices=read_choices(table.table("keys")),
        silence=table.word("silence") if table.has("silence") else None,
    )


def _code_entry(name: str, table: Table) -> CodeEntry:
    digits = table.words("digits")
    if len(digits) != 10:
        raise table.error("digits", f"có {len(digits)} câu; cần mười câu, từ 0 đến 9")
    say = table.words("say")
    return CodeEntry(
        name=name,
        title=table.text("title"),
        say=say,
        again=_some(table, "again", say),
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


def _input(name: str, table: Table) -> Input:
    say, least = table.words("say"), table.whole("least", 1, 20)
    return Input(
        name=name,
        title=table.text("title"),
        say=say,
        again=_some(table, "again", say),
        least=least,
        most=table.whole("most", least, 20),
        valid=table.one_of("valid", CHECKS),
        keep=table.one_of("keep", channel_vars.TYPED),
        onward=table.word("onward"),
        too_short=_some(table, "too_short"),
        wrong=table.words("wrong"),
        read_back=table.words("read_back"),
        confirm=table.words("confirm"),
        skip=table.word("skip") if table.has("skip") else None,
    )


def _incident_news(name: str, table: Table) -> IncidentNews:
    return IncidentNews(
        name=name,
        title=table.text("title"),
        say=table.words("say"),
        offer=table.words("offer"),
        key=read_key(table, table.text("key")),
        label=table.text("label"),
        joined=table.word("joined"),
        onward=table.word("onward"),
        by_topic=table.flag("by_topic"),
        notices=table.whole("notices", 1, 5),
        seconds=table.number("seconds", 1, 30),
    )


def _announcement(name: str, table: Table) -> Announcement:
    return Announcement(
        name=name,
        title=table.text("title"),
        say=tuple(_part(part) for part in table.words("say", SAYING)),
        onward=table.word("onward"),
        instead=_some(table, "instead"),
    )


def _part(text: str) -> str | Saying:
    saying = SAYING.fullmatch(text)
    return Saying(Reading(saying[1]), saying[2]) if saying else text


def _condition(name: str, table: Table) -> Condition:
    return Condition(name, title=table.text("title"), ask=table.word("ask"), ways=table.table("ways").words_by_name())


def _call(name: str, table: Table) -> Call:
    return Call(name, title=table.text("title"), sub=table.word("sub"), onward=table.word("onward"))


def _voicemail(name: str, table: Table) -> Voicemail:
    say, least = table.words("say"), table.whole("least", 1, 10)
    return Voicemail(
        name=name,
        title=table.text("title"),
        say=say,
        again=_some(table, "again", say),
        least=least,
        most=table.whole("most", least, 300),
        silence=table.whole("silence", 1, 30),
        too_short=table.words("too_short"),
        saved=table.words("saved"),
        onward=table.word("onward"),
    )


def _ending(name: str, table: Table) -> Ending:
    outcome = Outcome(table.one_of("outcome", ENDINGS))
    return Ending(name=name, title=table.text("title"), say=table.words("say"), outcome=outcome)


def _transfer(name: str, table: Table) -> Transfer:
    return Transfer(name, title=table.text("title"), say=table.words("say"), to=table.one_of("to", EMERGENCY))


def _return(name: str, table: Table) -> Return:
    return Return(name, title=table.text("title"), say=_some(table, "say"))


READERS: Final[Mapping[str, Callable[[str, Table], Node]]] = {
    "menu": _menu,
    "code": _code_entry,
    "input": _input,
    "incident": _incident_news,
    "say": _announcement,
    "condition": _condition,
    "call": _call,
    "voicemail": _voicemail,
    "end": _ending,
    "transfer": _transfer,
    "return": _return,
}
