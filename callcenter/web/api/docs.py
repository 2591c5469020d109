"""The document as a page for people: our own HTML, no script at all."""

from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from callcenter.web.api.kinds import KINDS
from callcenter.web.keys import DOCUMENT
from crm.api_tokens import Scope


@aiohttp_jinja2.template("api_docs.html")
async def docs_page(request: web.Request) -> dict[str, object]:
    document = request.app[DOCUMENT]
    operations = [
        (method.upper(), document["servers"][0]["url"] + path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return {
        "info": document["info"],
        "operations": operations,
        "schemas": document["components"]["schemas"],
        "sent": sent_by(operation for _, _, operation in operations),
        "kinds": KINDS,
        "scopes": [*Scope],
        "type_of": type_of,
        "model_of": model_of,
    }


def sent_by(operations: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The models that clients send: of the others every field is always there."""
    bodies = (operation["requestBody"]["content"] for operation in operations if "requestBody" in operation)
    return frozenset(model_of(of.get("schema", {})) for content in bodies for of in content.values())


def model_of(schema: dict[str, Any]) -> str:
    """The name of the model a schema refers to; "" when it refers to none."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def type_of(schema: dict[str, Any]) -> str:
    """A schema in a word or two: the model, what its list has, the choices, the format."""
    if name := model_of(schema):
        return name
    if "anyOf" in schema:
        return " | ".join(type_of(choice) for choice in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{type_of(schema['items'])}]"
    return str(schema.get("format") or schema.get("type", ""))
