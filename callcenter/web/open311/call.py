"""A request to Open311 as its handler sees it: its parameters wherever they stand, and who sent it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from callcenter.web.api.guard import Caller, admit, bearer
from callcenter.web.api.kinds import ApiProblem
from callcenter.web.keys import SERVICES
from callcenter.web.problems import Handler
from callcenter.web.services import WebServices
from crm.api_tokens import Scope

JURISDICTION: Final = "haiphong.gov.vn"  # [decided]: there is one, so it may be left out
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Call:
    """`caller` is None where the specification asks for no key."""

    request: web.Request
    parameters: Mapping[str, str]
    caller: Caller | None

    @property
    def services(self) -> WebServices:
        return self.request.app[SERVICES]

    @property
    def form(self) -> str:
        return self.request.match_info["form"]

    @property
    def client(self) -> Caller:
        """Who sent it, where a key is asked for."""
        assert self.caller is not None
        return self.caller

    def parts(self, name: str) -> list[str]:
        """A parameter that may name several, separated by commas."""
        return [part for part in (one.strip() for one in self.parameters.get(name, "").split(",")) if part]


@dataclass(frozen=True)
class Method:
    """A method of the API. `scopes`: any of them lets in; None: no key is asked for."""

    method: str
    path: str
    handler: Callable[[Call], Awaitable[web.Response]]
    scopes: frozenset[Scope] | None


def guarded(method: Method) -> Handler:
    """The method for those who may: the token is the `api_key`, or a bearer's. Raises `ApiProblem`."""

    async def checked(request: web.Request) -> web.StreamResponse:
        parameters = await parameters_of(request)
        secret = parameters.get("api_key") or bearer(request)
        caller = None if method.scopes is None else await admit(request, secret, method.scopes)
        if parameters.get("jurisdiction_id") not in (None, "", JURISDICTION):
            raise ApiProblem("not_found", f"jurisdiction_id: chỉ có {JURISDICTION}.")
        return await method.handler(Call(request, parameters, caller))

    return checked


async def parameters_of(request: web.Request) -> dict[str, str]:
    """The query's and the form's; the form's win. Raises `ApiProblem` for a body that is no form."""
    found = dict(request.query)
    if request.method == "POST":
        if request.content_type != FORM:
            raise ApiProblem("unsupported_type", f"Nội dung phải là {FORM}.")
        try:
            found |= {name: str(value) for name, value in (await request.post()).items()}
        except (LookupError, UnicodeDecodeError):
            raise ApiProblem("malformed", "Nội dung phải viết bằng UTF-8.") from None
    return found
