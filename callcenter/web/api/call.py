"""One request as its handler sees it: read by the models of its operation, by a client that was let in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_origin

from aiohttp import web
from pydantic import BaseModel, ValidationError

from callcenter.web.api.guard import Caller
from callcenter.web.api.kinds import ApiProblem
from callcenter.web.bodies import unreadable
from callcenter.web.keys import SERVICES
from callcenter.web.services import WebServices

Model = TypeVar("Model", bound=BaseModel)
JSON = "application/json"


@dataclass(frozen=True)
class Call:
    """`query`, `headers` and `body` are what the operation names for them; None where it names nothing."""

    request: web.Request
    caller: Caller
    query: Any = None
    headers: Any = None
    body: Any = None

    @property
    def services(self) -> WebServices:
        return self.request.app[SERVICES]


def read_query(model: type[Model], request: web.Request) -> Model:
    """The address's query. A name that may not come several times may not."""
    many = {name for name, field in model.model_fields.items() if get_origin(field.annotation) is tuple}
    values = {name: request.query.getall(name) for name in request.query}
    twice = {name: "chỉ được có một" for name, all_of in values.items() if name not in many and len(all_of) > 1}
    if twice:
        raise ApiProblem("invalid", "Một tham số lặp lại.", twice)
    return read(model, {name: all_of if name in many else all_of[0] for name, all_of in values.items()})


def read_headers(model: type[Model], request: web.Request) -> Model:
    """The headers the model names. Without If-Match where it is asked for: `precondition_required`."""
    names = [field.alias for field in model.model_fields.values() if field.alias]
    values = {name: request.headers[name] for name in names if name in request.headers}
    if "If-Match" in names and "If-Match" not in values:
        raise ApiProblem("precondition_required", "Gửi kèm tiêu đề If-Match với ETag của phản ánh mà người dân đã xem.")
    return read(model, values)


async def read_body(model: type[Model], request: web.Request) -> Model:
    if request.content_type != JSON:
        raise ApiProblem("unsupported_type", f"Nội dung phải là {JSON}.")
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        raise wrong(error) from None


def read(model: type[Model], values: Mapping[str, Any], *, strict: bool | None = None) -> Model:
    """The values as the model; `strict` overrules the model's own. Raises `ApiProblem`."""
    try:
        return model.model_validate(values, strict=strict)
    except ValidationError as error:
        raise wrong(error) from None


def wrong(error: ValidationError) -> ApiProblem:
    """What cannot be read: the whole as JSON, or single fields."""
    if any(fault["type"] == "json_invalid" for fault in error.errors(include_context=False)):
        return ApiProblem("malformed", "Nội dung không phải JSON (UTF-8).")
    found = unreadable(error)
    return ApiProblem("invalid", found.message, found.fields)
