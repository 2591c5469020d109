"""From when to when, for commands about calls: Hải Phòng's clock; without, today."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import click

from callcenter.cli.book_files import now
from crm.metrics.intervals import today
from crm.metrics.spells import Spell
from crm.working_time import HAI_PHONG

Command = TypeVar("Command", bound=Callable[..., Any])

MOMENT: Final = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


def interval_options(command: Command) -> Command:
    """`--from` and `--to`, passed as `begins` and `ends` to be given to `interval_of`."""
    begins = click.option(
        "--from", "begins", type=MOMENT, help="Từ lúc, ví dụ 2026-11-24 hay 2026-11-24T08:00; mặc định: hôm nay."
    )
    ends = click.option("--to", "ends", type=MOMENT, help="Đến trước lúc này; mặc định: một ngày sau đó.")
    return begins(ends(command))


def interval_of(begins: datetime | None, ends: datetime | None) -> Spell:
    start = begins.replace(tzinfo=HAI_PHONG) if begins else today(now()).begins
    return Spell(start, ends.replace(tzinfo=HAI_PHONG) if ends else start + timedelta(days=1))
