"""What goes wrong at the start is told in one plain line, with exit status 1 and no traceback."""

import socket
from pathlib import Path

import pytest

from tests.end_to_end.stack import DATABASE, Stack

pytestmark = pytest.mark.end_to_end


async def refused(stack: Stack, *command: str, **environment: str) -> str:
    """Run a command that must fail, and give the one line it says."""
    process = await stack.spawn(*command, **environment)
    out, err = await process.communicate()
    lines = err.decode().splitlines()
    assert process.returncode == 1, out.decode() + err.decode()
    assert len(lines) == 1, err.decode()
    return lines[0]


async def test_a_taken_page_port_is_named(stack: Stack) -> None:
    with socket.create_server(("127.0.0.1", stack.web_port)):
        line = await refused(stack, "serve")
    assert str(stack.web_port) in line


async def test_a_taken_sip_port_is_named(stack: Stack) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", stack.sip_port))
        line = await refused(stack, "serve")
    assert f"cổng {stack.sip_port}" in line


async def test_a_machine_without_apt_is_told_so(stack: Stack, tmp_path: Path) -> None:
    line = await refused(stack, "setup", PATH=str(tmp_path), CALLCENTER_CACHE=str(tmp_path / "cache"))
    assert "apt-get" in line


async def test_a_machine_without_network_is_told_so(stack: Stack, tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:1/debian"
    line = await refused(stack, "setup", CALLCENTER_DEBIAN_MIRROR=nowhere, CALLCENTER_CACHE=str(tmp_path / "cache"))
    assert "mạng" in line


async def test_a_wrong_ami_password_is_told_and_not_tried_for_ever(stack: Stack, tmp_path: Path) -> None:
    await stack.start()
    (tmp_path / "other").mkdir()
    other = Stack(tmp_path / "other")
    await other.run("setup")
    ami_port = stack.environment["CALLCENTER_AMI_PORT"]
    line = await refused(other, "serve", CALLCENTER_ASTERISK="existing", CALLCENTER_AMI_PORT=ami_port)
    assert "từ chối" in line


async def test_a_broken_menu_file_is_named_with_the_field(stack: Stack) -> None:
    menu = stack.folder / "menu.toml"
    menu.write_text('[flow]\nname = "hotline"\nstart = "nowhere"\n')
    line = await refused(stack, "serve", CALLCENTER_MENU=str(menu))
    assert str(menu) in line


async def test_an_unknown_setting_is_named(stack: Stack) -> None:
    (stack.folder / "callcenter.toml").write_text("sip_prot = 5060\n")
    assert "sip_prot" in await refused(stack, "setup")


async def test_a_folder_that_cannot_be_written_is_named(stack: Stack) -> None:
    assert "/proc/nowhere" in await refused(stack, "setup", CALLCENTER_VAR="/proc/nowhere")


async def test_a_postgresql_that_is_not_there_is_told_by_each_command(stack: Stack) -> None:
    nowhere = {DATABASE: "postgresql+psycopg://callcenter@127.0.0.1:1/callcenter"}
    for command in (("serve",), ("setup",), ("users", "list")):
        assert "kiểm tra PostgreSQL đang chạy" in await refused(stack, *command, **nowhere)
    process = await stack.spawn("check", **nowhere)
    out, _ = await process.communicate()
    fault = next(line for line in out.decode().splitlines() if line.startswith("LỖI   cơ sở dữ liệu"))
    assert (process.returncode, "kiểm tra PostgreSQL đang chạy" in fault) == (1, True)


async def test_a_second_service_on_the_same_folder_is_refused(stack: Stack) -> None:
    await stack.start()
    assert stack.service is not None
    assert str(stack.service.pid) in await refused(stack, "serve")
