"""`callcenter call`: phone the running 1022 as a citizen would."""

from pathlib import Path

import click

from callcenter import settings as settings_file
from callcenter.citizen_phone import CallPlan, place_call
from callcenter.cli.output import json_option, put

WORDS = {
    "dialled": "gọi",
    "answered": "1022 nhấc máy",
    "pressed": "nhấn phím",
    "speaking": "đang nói",
    "ended": "kết thúc",
}


@click.command()
@click.option("--from", "caller", default="0912345678", show_default=True, help="Số người gọi.")
@click.option("--name", default="", help="Tên hiển thị của người gọi.")
@click.option("--keys", default="", help="Phím nhấn lần lượt, ví dụ 1,2.")
@click.option("--say", type=click.Path(path_type=Path), help="Tệp WAV người gọi nói, lặp lại đến hết cuộc.")
@click.option("--hear", type=click.Path(path_type=Path), help="Ghi những gì người gọi nghe vào tệp WAV này.")
@click.option("--to", "number", default="02251022", show_default=True, help="Số gọi đến.")
@click.option("--server", default="", help="MÁY:CỔNG của tổng đài; mặc định: máy này, cổng trong cài đặt.")
@click.option("--gap", default=1.0, show_default=True, help="Số giây giữa hai phím.")
@click.option("--hang-up-after", default=120.0, show_default=True, help="Gác máy sau chừng này giây.")
@json_option
def call(
    caller: str,
    name: str,
    keys: str,
    say: Path | None,
    hear: Path | None,
    number: str,
    server: str,
    gap: float,
    hang_up_after: float,
    as_json: bool,
) -> None:
    """Gọi 1022 bằng một cuộc gọi SIP thật, nhấn phím, nói một tệp âm thanh, in những gì xảy ra.

    Exit 0 when 1022 answered, 1 when it did not.
    """
    if not server:
        settings = settings_file.load()
        server = f"{settings.sip_host}:{settings.sip_port}"
    plan = CallPlan(
        server=server,
        number=number,
        caller=caller,
        name=name,
        keys=_keys(keys),
        say=say,
        hear=hear,
        gap=gap,
        hang_up_after=hang_up_after,
    )
    report = place_call(plan, (lambda *_: None) if as_json else _tell)
    if as_json:
        put(report, "", as_json)
    raise SystemExit(0 if report.answered else 1)


def _keys(text: str) -> tuple[str, ...]:
    """ "1,2" or "12" as single keys. Raises `click.BadParameter` for what no telephone has."""
    keys = tuple(text.replace(",", "").replace(" ", ""))
    if wrong := [key for key in keys if key not in "0123456789*#"]:
        raise click.BadParameter(f"điện thoại không có phím {wrong[0]}", param_hint="--keys")
    return keys


def _tell(at: float, word: str, detail: str) -> None:
    click.echo(f"{at:6.2f} s  {WORDS[word]} {detail}".rstrip())
