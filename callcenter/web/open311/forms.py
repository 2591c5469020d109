"""The two forms of every answer, JSON and XML, from the same rows: as the specification nests them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element, tostring

from aiohttp import web

from callcenter.web.to_json import dumps

XML: Final = "xml"
# What an XML list calls each of its members.
MEMBER: Final = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Row = Mapping[str, Any]


def put(form: str, root: str, content: Sequence[Row] | Row, status: int = 200, **headers: str) -> web.Response:
    """The answer in the form that the address ends with."""
    if form == XML:
        document = tostring(element(root, content), encoding="utf-8", xml_declaration=True)
        return web.Response(body=document, status=status, content_type="text/xml", charset="utf-8", headers=headers)
    return web.json_response(content, status=status, dumps=dumps, headers=headers)


def element(name: str, value: Any) -> Element:
    """A value as XML: fields as elements, members of a list by their singular, nothing as an empty element."""
    made = Element(name)
    match value:
        case Mapping():
            made.extend(element(field, inner) for field, inner in value.items())
        case list() | tuple():
            made.extend(element(MEMBER[name], member) for member in value)
        case bool():
            made.text = str(value).lower()
        case None:
            pass
        case _:
            made.text = NOT_XML.sub(" ", str(value))
    return made
