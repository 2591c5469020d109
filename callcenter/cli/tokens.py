"""`callcenter tokens`: who may use the API, from the command line."""

from typing import Final

import click

from callcenter.cli.book_files import actor, now, open_store
from callcenter.cli.output import json_option, put
from crm import api_tokens
from crm.api_tables import CHANNELS
from crm.api_tokens import PER_MINUTE, NewToken, Scope, TokenView

SCOPES: Final = [scope.value for scope in Scope]


@click.group()
def tokens() -> None:
    """Token của API: thêm, liệt kê, thu hồi."""


@tokens.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    required=True,
    help="Quyền; lặp lại cho nhiều quyền.",
)
@click.option("--channel", type=click.Choice(CHANNELS), help="Kênh mà phản ánh gửi bằng token này thuộc về.")
@click.option("--per-minute", type=int, default=PER_MINUTE, show_default=True, help="Số yêu cầu nhiều nhất mỗi phút.")
@json_option
def add(name: str, scopes: tuple[str, ...], channel: str | None, per_minute: int, as_json: bool) -> None:
    """Thêm một token cho NAME; nó được in ra lần này và không xem lại được."""
    new = NewToken(name, tuple(map(Scope, scopes)), actor(), channel, per_minute)
    made = api_tokens.add_token(new, open_store(), now())
    text = f"{line(made.token)}\n{made.secret}\n(chỉ in ra lần này; gửi kèm mỗi yêu cầu: Authorization: Bearer …)"
    put({**plain(made.token), "token": made.secret}, text, as_json)


@tokens.command("list")
@json_option
def list_tokens(as_json: bool) -> None:
    """Liệt kê token, cả token đã thu hồi."""
    found = api_tokens.list_tokens(open_store())
    nothing = "Chưa có token nào. Thêm: callcenter tokens add TÊN --channel portal --scope cases:create"
    put([plain(token) for token in found], "\n".join(map(line, found)) or nothing, as_json)


@tokens.command()
@click.argument("token_id", metavar="ID", type=int)
def revoke(token_id: int) -> None:
    """Thu hồi token mang số ID của “callcenter tokens list”."""
    token = api_tokens.revoke_token(token_id, actor(), open_store(), now())
    click.echo(f"Đã thu hồi token {token.id} của {token.name}.")


def line(token: TokenView) -> str:
    used = f"dùng lần cuối {token.used_at:%Y-%m-%d %H:%M} UTC" if token.used_at else "chưa dùng"
    state = "đã thu hồi" if token.revoked_at else used
    return f"{token.id:4} {token.name:20} {token.channel or '-':8} {' '.join(sorted(token.scopes)):40} {state}"


def plain(token: TokenView) -> dict[str, object]:
    """The token for `--json`: scopes in a list."""
    return {**vars(token), "scopes": sorted(token.scopes)}
