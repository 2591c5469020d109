"""The menu of last resort, run as Asterisk runs it: a process of its own, AGI on its standard input and output."""

import ast
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agi import fallback
from crm.case import Category
from ivr_flows import channel_vars
from tests.agi.scripted_asterisk import Call

SCRIPT = Path(fallback.__file__)
HANGUP = "\nHANGUP"
PROMPTS = ("/sounds dir/notice", "/sounds dir/menu", "/sounds dir/callback")


def run(call: Call, *arguments: str | Path, close_after: int | None = None) -> tuple[int, str]:
    """Live a call with the script; `close_after` so many commands the channel is gone. Its exit code and stderr."""
    with subprocess.Popen(
        [sys.executable, SCRIPT, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
    ) as script:
        assert script.stdin is not None
        assert script.stdout is not None
        assert script.stderr is not None
        script.stdin.write(call.request.decode())
        script.stdin.flush()
        count = 0
        while (line := script.stdout.readline().rstrip("\n")) and count != close_after:
            reply = call.reply(line)
            if reply.endswith(HANGUP):  # a script gets a signal instead of the line
                script.send_signal(signal.SIGHUP)
            script.stdin.write(f"{reply.removesuffix(HANGUP)}\n")
            script.stdin.flush()
            count += 1
        script.stdin.close()
        return script.wait(20), script.stderr.read()


def spooled(spool: Path) -> list[dict[str, object]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(spool.iterdir())]


def test_a_category_is_remembered_on_the_channel_and_in_the_spool(tmp_path: Path) -> None:
    call = Call("2", linkedid="pbx-1795500716.12")
    assert run(call, tmp_path, *PROMPTS) == (0, "")
    assert call.played == [PROMPTS[0]]
    assert call.variables == {"CC_OUTCOME": "queue", "CC_KEYS": "2", "CC_CATEGORY": "social"}
    (kept,) = spooled(tmp_path)
    at = datetime.fromisoformat(str(kept.pop("at")))
    assert at.tzinfo is UTC
    assert datetime.now(UTC) - at < timedelta(minutes=1)
    assert kept == {
        "linkedid": "pbx-1795500716.12",
        "uniqueid": "pbx-1795500716.12",
        "phone": "0912345678",
        "keys": ["2"],
        "category": "social",
        "callback": False,
    }


def test_the_spool_file_is_named_after_the_call_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    run(Call("2", linkedid="a/../b 1795500716.0"), tmp_path / "new" / "spool", *PROMPTS)
    (file,) = (tmp_path / "new" / "spool").iterdir()
    assert file.name == "a_.._b_1795500716.0.json"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("key", "category"), list(zip("1234", Category, strict=True)))
def test_the_categories_are_those_of_the_case_store(tmp_path: Path, key: str, category: Category) -> None:
    call = Call(key)
    run(call, tmp_path, *PROMPTS)
    assert call.variables["CC_CATEGORY"] == category


def test_nine_is_a_wish_to_be_called_back_and_is_confirmed(tmp_path: Path) -> None:
    call = Call("9")
    run(call, tmp_path, *PROMPTS)
    assert call.variables == {"CC_OUTCOME": "queue", "CC_KEYS": "9", "CC_CALLBACK": "1"}
    assert call.played[-1] == PROMPTS[2]
    assert spooled(tmp_path)[0]["callback"] is True


def test_silence_hears_everything_and_goes_to_the_queue(tmp_path: Path) -> None:
    call = Call()
    run(call, tmp_path, *PROMPTS)
    assert call.played == list(PROMPTS[:2])
    assert call.variables == {"CC_OUTCOME": "queue"}
    assert spooled(tmp_path)[0]["keys"] == []


def test_any_other_key_is_kept_and_goes_to_the_queue(tmp_path: Path) -> None:
    call = Call("*")
    run(call, tmp_path, *PROMPTS)
    assert call.variables == {"CC_OUTCOME": "queue", "CC_KEYS": "*"}


def test_a_withheld_number_is_empty(tmp_path: Path) -> None:
    run(Call("2", phone="unknown"), tmp_path, *PROMPTS)
    assert spooled(tmp_path)[0]["phone"] == ""


def test_prompts_that_are_missing_or_not_given_do_not_stop_it(tmp_path: Path) -> None:
    gone = Call("2", missing=frozenset(PROMPTS))
    assert run(gone, tmp_path, *PROMPTS) == (0, "")
    bare = Call("9")
    assert run(bare, tmp_path) == (0, "")
    assert (gone.variables["CC_CATEGORY"], bare.variables["CC_CALLBACK"]) == ("social", "1")


@pytest.mark.parametrize(("presses", "keys"), [("!", []), ("9!", ["9"])])
def test_a_caller_who_hangs_up_leaves_a_whole_file_and_a_clean_exit(
    tmp_path: Path, presses: str, keys: list[str]
) -> None:
    assert run(Call(presses), tmp_path, *PROMPTS)[0] == 0
    (kept,) = spooled(tmp_path)
    assert kept["keys"] == keys
    assert kept["callback"] is bool(keys)


@pytest.mark.parametrize("after", range(6))
def test_a_channel_that_breaks_anywhere_leaves_a_whole_file_or_none(tmp_path: Path, after: int) -> None:
    code, _ = run(Call("2"), tmp_path, *PROMPTS, close_after=after)
    assert code == 0
    assert all(file.suffix == ".json" and json.loads(file.read_text()) for file in tmp_path.iterdir())


def test_a_call_without_a_name_is_not_spooled(tmp_path: Path) -> None:
    call = Call("2", linkedid="")
    assert run(call, tmp_path, *PROMPTS) == (0, "")
    assert call.variables["CC_OUTCOME"] == "queue"
    assert list(tmp_path.iterdir()) == []


def test_a_spool_that_can_not_be_written_costs_neither_the_call_nor_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    call = Call("2")
    code, said = run(call, tmp_path / "file", *PROMPTS)
    assert (code, said) == (0, "fallback menu: FileExistsError\n")
    assert call.variables["CC_OUTCOME"] == "queue"


def test_without_arguments_it_says_so_and_exits_0() -> None:
    assert run(Call(linkedid="")) == (0, "fallback menu: ValueError\n")


def test_nothing_about_the_caller_is_printed(tmp_path: Path) -> None:
    assert "0912345678" not in run(Call("2"), tmp_path / "x", *PROMPTS)[1]


def test_its_variables_are_spelt_as_everywhere() -> None:
    ours = (fallback.KEYS, fallback.CATEGORY, fallback.OUTCOME, fallback.CALLBACK)
    assert ours == (channel_vars.KEYS, channel_vars.CATEGORY, channel_vars.OUTCOME, channel_vars.CALLBACK)


def test_it_stands_alone() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} - sys.stdlib_module_names == {"asterisk"}
