"""Cases as service requests: which ones, and how each is written. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from callcenter.web.api.fields import RFC3339
from callcenter.web.api.kinds import ApiProblem
from callcenter.web.open311.call import Call
from callcenter.web.open311.catalogue import service_of, services
from crm.api_queries import ApiCase, ListCases, Matter
from crm.case import ENDED, STATE_NAMES, STEP_NAMES, CaseState
from crm.case_code import parse
from crm.errors import BadCaseCode
from crm.places import ward_name
from crm.working_time import HAI_PHONG

SPAN: Final = timedelta(days=90)
MOST: Final = 1000  # requests in an answer; both limits are the specification's
STATUSES: Final = {"open": frozenset(CaseState) - ENDED, "closed": ENDED}
Row = dict[str, Any]


def question_of(call: Call, now: datetime) -> ListCases:
    """What GET service requests asks for. Ids overrule every other filter. Raises `ApiProblem`."""
    actor, everybodys = call.client.reads_as, call.client.sees_all
    if codes := call.parts("service_request_id"):
        return ListCases(actor, everybodys, codes=tuple(known_codes(codes)), limit=MOST)
    start, end = span_of(call, now)
    states = {state for status in call.parts("status") for state in states_of(status)}
    matters = tuple(matter_of(code) for code in call.parts("service_code"))
    return ListCases(
        actor,
        everybodys,
        states=tuple(sorted(states)),
        matters=matters,
        received_from=start,
        received_to=end,
        limit=MOST,
    )


def known_codes(codes: list[str]) -> Iterator[str]:
    """The codes that can be any case's; others are not found, like those of no case."""
    for code in codes:
        try:
            yield parse(code)
        except BadCaseCode:
            continue


def span_of(call: Call, now: datetime) -> tuple[datetime, datetime]:
    """From when to when: at most 90 days, the last 90 when nothing is said."""
    start, end = moment(call, "start_date"), moment(call, "end_date")
    if start is None:
        end = end or now
        return end - SPAN, end
    end = end or start + SPAN
    if end - start > SPAN:
        raise ApiProblem("invalid", "start_date, end_date: cách nhau nhiều nhất 90 ngày.")
    return start, end


def moment(call: Call, name: str) -> datetime | None:
    """A date of W3C's kind, with its offset."""
    text = call.parameters.get(name, "")
    if not text:
        return None
    try:
        if not RFC3339.fullmatch(text) or not "2000" <= text[:4] < "2100":
            raise ValueError(text)
        return datetime.fromisoformat(text.upper())
    except ValueError:
        raise ApiProblem("invalid", f"{name}: cần dạng 2026-11-25T09:00:00+07:00.") from None


def states_of(status: str) -> frozenset[CaseState]:
    try:
        return STATUSES[status]
    except KeyError:
        raise ApiProblem("invalid", "status: open hoặc closed.") from None


def matter_of(code: str) -> Matter:
    try:
        return services()[code].matter
    except KeyError:
        raise ApiProblem("not_found", f"service_code: không có “{code}”.") from None


def status_of(state: CaseState) -> str:
    """Closed is what has ended: told its result, refused, or withdrawn."""
    return "closed" if state in ENDED else "open"


def request_row(case: ApiCase) -> Row:
    """A case as GET service requests writes it. There is no geocoding: never a place on the map."""
    service = service_of(case.category, case.topic)
    running = [clock.due_at for clock in case.clocks if clock.stopped_at is None]
    where = [part for part in (case.place, ward_name(case.ward) if case.ward else "") if part]
    return {
        "service_request_id": case.code,
        "status": status_of(case.state),
        "status_notes": notes_of(case),
        "service_name": service.name,
        "service_code": service.code,
        "description": case.content or None,
        "agency_responsible": case.unit.name if case.unit else "Tổng đài 1022",
        "service_notice": None,
        "requested_datetime": written(case.received_at),
        "updated_datetime": written(case.updated_at),
        "expected_datetime": written(max(running)) if running else None,
        "address": ", ".join(where) or None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def notes_of(case: ApiCase) -> str:
    """The state in words; for the client that reported it also what the reporter was told last."""
    last = next((event.note for event in reversed(case.timeline) if event.note), "")
    state = STATE_NAMES[case.state]
    return f"{state[0].upper()}{state[1:]}{f': {last}' if last else ''}"


def update_rows(case: ApiCase) -> list[Row]:
    """The steps of a case, as the extension "service request updates" writes them."""
    return [
        {
            "update_id": f"{case.code}-{number}",
            "service_request_id": case.code,
            "status": status_of(event.state),
            "updated_datetime": written(event.at),
            "description": event.note or f"{STEP_NAMES[event.step]} (Điều {event.article})",
            "media_url": None,
        }
        for number, event in enumerate(case.timeline, 1)
    ]


def written(at: datetime) -> str:
    return at.astimezone(HAI_PHONG).isoformat(timespec="seconds")
