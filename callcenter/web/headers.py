"""Headers of every answer: what the page may load and speak to, and that nothing personal is cached."""

from aiohttp import web

from callcenter.web.keys import SERVICES

# Our own scripts, styles and sounds only; no inline script, no frame around us. `connect-src` gains the phone.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self' {phone}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


async def secure(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler (`on_response_prepare`): runs for files and error answers as well."""
    phone = request.app[SERVICES].sip.url_for(request)
    response.headers.setdefault("Content-Security-Policy", _POLICY.format(phone=phone))  # a file has a stricter one
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"  # "no-referrer" would make the Origin of our own forms "null"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()"
    if request.secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    # Scripts and styles are asked for again each time (304 mostly), so that a new version is whole at once.
    response.headers.setdefault("Cache-Control", "no-cache" if request.path.startswith("/static/") else "no-store")
