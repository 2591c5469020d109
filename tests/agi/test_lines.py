"""AGI's lines, written and read."""

import shlex
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agi.errors import BadPeer, UnsafeArgument
from agi.lines import Reply, command_line, parse_header, parse_reply

PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60)


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("200 result=1", Reply(200, "result=1", result="1")),
        ("200 result=0 endpos=4827", Reply(200, "result=0 endpos=4827", result="0", endpos=4827)),
        ("200 result=53 endpos=13600", Reply(200, "result=53 endpos=13600", result="53", endpos=13600)),
        ("200 result=-2", Reply(200, "result=-2", result="-2")),
        ("511 Command Not Permitted", Reply(511, "Command Not Permitted")),
        ("100 Trying...", Reply(100, "Trying...")),
        ("520-Invalid command syntax.", Reply(520, "Invalid command syntax.", more=True)),
        ("520 End of proper usage.", Reply(520, "End of proper usage.")),
    ],
)
def test_the_replies_of_asterisk_are_read_whole(line: str, reply: Reply) -> None:
    assert parse_reply(line) == reply


def test_minus_one_keeps_its_code_and_how_far_the_prompt_came() -> None:
    reply = parse_reply("200 result=-1 endpos=20160")
    assert (reply.code, reply.result, reply.endpos) == (200, "-1", 20160)


def test_keys_that_stopped_coming_keep_their_timeout_flag() -> None:
    reply = parse_reply("200 result=8 (timeout)")
    assert (reply.result, reply.data) == ("8", "timeout")
    assert parse_reply("200 result= (timeout)") == Reply(200, "result= (timeout)", data="timeout")


@pytest.mark.parametrize("value", ["hangup", "timeout", "", "a) b (c", 'q"\\', "Nguyễn Thị Ngọc Ước", "x=1 endpos=2"])
def test_a_variable_may_have_any_value(value: str) -> None:
    assert parse_reply(f"200 result=1 ({value})").data == value


@pytest.mark.parametrize(
    "line", ["", "HANGUP", "200", "200 ok", "2000 result=1", "GET / HTTP/1.1", "20x result=1", "\x00"]
)
def test_what_is_no_reply_is_refused(line: str) -> None:
    with pytest.raises(BadPeer):
        parse_reply(line)


@given(st.text(max_size=80))
def test_no_line_does_worse_than_be_refused(line: str) -> None:
    with suppress(BadPeer):
        parse_reply(line)


@given(st.lists(PRINTABLE, max_size=4))
def test_arguments_arrive_as_they_were_given(arguments: list[str]) -> None:
    line = command_line("SET VARIABLE", *arguments).decode()
    assert line.count("\n") == 1
    assert shlex.split(line) == ["SET", "VARIABLE", *arguments]


@pytest.mark.parametrize("letter", ["\n", "\r", "\0", "\x1b", "\x7f"])
def test_a_control_character_can_not_break_out_of_its_line(letter: str) -> None:
    with pytest.raises(UnsafeArgument):
        command_line("SET VARIABLE", "CC_KEYS", f"1{letter}HANGUP")


def test_a_command_that_asterisk_would_cut_in_two_is_refused() -> None:
    with pytest.raises(UnsafeArgument, match="more than one command can have"):
        command_line("SET VARIABLE", "CC_KEYS", "ư" * 1000)


def test_a_header_is_split_at_its_first_colon() -> None:
    assert parse_header("agi_request: agi://127.0.0.1:4573/hotline") == ("agi_request", "agi://127.0.0.1:4573/hotline")
    assert parse_header("agi_accountcode:") == ("agi_accountcode", "")


@pytest.mark.parametrize("line", ["GET / HTTP/1.1", "Host: 0912345678", "agi_callerid 0912345678"])
def test_what_is_no_header_is_refused_without_being_repeated(line: str) -> None:
    with pytest.raises(BadPeer) as caught:
        parse_header(line)
    assert "0912345678" not in str(caught.value)
