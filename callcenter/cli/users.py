"""`callcenter users`: accounts, from the command line."""

import sys
from datetime import UTC, datetime

import click

from callcenter.cli.book_files import open_store
from callcenter.cli.output import json_option, put
from callcenter.secrets import readable_password
from crm import users as accounts
from crm.messages import NewUser

ROLES = {"operator": "tổng đài viên", "supervisor": "trưởng ca", "admin": "quản trị"}


@click.group()
def users() -> None:
    """Tài khoản: thêm, liệt kê, đổi mật khẩu, khóa."""


@users.command("list")
@json_option
def list_users(as_json: bool) -> None:
    """Liệt kê tài khoản."""
    found = accounts.list_users(open_store())
    lines = [
        f"{user.username:16} {ROLES.get(user.role, user.role):14} {user.full_name}{'' if user.active else ' (đã khóa)'}"
        for user in found
    ]
    put(
        found,
        "\n".join(lines) or "Chưa có tài khoản nào. Thêm: callcenter users add TÊN --name 'Họ và tên'",
        as_json,
    )


@users.command()
@click.argument("username")
@click.option("--name", "full_name", required=True, help="Họ và tên.")
@click.option("--role", type=click.Choice(list(ROLES)), default="operator", show_default=True)
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Đọc mật khẩu từ đầu vào; nếu không, một mật khẩu được sinh và in ra.",
)
@json_option
def add(username: str, full_name: str, role: str, password_stdin: bool, as_json: bool) -> None:
    """Thêm một tài khoản."""
    password = _password(password_stdin)
    user = accounts.add_user(NewUser(username, full_name, role, password), open_store(), datetime.now(tz=UTC))
    _put_password(user.username, password, password_stdin, as_json)


@users.command("password")
@click.argument("username")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Đọc mật khẩu từ đầu vào; nếu không, một mật khẩu được sinh và in ra.",
)
@json_option
def set_password(username: str, password_stdin: bool, as_json: bool) -> None:
    """Đổi mật khẩu; mọi phiên đang mở của người đó kết thúc."""
    password = _password(password_stdin)
    accounts.set_password(username, password, open_store(), datetime.now(tz=UTC))
    _put_password(username, password, password_stdin, as_json)


@users.command()
@click.argument("username")
def deactivate(username: str) -> None:
    """Khóa một tài khoản; mọi phiên đang mở kết thúc."""
    accounts.deactivate(username, open_store(), datetime.now(tz=UTC))
    click.echo(f"Đã khóa {username}.")


def _password(from_stdin: bool) -> str:
    return sys.stdin.readline().rstrip("\n") if from_stdin else readable_password()


def _put_password(username: str, password: str, given: bool, as_json: bool) -> None:
    """A generated password is shown this once; a given one never."""
    shown = None if given else password
    text = f"{username}: đã đặt mật khẩu." if given else f"{username}: mật khẩu {password} (chỉ in ra lần này)"
    put({"username": username, "password": shown}, text, as_json)
