"""What an operation of the API is: its route, who may use it, what it reads and answers. The document is made of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web
from pydantic import BaseModel

from callcenter.web.api.call import Call, read_body, read_headers, read_query
from callcenter.web.api.fields import Asked, Sent
from callcenter.web.api.guard import admit, bearer
from callcenter.web.problems import Handler
from crm.api_tokens import Scope

Answering = Callable[[Call], Awaitable[web.Response]]


class Nothing(Asked):
    """A query or headers that an operation does not have."""


@dataclass(frozen=True)
class Operation:
    """`scopes`: any of them lets in; none named: every token. `problems` are those that follow from nothing else here.

    `links`: operation -> its parameters, as runtime expressions over this one's answer.
    """

    name: str
    method: str
    path: str
    handler: Answering
    scopes: frozenset[Scope]
    summary: str
    answer: type[BaseModel]
    status: int = 200
    query: type[Asked] = Nothing
    headers: type[Asked] = Nothing
    body: type[Sent] | None = None
    file: bool = False  # the body is a file, read as a stream by the handler
    tagged: bool = False  # the answer has an ETag
    answer_headers: Mapping[str, str] = field(default_factory=dict)  # name -> what it says
    problems: tuple[str, ...] = ()
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def all_problems(self) -> tuple[str, ...]:
        """Every kind of problem it can answer with."""
        body = ("malformed", "too_large", "unsupported_type", "invalid") if self.body else ()
        asked = ("invalid",) if self.query is not Nothing or self.headers is not Nothing else ()
        scoped = ("missing_scope",) if self.scopes else ()
        return ("no_token", *scoped, "too_many_requests", *asked, *body, *self.problems)


def guarded(operation: Operation) -> Handler:
    """The operation for those who may, with what it reads taken apart. Raises `ApiProblem`."""

    async def checked(request: web.Request) -> web.StreamResponse:
        caller = await admit(request, bearer(request), operation.scopes)
        query, headers = read_query(operation.query, request), read_headers(operation.headers, request)
        body = await read_body(operation.body, request) if operation.body else None
        return await operation.handler(Call(request, caller, query, headers, body))

    return checked
