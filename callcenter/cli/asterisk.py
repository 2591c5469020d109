"""`callcenter asterisk`: the private Asterisk by hand."""

import click

from asterisk_conf.private_asterisk import PrivateAsterisk
from callcenter import settings as settings_file
from callcenter.installation import ensure_parts
from callcenter.switchboard import switchboard
from callcenter.wiring import endpoints
from crm.store import Store


@click.group()
def asterisk() -> None:
    """Asterisk của dịch vụ: xem, dừng, hỏi, viết cấu hình."""


@asterisk.command()
def status() -> None:
    """Có đang chạy không, với mấy kênh. Exit 1 when it is not running."""
    switch = _asterisk()
    if not switch.is_running():
        click.echo("Asterisk không chạy.")
        raise SystemExit(1)
    click.echo(f"Asterisk đang chạy (tiến trình {switch.pid}), {switch.calls()} kênh.")


@asterisk.command()
@click.option("--now", is_flag=True, help="Cắt các cuộc gọi đang có.")
def stop(now: bool) -> None:
    """Dừng Asterisk khi không còn cuộc gọi. Exit 1 when calls are still up."""
    if not _asterisk().stop(gracefully=not now):
        click.echo("Còn cuộc gọi, Asterisk chạy tiếp. Cắt cả cuộc gọi: callcenter asterisk stop --now", err=True)
        raise SystemExit(1)


@asterisk.command("render")
def render_configuration() -> None:
    """Viết cấu hình vào var/asterisk/etc, không khởi động gì: cho một Asterisk đã có sẵn."""
    settings = settings_file.load()
    switch = switchboard(settings, ensure_parts(settings, click.echo).prefix)
    store = Store(settings.database)
    switch.configure(endpoints(store))
    store.close()
    click.echo(f"Cấu hình ở {switch.asterisk.etc_dir}")


@asterisk.command()
@click.argument("command", nargs=-1, required=True)
def rx(command: tuple[str, ...]) -> None:
    """Hỏi Asterisk một lệnh, ví dụ: callcenter asterisk rx queue show."""
    click.echo(_asterisk().rx(" ".join(command)), nl=False)


def _asterisk() -> PrivateAsterisk:
    settings = settings_file.load()
    return switchboard(settings, ensure_parts(settings, click.echo).prefix).asterisk
