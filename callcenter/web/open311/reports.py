"""POST service request: its fields become a report with what Điều 6 asks. Pure."""

from typing import Final

from callcenter.web.api.call import read
from callcenter.web.api.kinds import ApiProblem
from callcenter.web.api.sent import NewCase
from callcenter.web.open311.call import Call
from callcenter.web.open311.reading import matter_of
from crm.messages import TicketFields

YES_OR_NO: Final = {"": False, "false": False, "true": True}


def fields_of(call: Call) -> TicketFields:
    """The report. Raises `ApiProblem` naming each field."""
    category, topic = matter_of(said(call, "service_code"))
    wished = said(call, "attribute[confidential]")
    if wished not in YES_OR_NO:
        raise ApiProblem("invalid", "attribute[confidential]: true hoặc false.")
    given = {
        "content": content_of(call),
        "category": category,
        "topic": topic,
        "social_field": said(call, "attribute[social_field]") or None,
        "ward": said(call, "attribute[ward]") or None,
        "place": place_of(call),
        "reporter_name": " ".join(f"{said(call, 'last_name')} {said(call, 'first_name')}".split()),
        "reporter_phone": said(call, "phone"),
        "reporter_email": said(call, "email"),
        "confidential": YES_OR_NO[wished],
    }
    return read(NewCase, given, strict=False).as_fields()


def content_of(call: Call) -> str:
    """The description, and where pictures lie: nothing is fetched from an address that somebody sent."""
    media = said(call, "media_url")
    described = said(call, "description")
    return f"{described}\n\nTệp kèm theo: {media}" if described and media else described


def place_of(call: Call) -> str:
    """Điều 8.1 has somebody go there: an address is needed, since we cannot find one by coordinates. They are kept."""
    address, lat, long = (said(call, name) for name in ("address_string", "lat", "long"))
    if not address:
        raise ApiProblem(
            "invalid", "address_string: chưa điền. Tổng đài không tra được địa chỉ từ lat, long hay address_id."
        )
    if not lat and not long:
        return address
    return f"{address} ({degrees('lat', lat, 90)}, {degrees('long', long, 180)})"


def degrees(name: str, text: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        raise ApiProblem("invalid", f"{name}: cần số từ -{most} đến {most} (WGS 84).")
    return value


def said(call: Call, name: str) -> str:
    return call.parameters.get(name, "").strip()
