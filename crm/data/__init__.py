"""What the regulation leaves open is decided in the files beside this one, not in code; and the readers of them.

A broken file is a `BadData` that says where.
"""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from crm.errors import BadData


@cache
def read_toml(name: str) -> dict[str, Any]:
    """The table in `crm/data/<name>`, parsed once and kept for the life of the process."""
    try:
        return tomllib.loads((files(__name__) / name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"crm/data/{name}", str(error)) from error


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of `crm/data/<name>`, by the names in its first line."""
    text = (files(__name__) / name).read_text("utf-8")
    try:
        return list(csv.DictReader(text.splitlines(), strict=True))
    except csv.Error as error:
        raise BadData(f"crm/data/{name}", str(error)) from error
