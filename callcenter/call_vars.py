"""What menu and dialplan wrote on the caller's channel: one reader of `ivr_flows.channel_vars` for AMI and CEL."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from crm.case import Category
from ivr_flows import channel_vars

log = logging.getLogger(__name__)


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


def read_vars(values: Mapping[str, str]) -> CallVars:
    """Read the variables. One that makes no sense is logged and counts as not set: the call goes on."""
    return CallVars(
        keys=tuple(values.get(channel_vars.KEYS, "").split("-")) if values.get(channel_vars.KEYS) else (),
        category=read_category(values.get(channel_vars.CATEGORY, "")),
        topic=values.get(channel_vars.TOPIC) or None,
        outcome=values.get(channel_vars.OUTCOME, ""),
        answered_at=read_moment(values.get(channel_vars.ANSWERED, "")),
        recording=values.get(channel_vars.RECORDING) or None,
        fallback=values.get(channel_vars.FALLBACK) == "1",
        callback=values.get(channel_vars.CALLBACK) == "1",
        joined_incident=read_incident(values.get(channel_vars.JOINED, "")),
    )


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


def read_moment(text: str) -> datetime | None:
    """A moment in Unix seconds, "1795400000.123"."""
    try:
        return datetime.fromtimestamp(float(text), UTC) if text else None
    except (ValueError, OverflowError, OSError):
        log.warning("%s is no moment: %r", channel_vars.ANSWERED, text)
        return None


def display_name(text: str) -> str:
    """A caller's name without the backslashes that SIP, AMI and CEL each put before quotes."""
    return text.replace("\\", "")
