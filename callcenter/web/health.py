"""Is the service well? For supervision, without a log-in and without anything personal."""

from aiohttp import web

from callcenter.web.keys import SERVICES
from callcenter.web.to_json import answer


async def healthz(request: web.Request) -> web.Response:
    """200 while pages are served; `stale_since` tells since when the line to Asterisk is away."""
    services = request.app[SERVICES]
    return answer({"ok": True, "now": services.now(), "stale_since": services.bridge.stale_since})
