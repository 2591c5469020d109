"""The reports as files to take away: made when asked for, named after their period."""

import asyncio
from typing import Final

from aiohttp import web

from callcenter.web.keys import SERVICES, WHO
from callcenter.web.report_query import read_month, read_quarter
from crm.audit import audit
from crm.reports.documents import (
    Format,
    monthly_document,
    monthly_name,
    suggestions_document,
    suggestions_name,
)

TYPES: Final = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}


async def monthly_file(request: web.Request) -> web.Response:
    services = request.app[SERVICES]
    form, period = Format(request.match_info["form"]), read_month(request, services.now())
    document = await asyncio.to_thread(monthly_document, services.store, period, form)
    return _file(document, monthly_name(period, form), form)


async def suggestions_file(request: web.Request) -> web.Response:
    """Who made the suggestions is in it, so the look is written down (Điều 10)."""
    services, who = request.app[SERVICES], request[WHO]
    now, form = services.now(), Format(request.match_info["form"])
    period, unit = read_quarter(request, now), request.query.get("unit") or None
    document = await asyncio.to_thread(suggestions_document, services.store, period, form, unit)
    name = suggestions_name(period, form)
    await asyncio.to_thread(audit, services.store, who.username, "suggestions", name, now)
    return _file(document, name, form)


def _file(document: bytes, name: str, form: Format) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=document, content_type=TYPES[form], headers=headers)
