"""Contacts rebuilt from Asterisk's own call records (CEL): what happened while nobody listened. Pure.

One record a line, CSV, as `asterisk_conf/templates/cel_custom.conf.j2` says. A window of the file may begin in the
middle of a call: what is not in it is not known, and the store, which merges, knows the rest.
"""

import csv
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote

from callcenter.call_state import Call, CallState, facts
from callcenter.call_vars import display_name, read_vars
from callcenter.errors import UnreadableRecord
from callcenter.naming import Naming
from crm.messages import ContactFacts
from crm.phone_numbers import normalise

log = logging.getLogger(__name__)

QUEUE: Final = "Queue"  # the application
FACTS: Final = "CC_FACTS"  # the dialplan's own record of the call's variables
FIELDS: Final = (
    *("eventtype", "eventtime", "uniqueid", "linkedid", "channame", "peer", "name", "num"),
    *("exten", "context", "appname", "appdata", "eventextra"),
)


@dataclass(frozen=True)
class CelRecord:
    """One line of the file. `kind` is one of CEL's event types, or `CC_FACTS`."""

    kind: str
    at: datetime
    linkedid: str
    uniqueid: str
    channel: str
    peer: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    exten: str = ""
    context: str = ""
    app: str = ""
    app_data: str = ""
    extra: str = ""

    @property
    def is_callers_own(self) -> bool:
        return self.uniqueid == self.linkedid

    @property
    def values(self) -> Mapping[str, str]:
        """The call's variables, of a `CC_FACTS` record: NAME=value pairs, percent-encoded, ampersands between."""
        pairs = (pair.partition("=") for pair in self.extra.split("&"))
        return {name: unquote(value) for name, _, value in pairs}


def contacts_in(records: Iterable[CelRecord], naming: Naming) -> tuple[ContactFacts, ...]:
    """What the records tell of citizens' calls, in the order the calls appear; other calls are left out."""
    calls: dict[str, Call] = {}
    ours: set[str] = set()
    reached: dict[str, datetime] = {}
    for record in records:
        call = calls.get(record.linkedid, Call(record.linkedid))
        calls[record.linkedid] = after_record(call, record, naming)
        if shows_citizen(record, naming):
            ours.add(record.linkedid)
        if record.kind == "BRIDGE_ENTER" and record.channel.startswith(naming.trunk_prefix):
            reached.setdefault(record.linkedid, record.at)
    told = (returned(call, reached.get(linkedid)) for linkedid, call in calls.items() if linkedid in ours)
    return tuple(facts(call) for call in told)


def returned(call: Call, citizen_at: datetime | None) -> Call:
    """A call that 1022 made is the call that it returns, going on; it connected when the citizen was there."""
    if not call.vars.callback_of:
        return call
    return replace(call, linkedid=call.vars.callback_of, connected_at=citizen_at)


def shows_citizen(record: CelRecord, naming: Naming) -> bool:
    """Whether the record can only be of a citizen's call to 1022: it came from the trunk, or did what those do."""
    if not record.is_callers_own:
        return False
    return record.context == naming.trunk_context or record.kind == FACTS or enters_queue(record, naming)


def enters_queue(record: CelRecord, naming: Naming) -> bool:
    return record.kind == "APP_START" and record.app == QUEUE and record.app_data.split(",")[0] in naming.queues


def after_record(call: Call, record: CelRecord, naming: Naming) -> Call:
    """The call after one record of it. A moment once known stays."""
    if record.kind == "BRIDGE_ENTER":
        username = naming.username_of_channel(record.channel) or naming.username_of_channel(record.peer)
        return connected(call, username, record.at) if username else call
    return after_own_record(call, record, naming) if record.is_callers_own else call


def connected(call: Call, username: str, at: datetime) -> Call:
    if call.connected_at:
        return call
    return replace(call, state=CallState.TALKING, connected_at=at, operator=username)


def after_own_record(call: Call, record: CelRecord, naming: Naming) -> Call:
    """A record of the citizen's own channel."""
    call = replace(call, phone=call.phone or normalise(record.phone), caller_name=call.caller_name or record.name)
    match record.kind:
        case "CHAN_START":
            return replace(call, dialled=record.exten)
        case "ANSWER":
            return replace(call, answered_at=call.answered_at or record.at)
        case "APP_START" if enters_queue(record, naming) and not call.queued_at:
            return replace(call, queued_at=record.at, state=CallState.WAITING)
        case "CC_FACTS":
            known = read_vars(record.values)
            answered_at = known.answered_at or call.answered_at  # as AMI tells it
            return replace(call, vars=known, answered_at=answered_at, queued_at=call.queued_at or known.entered_at)
        case "HANGUP" | "CHAN_END" | "LINKEDID_END":
            return replace(call, state=CallState.ENDED, ended_at=call.ended_at or record.at)
    return call


def read_records(lines: Iterable[bytes]) -> Iterator[CelRecord]:
    """The records of some lines; one that cannot be read is logged and left out."""
    for line in lines:
        try:
            yield read_record(line)
        except UnreadableRecord as error:
            log.error("%s", error)


def read_record(line: bytes) -> CelRecord:
    """One line. Raises `UnreadableRecord`."""
    try:
        (row,) = csv.reader([line.decode(errors="replace")], strict=True)
        told = dict(zip(FIELDS, row, strict=True))
        return CelRecord(
            kind=told["eventtype"],
            at=datetime.fromtimestamp(float(told["eventtime"]), UTC),
            linkedid=told["linkedid"],
            uniqueid=told["uniqueid"],
            channel=told["channame"],
            peer=told["peer"],
            name=display_name(told["name"]),
            phone=told["num"],
            exten=told["exten"],
            context=told["context"],
            app=told["appname"],
            app_data=told["appdata"],
            extra=read_extra(told["eventextra"]),
        )
    except (csv.Error, ValueError) as error:
        raise UnreadableRecord("CEL", str(error)) from error


def read_extra(text: str) -> str:
    """What a record of our own dialplan carries; Asterisk's own extras are JSON objects without it."""
    return str(json.loads(text).get("extra", "")) if text else ""
