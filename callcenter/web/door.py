"""Log in and log out. A log-in makes the browser phone's own secret, of which only HA1 is ever kept."""

import asyncio
import logging
import secrets
from hashlib import md5
from typing import Final

import aiohttp_jinja2
from aiohttp import web

from callcenter.errors import CallcenterError
from callcenter.web.auth import COOKIE, forget, remember
from callcenter.web.keys import SERVICES, SOCKETS, THROTTLE, WHO
from callcenter.web.services import WebServices
from crm.audit import audit
from crm.sessions import end_session, open_session, set_sip_ha1
from crm.users import check_password

log = logging.getLogger(__name__)

AT_THE_PHONE: Final = frozenset({"operator", "supervisor"})
WRONG: Final = "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra chữ hoa, chữ thường và bộ gõ tiếng Việt rồi thử lại."


@aiohttp_jinja2.template("login.html")
async def login_page(request: web.Request) -> dict[str, str]:
    return {"problem": "", "username": ""}


async def log_in(request: web.Request) -> web.Response:
    """One answer for a wrong name and a wrong password, and as slow for either."""
    form = await request.post()
    username, password = str(form.get("username", "")).strip().lower(), str(form.get("password", ""))
    services, throttle = request.app[SERVICES], request.app[THROTTLE]
    address, now = request.remote or "", services.now()
    if (left := throttle.wait(username, address, now)) is not None:
        seconds = int(left.total_seconds()) + 1
        return _again(request, username, f"Đã nhập sai nhiều lần. Đợi {seconds} giây rồi thử lại.", 429)
    user = await asyncio.to_thread(check_password, services.store, username, password)
    if user is None:
        throttle.was_wrong(username, address, now)
        return _again(request, username, WRONG, 401)
    throttle.was_right(username, address)
    token = await _begin(services, user.username, user.role)
    if before := request.cookies.get(COOKIE):
        await asyncio.to_thread(end_session, services.store, before)
    onwards = web.HTTPSeeOther("/")
    remember(onwards, request, token)
    raise onwards


async def log_out(request: web.Request) -> web.Response:
    """Stop taking calls, end the session and its open pages; Asterisk being away must not keep anybody logged in."""
    who, services = request[WHO], request.app[SERVICES]
    try:
        if who.role in AT_THE_PHONE:
            await services.bridge.agents.off(who.username)
    except CallcenterError as error:
        log.warning("log-out of %s went on without Asterisk: %s", who.username, error)
    await asyncio.to_thread(end_session, services.store, who.token)
    for socket in list(request.app[SOCKETS].get(who.token, ())):
        await socket.close()
    await _refresh(services)
    onwards = web.HTTPSeeOther("/login")
    forget(onwards)
    raise onwards


async def _begin(services: WebServices, username: str, role: str) -> str:
    """Open the session; its phone secret is thrown away here, the phone itself needs no more than HA1."""
    token, _ = await asyncio.to_thread(open_session, services.store, username, services.now())
    await asyncio.to_thread(audit, services.store, username, "log_in", username, services.now())
    if role in AT_THE_PHONE:
        secret = secrets.token_urlsafe(24)
        ha1 = md5(f"op-{username}:{services.sip.realm}:{secret}".encode()).hexdigest()  # RFC 2617 says MD5
        await asyncio.to_thread(set_sip_ha1, services.store, token, ha1)
        await _refresh(services)
    return token


async def _refresh(services: WebServices) -> None:
    """Asterisk learns the accounts; when it is away, the bridge renders them again on the way back."""
    try:
        await services.refresh_operators()
    except CallcenterError as error:
        log.warning("operators' SIP accounts not refreshed: %s", error)


def _again(request: web.Request, username: str, problem: str, status: int) -> web.Response:
    context = {"problem": problem, "username": username}
    return aiohttp_jinja2.render_template("login.html", request, context, status=status)
