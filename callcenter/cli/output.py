"""How commands speak: text for people, or with `--json` one JSON document for scripts."""

import dataclasses
import json
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def json_option(command: Command) -> Command:
    """The `--json` flag, passed as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON cho chương trình khác đọc.")(
        command
    )


def put(value: object, text: str, as_json: bool) -> None:
    """Print `value` as JSON, or its `text`."""
    click.echo(json.dumps(value, default=plain, ensure_ascii=False, indent=2) if as_json else text)


def plain(value: object) -> object:
    """What JSON has no word for: dataclasses, moments (ISO 8601), enums, paths."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
