"""Errors of the web room. The message is for the operator, in Vietnamese, and says what to do.

WebError
├── BadRequest     what was sent cannot be read; `fields` says which part
├── NotLoggedIn    no session, or one that has ended
├── NotAllowed     a session whose role may not do this
├── ForeignRequest a request that did not come from our own page (CSRF)
└── NotThere       no such page, contact or recording
"""

from collections.abc import Mapping

from callcenter.errors import CallcenterError


class WebError(CallcenterError):
    """Root of the room's errors: each knows its HTTP status and its name in JSON."""

    status = 500
    word = "error"

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class BadRequest(WebError):
    status = 400
    word = "bad_request"


class NotLoggedIn(WebError):
    status = 401
    word = "not_logged_in"


class NotAllowed(WebError):
    status = 403
    word = "not_allowed"


class ForeignRequest(WebError):
    status = 403
    word = "foreign_request"


class NotThere(WebError):
    status = 404
    word = "not_found"
