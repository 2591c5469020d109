"""The OpenAPI 3.1 document: made of the table of operations and the models their handlers read and answer with."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from callcenter.web.api.answers import Problem
from callcenter.web.api.fields import Asked
from callcenter.web.api.kinds import KINDS
from callcenter.web.api.operation import Operation
from callcenter.web.api.problems import PROBLEM_JSON
from crm.api_tokens import Scope

Json = dict[str, Any]
REFS: Final = "#/components/schemas/{model}"
SCHEME: Final = "token"
CODE: Final = {"name": "code", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9]{9}$"}}
TEXT: Final[Json] = {"schema": {"type": "string"}}
HEADERS: Final = {
    "no_token": ("WWW-Authenticate",),
    "missing_scope": ("WWW-Authenticate",),
    "too_many_requests": ("Retry-After",),
}
ABOUT: Final = """Cases (phản ánh, kiến nghị) of Tổng đài 1022 Hải Phòng, for the city's portal, the app Smart Hải Phòng
and open data, by Quyết định 33/2026/QĐ-CTUBND. Each request carries a token. Moments are RFC 3339."""


def document(operations: Iterable[Operation]) -> Json:
    """The whole document."""
    operations = tuple(operations)
    schemas = Schemas(operations)
    by_path = groupby(sorted(operations, key=lambda operation: operation.path), lambda operation: operation.path)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tổng đài 1022 Hải Phòng", "version": "1", "description": ABOUT},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            path: {operation.method.lower(): described(operation, schemas) for operation in same}
            for path, same in by_path
        },
        "components": {
            "schemas": schemas.shared,
            "securitySchemes": {
                SCHEME: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": f"Scopes: {', '.join(Scope)}. Made by `callcenter tokens add`.",
                }
            },
        },
    }


class Schemas:
    """The JSON schemas of all models, each once; those of queries and headers are taken apart into parameters."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Problem, "serialization"): None}
        for operation in operations:
            models |= dict.fromkeys([(operation.answer, "serialization")])
            asked = (operation.query, operation.headers, *([operation.body] if operation.body else []))
            models |= dict.fromkeys((model, "validation") for model in asked)
        self._refs, whole = models_json_schema(list(models), ref_template=REFS)
        self._all: Json = whole["$defs"]
        taken_apart = {self._name(model, "validation") for model, _ in models if issubclass(model, Asked)}
        self.shared = {name: schema for name, schema in self._all.items() if name not in taken_apart}

    def ref(self, model: type[BaseModel], mode: JsonSchemaMode) -> Json:
        return self._refs[model, mode]

    def parameters(self, model: type[Asked], place: str) -> list[Json]:
        schema = self._all[self._name(model, "validation")]
        required = schema.get("required", ())
        return [
            {
                "name": name,
                "in": place,
                "required": name in required,
                "description": field.pop("description", ""),
                "schema": without_null(field),
            }
            for name, field in ((name, dict(field)) for name, field in schema.get("properties", {}).items())
        ]

    def _name(self, model: type[BaseModel], mode: JsonSchemaMode) -> str:
        return str(self._refs[model, mode]["$ref"]).rpartition("/")[2]


def described(operation: Operation, schemas: Schemas) -> Json:
    """One operation."""
    parameters = [CODE] if "{code}" in operation.path else []
    parameters += schemas.parameters(operation.query, "query") + schemas.parameters(operation.headers, "header")
    found: Json = {
        "operationId": operation.name,
        "summary": operation.summary,
        "security": [{SCHEME: [scope]} for scope in sorted(operation.scopes)] or [{SCHEME: []}],
        "parameters": parameters,
        "responses": responses(operation, schemas),
    }
    if operation.body:
        content = {"application/json": {"schema": schemas.ref(operation.body, "validation")}}
        found["requestBody"] = {"required": True, "content": content}
    if operation.file:
        found["requestBody"] = {"required": True, "content": {"application/octet-stream": {}}}
    return found


def responses(operation: Operation, schemas: Schemas) -> Json:
    """What it answers, and every problem by its status."""
    headers = {name: {**TEXT, "description": what} for name, what in operation.answer_headers.items()}
    if operation.tagged:
        headers["ETag"] = {**TEXT, "description": "Of this very answer"}
    good: Json = {
        "description": "As asked",
        "headers": headers,
        "content": {"application/json": {"schema": schemas.ref(operation.answer, "serialization")}},
    }
    if operation.links:
        good["links"] = {name: linked(name, parameters) for name, parameters in operation.links.items()}
    found = {str(operation.status): good}
    if "If-None-Match" in {field.alias for field in operation.headers.model_fields.values()}:
        found["304"] = {"description": "The client has it already"}
    by_status: dict[int, list[str]] = {}
    for kind in dict.fromkeys(operation.all_problems()):
        by_status.setdefault(KINDS[kind].status, []).append(kind)
    for status, kinds in sorted(by_status.items()):
        found[str(status)] = problem(kinds, schemas)
    return found


def problem(kinds: list[str], schemas: Schemas) -> Json:
    return {
        "description": ", ".join(kinds),
        "headers": {name: TEXT for kind in kinds for name in HEADERS.get(kind, ())},
        "content": {PROBLEM_JSON: {"schema": schemas.ref(Problem, "serialization")}},
    }


def linked(name: str, parameters: Mapping[str, str]) -> Json:
    return {"operationId": name, "parameters": dict(parameters)}


def without_null(schema: Json) -> Json:
    """An address cannot say null: a parameter is there or it is not."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default", "title")}
    return {**rest, **choices[0]} if len(choices) == 1 else rest | ({"anyOf": choices} if choices else {})
