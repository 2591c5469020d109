"""Who calls, and may it: a token in the `Authorization` header, its scopes, its allowance. No cookie is looked at."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from callcenter.web.api.allowance import Allowance, Rates
from callcenter.web.api.kinds import ApiProblem
from callcenter.web.keys import SERVICES
from crm.api_tokens import Scope, TokenView, actor_of, token_by_secret

NOBODY: Final = ""
REALM: Final = 'Bearer realm="1022"'


@dataclass(frozen=True)
class Caller:
    """The client behind a request."""

    token: TokenView

    @property
    def actor(self) -> str:
        return actor_of(self.token.name)

    @property
    def reads_as(self) -> str:
        """Whose cases are its own to read: without the scope for that nobody's, whatever its name."""
        return self.actor if Scope.READ in self.token.scopes else NOBODY

    @property
    def sees_all(self) -> bool:
        return Scope.READ_ALL in self.token.scopes


CALLER = web.RequestKey("caller", Caller)
ALLOWANCE = web.RequestKey("allowance", Allowance)
RATES = web.AppKey("rates", Rates)


async def admit(request: web.Request, secret: str, scopes: Collection[Scope]) -> Caller:
    """The client with this token, if it has one of the scopes (none named: any token). The one place where access to
    the API is decided.

    Raises `ApiProblem`: no_token, too_many_requests, missing_scope.
    """
    services = request.app[SERVICES]
    now = services.now()
    token = await asyncio.to_thread(token_by_secret, services.store, secret, now) if secret else None
    if token is None:
        fault = REALM if not secret else f'{REALM}, error="invalid_token"'
        raise ApiProblem(
            "no_token",
            "Gửi kèm tiêu đề “Authorization: Bearer TOKEN” với token do đơn vị vận hành cấp.",
            headers={"WWW-Authenticate": fault},
        )
    allowance = request[ALLOWANCE] = request.app[RATES].take(token, now)
    if allowance.left < 0:
        raise ApiProblem(
            "too_many_requests",
            f"Token này được {allowance.limit} yêu cầu mỗi phút. Đợi {allowance.seconds} giây rồi gửi lại.",
            headers={"Retry-After": str(allowance.seconds)},
        )
    if scopes and token.scopes.isdisjoint(scopes):
        needed = " ".join(sorted(scopes))
        raise ApiProblem(
            "missing_scope",
            f"Cần một trong các quyền: {needed}. Hãy đề nghị đơn vị vận hành cấp token có quyền này.",
            headers={"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{needed}"'},
        )
    caller = request[CALLER] = Caller(token)
    return caller


def bearer(request: web.Request) -> str:
    """The token of the `Authorization` header; "" when there is none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


async def tell_allowance(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler (`on_response_prepare`): every answer to a token says what it has left."""
    allowance = request.get(ALLOWANCE)
    if allowance is not None:
        response.headers.update(allowance.as_headers())
