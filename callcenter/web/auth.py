"""Who is there, and may this request be theirs: the session cookie, roles, and requests from foreign pages."""

import asyncio
from collections.abc import Collection
from hmac import compare_digest
from typing import Final

from aiohttp import web

from callcenter.web.errors import ForeignRequest, NotAllowed, NotLoggedIn
from callcenter.web.keys import SERVICES, WHO, Who
from callcenter.web.problems import Handler
from crm.sessions import session_by_token

COOKIE: Final = "tong-dai-1022"
CSRF_HEADER: Final = "X-CSRF-Token"
CSRF_FIELD: Final = "csrf"
READ_ONLY: Final = frozenset({"GET", "HEAD"})
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


def guarded(handler: Handler, roles: Collection[str] | None) -> Handler:
    """`handler` for these roles only; `None` means anybody. The one place where access is decided."""

    async def checked(request: web.Request) -> web.StreamResponse:
        refuse_foreign(request)
        who = await who_asks(request)
        if who is not None:
            request[WHO] = who
        if roles is not None:
            await _admit(request, who, roles)
        return await handler(request)

    return checked


async def _admit(request: web.Request, who: Who | None, roles: Collection[str]) -> None:
    if who is None:
        raise NotLoggedIn("Bạn chưa đăng nhập, hoặc phiên làm việc đã hết hạn. Hãy đăng nhập lại.")
    if request.method not in READ_ONLY and not compare_digest(await _csrf_of(request), who.csrf):
        raise ForeignRequest("Yêu cầu không đến từ trang này. Hãy tải lại trang rồi thử lại.")
    if who.role not in roles:
        raise NotAllowed("Tài khoản của bạn không dùng được trang này. Hãy đăng nhập bằng tài khoản khác.")


async def who_asks(request: web.Request) -> Who | None:
    """The person whose session cookie came along; None without a living session."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    services = request.app[SERVICES]
    session = await asyncio.to_thread(session_by_token, services.store, token, services.now())
    if session is None:
        return None
    user = session.user
    return Who(token, user.username, user.full_name, user.role, session.sip_ha1)


def refuse_foreign(request: web.Request) -> None:
    """Browsers name the page that sends a change or opens a websocket (`Origin`): only our own may."""
    origin = request.headers.get("Origin")
    upgrade = request.headers.get("Upgrade", "").lower() == "websocket"
    if origin is None or (request.method in READ_ONLY and not upgrade):
        return
    if origin.partition("://")[2] != request.host:
        raise ForeignRequest("Yêu cầu không đến từ trang này. Hãy tải lại trang rồi thử lại.")


async def _csrf_of(request: web.Request) -> str:
    if request.content_type in FORMS:
        return str((await request.post()).get(CSRF_FIELD, ""))
    return request.headers.get(CSRF_HEADER, "")


def remember(response: web.Response, request: web.Request, token: str) -> None:
    """Give the browser the session: not readable by scripts, not sent along from other sites."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", secure=request.secure, path="/")


def forget(response: web.Response) -> None:
    response.del_cookie(COOKIE, path="/")
