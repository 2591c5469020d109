"""Frozen pictures to JSON: one rule for every answer and for the page's boot data."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from aiohttp import web


def _plain(value: object) -> object:
    """What `json` does not know: dataclasses by their fields, moments as ISO 8601 with their offset."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(value: object) -> str:
    """JSON text; Vietnamese letters stay letters."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def dumps_for_html(value: object) -> str:
    """JSON text that may stand inside a `<script>` element: nothing in it can close the element."""
    return dumps(value).replace("<", "\\u003c").replace("&", "\\u0026")


def answer(value: object, status: int = 200) -> web.Response:
    return web.json_response(value, status=status, dumps=dumps)
