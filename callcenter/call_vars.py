"""What menu and dialplan wrote on the caller's channel: one reader of `ivr_flows.channel_vars` for AMI and CEL."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from crm.case import Category
from ivr_flows import channel_vars

log = logging.getLogger(__name__)

SCORES: Final = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class CallVars:
    """None or empty: not set (yet)."""

    keys: tuple[str, ...] = ()
    category: Category | None = None
    topic: str | None = None
    outcome: str = ""
    answered_at: datetime | None = None
    recording: str | None = None
    fallback: bool = False
    callback: bool = False
    joined_incident: int | None = None
    voicemail: str | None = None
    queues: tuple[str, ...] = ()  # waited in, the last one the present one
    entered_at: datetime | None = None  # into the first of them
    callback_of: str = ""  # a call of ours: the Linkedid of the call it returns
    survey: int | None = None  # what the citizen thinks of the call, 1 to 5


def read_vars(values: Mapping[str, str]) -> CallVars:
    """Read the variables. One that makes no sense is logged and counts as not set: the call goes on."""
    return CallVars(
        keys=read_list(values.get(channel_vars.KEYS, "")),
        category=read_category(values.get(channel_vars.CATEGORY, "")),
        topic=values.get(channel_vars.TOPIC) or None,
        outcome=values.get(channel_vars.OUTCOME, ""),
        answered_at=read_moment(values.get(channel_vars.ANSWERED, "")),
        recording=values.get(channel_vars.RECORDING) or None,
        fallback=values.get(channel_vars.FALLBACK) == "1",
        callback=values.get(channel_vars.CALLBACK) == "1",
        joined_incident=read_incident(values.get(channel_vars.JOINED, "")),
        survey=read_score(values.get(channel_vars.SURVEY, "")),
        voicemail=values.get(channel_vars.VOICEMAIL) or None,
        queues=read_list(values.get(channel_vars.QUEUES, "")),
        entered_at=read_moment(values.get(channel_vars.ENTERED, "")),
        callback_of=values.get(channel_vars.CALLBACK_OF, ""),
    )


def read_list(text: str) -> tuple[str, ...]:
    """Words with a dash between."""
    return tuple(text.split("-")) if text else ()


def read_category(text: str) -> Category | None:
    try:
        return Category(text) if text else None
    except ValueError:
        log.warning("%s is no category: %r", channel_vars.CATEGORY, text)
        return None


def read_incident(text: str) -> int | None:
    """The number of an incident."""
    if text and not text.isdecimal():
        log.warning("%s is no incident: %r", channel_vars.JOINED, text)
    return int(text) if text.isdecimal() else None


def read_score(text: str) -> int | None:
    """An answer to the survey."""
    if text and text not in SCORES:
        log.warning("%s is no score: %r", channel_vars.SURVEY, text)
    return int(text) if text in SCORES else None


def read_moment(text: str) -> datetime | None:
    """A moment in Unix seconds, "1795400000.123"."""
    try:
        return datetime.fromtimestamp(float(text), UTC) if text else None
    except (ValueError, OverflowError, OSError):
        log.warning("no moment: %r", text)
        return None


def display_name(text: str) -> str:
    """A caller's name without the backslashes that SIP, AMI and CEL each put before quotes."""
    return text.replace("\\", "")
