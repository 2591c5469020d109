"""Reading `crm/data`: parsed once, kept for the life of the process; a broken file is a `BadData` that says where."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from crm.errors import BadData


@cache
def read_toml(name: str) -> dict[str, Any]:
    """The table in `crm/data/<name>`."""
    try:
        return tomllib.loads((files("crm.data") / name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"crm/data/{name}", str(error)) from error


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of `crm/data/<name>`, by the names in its first line."""
    text = (files("crm.data") / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))
