"""A broken menu file: one line that names file, field and cure."""

from pathlib import Path

import pytest

from ivr_flows.errors import MenuError
from ivr_flows.nodes import CodeEntry, Menu
from ivr_flows.parse import load_builtin, load_menu, parse
from tests.ivr_flows.small_menu import SMALL, changed, small


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("turns = 6", "turns = ", "sai cú pháp TOML: Invalid value (at line 9, column 9); hãy sửa ở chỗ đó"),
        ('title = "Nhỏ"\n', "", "flow.title còn thiếu; hãy viết một câu trong ngoặc kép"),
        ('title = "Chính"', "titel = 'Chính'", "menu.main.title còn thiếu; hãy viết một câu trong ngoặc kép"),
        (
            "silence =",
            "silense =",
            "menu.after.silense không có ở đây; có phải là 'silence'?",
        ),
        ("length = 3", "length = 3\ncolour = 1", "code.status.colour không có ở đây; hãy bỏ đi"),
        ("length = 3", "length = 99", "code.status.length là 99; hãy viết một số từ 2 đến 20"),
        ("length = 3", "length = 3.5", "code.status.length là 3.5; hãy viết một số nguyên"),
        ("length = 3", "length = true", "code.status.length là True; hãy viết một số từ 2 đến 20"),
        (
            'say = ["hello"]',
            'say = "hello"',
            "menu.main.say là 'hello'; hãy viết một danh sách tên, như [\"greeting\"]",
        ),
        ('["hello"]', '["Hello!"]', "menu.main.say có 'Hello!'; hãy dùng chữ thường a-z, chữ số và _"),
        (
            '"water_supply"',
            '"a\\nSET"',
            "menu.main.keys.1.topic có 'a\\nSET'; hãy dùng chữ thường a-z, chữ số và _",
        ),
        (
            '5 = { label = "Tra',
            '55 = { label = "Tra',
            "menu.main.keys.55 không phải phím điện thoại; hãy dùng 0-9, * hoặc #",
        ),
        ('again_key = "*"', 'again_key = "s"', "flow.s không phải phím điện thoại; hãy dùng 0-9, * hoặc #"),
        (
            'outcome = "queue"',
            'outcome = "away"',
            "end.operator.outcome là 'away'; hãy chọn: queue, served, hangup",
        ),
        ('"d8", "d9"]', '"d8"]', "code.status.digits có 9 câu; cần mười câu, từ 0 đến 9"),
        ("[end.bye]", "[end.main]", "main là tên của hai nơi; hãy đổi tên một nơi"),
        ('hello = "Xin chào"', 'hello = " "', "prompts.hello là ' '; hãy viết một câu trong ngoặc kép"),
        ("[prompts]", "[promtps]", "prompts còn thiếu; hãy viết một bảng"),
        (
            '0 = { label = "Người trực", goto = "operator" }',
            '0 = "operator"',
            "everywhere.0 là 'operator'; hãy viết một bảng",
        ),
    ],
)
def test_a_broken_field_is_named_with_its_cure(before: str, after: str, line: str) -> None:
    with pytest.raises(MenuError) as caught:
        small((before, after))
    assert str(caught.value).startswith(f"small.toml: {line}")
    assert "\n" not in str(caught.value)


def test_a_key_written_twice_in_one_menu_is_refused_with_its_line() -> None:
    with pytest.raises(MenuError, match=r"small.toml: sai cú pháp TOML: .*at line 25"):
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
    assert set(flow.nodes) == {"main", "after", "news", "operator", "bye"}


def test_a_file_that_is_not_there_is_one_plain_line(tmp_path: Path) -> None:
    with pytest.raises(MenuError, match=r"no\.toml: không đọc được \(No such file or directory\); hãy xem lại tên tệp"):
        load_menu(tmp_path / "no.toml")


def test_a_file_in_an_old_encoding_is_one_plain_line(tmp_path: Path) -> None:
    file = tmp_path / "old.toml"
    file.write_bytes(b"title = '\xe3'")
    with pytest.raises(MenuError, match=r"old\.toml: không phải UTF-8 \(byte 9\); hãy lưu lại dạng UTF-8"):
        load_menu(file)


def test_an_unknown_builtin_menu_names_those_there_are() -> None:
    with pytest.raises(MenuError, match=r"^nightline: không có menu tên này; hãy chọn: .*hotline"):
        load_builtin("nightline")


def test_a_loaded_menu_is_checked_and_every_fault_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "menu.toml"
    file.write_text(changed(('"hello"', '"hallo"')), encoding="utf-8")
    with pytest.raises(MenuError) as caught:
        load_menu(file)
    assert caught.value.lines == (
        f"{file}: menu.main: nói 'hallo' nhưng không có câu này; hãy thêm prompts.hallo",
        f"{file}: prompts.hello: không được dùng; hãy dùng hoặc bỏ đi",
    )
    assert str(caught.value) == f"{caught.value.lines[0]} (và 1 lỗi nữa)"


def test_a_sound_menu_loads(tmp_path: Path) -> None:
    file = tmp_path / "menu.toml"
    file.write_text(SMALL, encoding="utf-8")
    assert load_menu(file).name == "small"
