"""`callcenter flow`: a menu without a phone."""

from collections.abc import Callable
from pathlib import Path

import click

from callcenter.cli.output import json_option, put
from ivr_flows.draw import draw as draw_flow
from ivr_flows.errors import MenuError
from ivr_flows.events import IncidentOpen
from ivr_flows.facts import NO_ANSWER, QUESTIONS, VALUES, label_of
from ivr_flows.model import Flow
from ivr_flows.nodes import Notice
from ivr_flows.parse import load_menu, menu_file
from ivr_flows.walk import SILENCE, SOME_FACTS, WalkStep, World
from ivr_flows.walk import walk as walk_flow


class Assignment(click.ParamType[tuple[str, str]]):
    """NAME=VALUE, of a name that the flow may ask about."""

    name = "tên=giá trị"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        name, equals, text = value.partition("=")
        if not equals or name not in {*QUESTIONS, *VALUES}:
            self.fail(f"{value!r} không dùng được; hãy viết tên=giá trị, tên là: {', '.join([*QUESTIONS, *VALUES])}")
        return name, text


def answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """A switch for each answer the world can give: --open, --closed, --known, and --no-office for none."""
    for question, answers in reversed(list(QUESTIONS.items())):
        for answer in reversed((*answers, NO_ANSWER)):
            switch = f"--no-{question}" if answer == NO_ANSWER else f"--{answer.replace('_', '-')}"
            help_ = f"{question}: {label_of(question, answer)}"
            command = click.option(switch, question, flag_value=answer, default=None, help=help_)(command)
    return command


@click.group()
def flow() -> None:
    """Menu trả lời tự động: kiểm tra, đi thử, vẽ. NAME là tên menu có sẵn (hotline) hoặc một tệp .toml."""


@flow.command()
@click.argument("name", default="hotline")
@json_option
def check(name: str, as_json: bool) -> None:
    """Tìm ngõ cụt, vòng lặp, nơi không tới được, lời thoại thiếu hay dễ đọc sai, phím trùng, điều kiện thiếu lối.

    Exit 1 when there are faults.
    """
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
@click.option("--entry", default="", help="Lối vào khác, ví dụ survey sau khi gặp tổng đài viên.")
@answer_options
@click.option(
    "--fact",
    "facts",
    multiple=True,
    type=Assignment(),
    help=f"Giá trị hoặc câu trả lời: tên=giá trị, ví dụ waiting=3. Tên: {', '.join([*QUESTIONS, *VALUES])}.",
)
@json_option
def walk(
    name: str,
    keys: str,
    notices: tuple[str, ...],
    entry: str,
    facts: tuple[tuple[str, str], ...],
    as_json: bool,
    **answers: str,
) -> None:
    """Người gọi nhấn các phím này thì nghe gì và tới đâu."""
    incidents = [IncidentOpen(str(number), Notice(text, "")) for number, text in enumerate(notices, 1)]
    told = {question: answer for question, answer in answers.items() if answer is not None}
    world = World(incidents=incidents, facts={**SOME_FACTS, **told, **dict(facts)})
    steps = walk_flow(load(name), keys.replace(",", ""), world, entry)
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
    return load_menu(menu_file(name))


def _line(step: WalkStep) -> str:
    ends = f"  => {step.outcome.value}" if step.outcome else ""
    said = "".join(f"\n    “{text}”" for text in step.says)
    return f"{step.event}: {step.title}{ends}{said}"
