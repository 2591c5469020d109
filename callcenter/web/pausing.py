"""Going ready, pausing and going off: the operator's wish, carried out by Asterisk's queue. The answer is the push."""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from callcenter.web.bodies import PauseBody, read
from callcenter.web.errors import BadRequest
from callcenter.web.keys import SERVICES, WHO
from callcenter.web.to_json import answer


@dataclass(frozen=True)
class PauseReason:
    """`key` goes to Asterisk's queue log: plain ASCII."""

    key: str
    name: str


PAUSE_REASONS: Final = (
    PauseReason("break", "Nghỉ giữa ca"),
    PauseReason("meal", "Ăn ca"),
    PauseReason("tickets", "Xử lý phiếu"),
    PauseReason("meeting", "Họp, trao đổi"),
    PauseReason("other", "Việc khác"),
)
_KEYS: Final = frozenset(reason.key for reason in PAUSE_REASONS)


async def ready(request: web.Request) -> web.Response:
    await request.app[SERVICES].bridge.agents.ready(request[WHO].username)
    return answer({"ok": True})


async def pause(request: web.Request) -> web.Response:
    body = await read(PauseBody, request)
    if body.reason not in _KEYS:
        raise BadRequest("Chọn một lý do tạm nghỉ trong danh sách.", {"reason": "không có lựa chọn này"})
    await request.app[SERVICES].bridge.agents.pause(request[WHO].username, body.reason)
    return answer({"ok": True})


async def off(request: web.Request) -> web.Response:
    await request.app[SERVICES].bridge.agents.off(request[WHO].username)
    return answer({"ok": True})
