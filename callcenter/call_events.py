"""Asterisk's call records (CEL) as the events that metrics are computed from, one by one. Pure."""

from typing import Final

from callcenter.call_vars import read_vars
from callcenter.cel_records import CelRecord
from callcenter.naming import Naming
from crm.metrics.events import CallLink, ContactEvent, ContactKind, SurveyAnswer

QUEUE: Final = "Queue"  # the application

# What a record of an operator's own leg says of them.
OF_OPERATOR: Final = {
    "CHAN_START": ContactKind.RINGING,
    "ANSWER": ContactKind.RING_ENDED,
    "BRIDGE_ENTER": ContactKind.CONNECTED,
    "BRIDGE_EXIT": ContactKind.DISCONNECTED,
    "CHAN_END": ContactKind.RING_ENDED,
}


def contact_event(record: CelRecord, source: str, naming: Naming) -> ContactEvent | None:
    """The event of one record, if it is one. `source` names the record."""
    if username := naming.username_of_channel(record.channel):
        kind = OF_OPERATOR.get(record.kind)
        is_call_to_them = not record.is_callers_own or kind not in (ContactKind.RINGING, ContactKind.RING_ENDED)
        if kind is None or not is_call_to_them:
            return None
        return ContactEvent(record.at, record.linkedid, kind, source, operator=username)
    if not record.is_callers_own:
        return None
    found = kind_of_own(record, naming)
    queue = record.app_data.split(",")[0] if found is ContactKind.QUEUED else ""
    return ContactEvent(record.at, record.linkedid, found, source, queue) if found else None


def kind_of_own(record: CelRecord, naming: Naming) -> ContactKind | None:
    """What a record of the citizen's own channel says."""
    match record.kind:
        case "CHAN_START" if record.context == naming.trunk_context:
            return ContactKind.ARRIVED
        case "ANSWER":
            return ContactKind.ANSWERED
        case "APP_START" if record.app == QUEUE:
            return ContactKind.QUEUED
        case "APP_END" if record.app == QUEUE:
            return ContactKind.LEFT_QUEUE
        case "CC_FACTS" if read_vars(record.values).callback:
            return ContactKind.CALLBACK_WANTED
        case "CHAN_END":
            return ContactKind.ENDED
    return None


def call_link(record: CelRecord) -> CallLink | None:
    """Which call a channel, named like the call it began, belongs to when it enters a bridge or ends."""
    if record.is_callers_own or record.kind not in ("BRIDGE_ENTER", "CHAN_END"):
        return None
    return CallLink(record.uniqueid, record.linkedid)


def survey_answer(record: CelRecord) -> SurveyAnswer | None:
    """What the citizen thought of the call, where the record tells."""
    score = read_vars(record.values).survey if record.kind == "CC_FACTS" else None
    return SurveyAnswer(record.linkedid, score, record.at) if score else None
