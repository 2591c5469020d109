"""A broken menu file: one line that names file, field and cure."""

from pathlib import Path

import pytest

from ivr_flows.errors import MenuError
from ivr_flows.model import CodeEntry, Menu
from ivr_flows.parse import load_builtin, load_menu, parse
from tests.ivr_flows.small_menu import SMALL, changed, small


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("turns = 6", "turns = ", "is not valid TOML: Invalid value (at line 9, column 9); mend it there"),
        ('title = "Nhỏ"\n', "", "flow.title is missing; write a text in quotes"),
        ('title = "Chính"', "titel = 'Chính'", "menu.main.title is missing; write a text in quotes"),
        (
            "silence =",
            "silense =",
            "menu.after.silense is not known here; did you mean 'silence'?",
        ),
        ("length = 3", "length = 3\ncolour = 1", "code.status.colour is not known here; remove it"),
        ("length = 3", "length = 99", "code.status.length is 99; write a number from 2 to 20"),
        ("length = 3", "length = 3.5", "code.status.length is 3.5; write a whole number"),
        ("length = 3", "length = true", "code.status.length is True; write a number from 2 to 20"),
        ('say = ["hello"]', 'say = "hello"', "menu.main.say is 'hello'; write a list of names, such as [\"greeting\"]"),
        ('["hello"]', '["Hello!"]', "menu.main.say has 'Hello!'; use lower-case letters a-z, digits and _"),
        (
            '"water_supply"',
            '"a\\nSET"',
            "menu.main.keys.1.topic has 'a\\nSET'; use lower-case letters a-z, digits and _",
        ),
        (
            '5 = { label = "Tra',
            '55 = { label = "Tra',
            "menu.main.keys.55 is no key of a telephone; use one of 0-9, * and #",
        ),
        ('again_key = "*"', 'again_key = "s"', "flow.s is no key of a telephone; use one of 0-9, * and #"),
        (
            'outcome = "queue"',
            'outcome = "away"',
            "end.operator.outcome is 'away'; choose one of: queue, served, hangup",
        ),
        ('"d8", "d9"]', '"d8"]', "code.status.digits has 9 prompts; give ten, for 0 to 9"),
        ("[end.bye]", "[end.main]", "main names two nodes; give one of them another name"),
        ('hello = "Xin chào"', 'hello = " "', "prompts.hello is ' '; write a text in quotes"),
        ("[prompts]", "[promtps]", "prompts is missing; write a table"),
        (
            '0 = { label = "Người trực", goto = "operator" }',
            '0 = "operator"',
            "everywhere.0 is 'operator'; make it a table",
        ),
    ],
)
def test_a_broken_field_is_named_with_its_cure(before: str, after: str, line: str) -> None:
    with pytest.raises(MenuError) as caught:
        small((before, after))
    assert str(caught.value).startswith(f"small.toml: {line}")
    assert "\n" not in str(caught.value)


def test_a_key_written_twice_in_one_menu_is_refused_with_its_line() -> None:
    with pytest.raises(MenuError, match=r"small.toml: is not valid TOML: .*at line 24"):
        small(('5 = { label = "Tra', '1 = { label = "Tra'))


def test_a_menu_says_the_same_again_unless_told_otherwise() -> None:
    main = small().nodes["main"]
    assert isinstance(main, Menu)
    assert main.again == main.say == ("hello",)
    code = small(("length = 3", 'length = 3\nagain = ["short"]')).nodes["status"]
    assert isinstance(code, CodeEntry)
    assert code.again == ("short",)


def test_a_menu_without_codes_is_possible() -> None:
    head, rest = SMALL.split("[code.status]")
    flow = parse(head + rest[rest.index("[menu.after]") :], "small.toml")
    assert set(flow.nodes) == {"main", "after", "operator", "bye"}


def test_a_file_that_is_not_there_is_one_plain_line(tmp_path: Path) -> None:
    with pytest.raises(MenuError, match=r"no\.toml: can't be read \(No such file or directory\); check the name"):
        load_menu(tmp_path / "no.toml")


def test_a_file_in_an_old_encoding_is_one_plain_line(tmp_path: Path) -> None:
    file = tmp_path / "old.toml"
    file.write_bytes(b"title = '\xe3'")
    with pytest.raises(MenuError, match=r"old\.toml: is not UTF-8 \(byte 9\); save it as UTF-8"):
        load_menu(file)


def test_an_unknown_builtin_menu_names_those_there_are() -> None:
    with pytest.raises(MenuError, match=r"^nightline: there is no menu of this name; choose one of: .*hotline"):
        load_builtin("nightline")


def test_a_loaded_menu_is_checked_and_every_fault_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "menu.toml"
    file.write_text(changed(('"hello"', '"hallo"')), encoding="utf-8")
    with pytest.raises(MenuError) as caught:
        load_menu(file)
    assert caught.value.lines == (
        f"{file}: menu.main: says 'hallo', which is not among the prompts; add prompts.hallo",
        f"{file}: prompts.hello: is never said; use it or remove it",
    )
    assert str(caught.value) == f"{caught.value.lines[0]} (1 more fault after this one)"


def test_a_sound_menu_loads(tmp_path: Path) -> None:
    file = tmp_path / "menu.toml"
    file.write_text(SMALL, encoding="utf-8")
    assert load_menu(file).name == "small"
