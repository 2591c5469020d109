"""How calls went, for supervisors: computed from the events at the moment of asking."""

import asyncio
from datetime import datetime, timedelta

from aiohttp import web

from callcenter.web.errors import BadRequest
from callcenter.web.keys import SERVICES
from callcenter.web.to_json import answer
from crm.metrics.as_json import report_json
from crm.metrics.compute import Choice
from crm.metrics.intervals import By, today
from crm.metrics.report import metrics_report
from crm.metrics.spells import Spell
from crm.working_time import HAI_PHONG


async def metrics(request: web.Request) -> web.Response:
    """`from` and `to` as ISO 8601, Hải Phòng's time when they name no other; today without."""
    services = request.app[SERVICES]
    now = services.now()
    begins = read_moment(request, "from") or today(now).begins
    ends = read_moment(request, "to") or begins + timedelta(days=1)
    choice = Choice(request.query.get("queue") or None, request.query.get("operator") or None)
    report = await asyncio.to_thread(metrics_report, services.store, Spell(begins, ends), read_by(request), choice, now)
    return answer(report_json(report))


def read_by(request: web.Request) -> By:
    try:
        return By(request.query.get("by", By.WHOLE))
    except ValueError:
        raise BadRequest("Chỉ chia được theo giờ (hour) hoặc theo ngày (day).") from None


def read_moment(request: web.Request, name: str) -> datetime | None:
    text = request.query.get(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"“{text[:20]}” không phải một thời điểm, ví dụ 2026-11-24T08:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HAI_PHONG)
