"""`callcenter flow`: a menu without a phone."""

from pathlib import Path

import click

from callcenter.cli.output import json_option, put
from ivr_flows.draw import draw as draw_flow
from ivr_flows.errors import MenuError
from ivr_flows.events import IncidentOpen
from ivr_flows.model import Flow, Notice
from ivr_flows.parse import load_builtin, load_menu
from ivr_flows.walk import SILENCE, WalkStep
from ivr_flows.walk import walk as walk_flow


@click.group()
def flow() -> None:
    """Menu trả lời tự động: kiểm tra, đi thử, vẽ. NAME là tên menu có sẵn (hotline) hoặc một tệp .toml."""


@flow.command()
@click.argument("name", default="hotline")
@json_option
def check(name: str, as_json: bool) -> None:
    """Tìm ngõ cụt, menu không tới được, lời thoại thiếu, phím dùng hai lần. Exit 1 when there are faults."""
    try:
        load(name)
        faults: tuple[str, ...] = ()
    except MenuError as error:
        faults = error.lines
    put(faults, "\n".join(faults) or f"{name}: không có lỗi.", as_json)
    raise SystemExit(1 if faults else 0)


@flow.command()
@click.argument("name", default="hotline")
@click.option("--keys", default="", help=f"Phím nhấn lần lượt, ví dụ 1,2; {SILENCE} là im lặng.")
@click.option("--incident", "notices", multiple=True, help="Lời báo của một sự cố chung đang mở; ghi nhiều lần được.")
@json_option
def walk(name: str, keys: str, notices: tuple[str, ...], as_json: bool) -> None:
    """Người gọi nhấn các phím này thì nghe gì và tới đâu."""
    incidents = [IncidentOpen(str(number), Notice(text, "")) for number, text in enumerate(notices, 1)]
    steps = walk_flow(load(name), keys.replace(",", ""), incidents=incidents)
    put(steps, "\n".join(_line(step) for step in steps), as_json)


@flow.command()
@click.argument("name", default="hotline")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp SVG; không có thì in ra.")
def draw(name: str, out: Path | None) -> None:
    """Vẽ menu thành SVG."""
    picture = draw_flow(load(name))
    if out is None:
        click.echo(picture)
    else:
        out.write_text(picture)
        click.echo(f"Đã vẽ {out}")


def load(name: str) -> Flow:
    """A menu file, or a menu that comes with us. Raises `MenuError`."""
    return load_menu(Path(name)) if name.endswith(".toml") else load_builtin(name)


def _line(step: WalkStep) -> str:
    ends = f"  => {step.outcome.value}" if step.outcome else ""
    said = "".join(f"\n    “{text}”" for text in step.says)
    return f"{step.event}: {step.title}{ends}{said}"
