"""`callcenter setup` and `callcenter serve`."""

import asyncio
from datetime import UTC, datetime

import click

from callcenter import settings as settings_file
from callcenter.cli.flow import load as load_flow
from callcenter.installation import ensure_parts, ensure_sounds, ensure_store
from callcenter.logs import open_logs
from callcenter.single_instance import single_instance
from callcenter.wiring import serve_until_stopped


@click.command()
@click.option("--only-parts", is_flag=True, help="Chỉ tải các phần, không tạo gì trong thư mục var.")
def setup(only_parts: bool) -> None:
    """Chuẩn bị mọi thứ dịch vụ cần; lần sau xong ngay."""
    settings = settings_file.load()
    flow = load_flow(settings.menu)
    parts = ensure_parts(settings, click.echo)
    if not only_parts:
        ensure_store(settings, datetime.now(tz=UTC), click.echo).close()
        ensure_sounds(settings, flow, parts.prefix)


@click.command()
def serve() -> None:
    """Chạy dịch vụ: Asterisk, menu, trang tổng đài viên. Ctrl-C để dừng."""
    settings = settings_file.load()
    load_flow(settings.menu)  # a broken menu file is one plain line before anything is started
    with single_instance(settings.var):
        open_logs(settings.log)
        asyncio.run(serve_until_stopped(settings, click.echo))
