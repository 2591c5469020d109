"""Reading one AMI message header by header: what must be there and is not is an `UnreadableEvent`, never ''."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from callcenter.ami_wire import Headers
from callcenter.call_vars import CallVars, display_name, read_vars
from callcenter.errors import UnreadableEvent
from callcenter.naming import Naming

UNKNOWN: Final = "<unknown>"  # how AMI shows a caller ID that is not there


@dataclass(frozen=True)
class Caller:
    """The citizen's channel as one event shows it. The call is named by its Linkedid, whole.

    A call that 1022 makes has the name of the call that it returns: to people it is that call, going on.
    """

    linkedid: str
    channel: str
    phone: str = field(repr=False)  # as the trunk said it; "" when withheld
    name: str = field(repr=False)  # SIP display name
    dialled: str  # "" when the channel has left the context it arrived in
    vars: CallVars


@dataclass(frozen=True)
class AmiMessage:
    """One event or list row. `received` is our clock, used when Asterisk sends no `Timestamp`."""

    headers: Headers
    naming: Naming
    received: datetime

    @property
    def name(self) -> str:
        return str(self.headers.get("Event", ""))

    def text(self, header: str) -> str:
        """A header that must be there, with something in it."""
        value = self.headers.get(header)
        if not isinstance(value, str) or not value:
            raise UnreadableEvent(self.name, header)
        return value

    def number(self, header: str) -> int:
        try:
            return int(self.text(header))
        except ValueError as error:
            raise UnreadableEvent(self.name, header) from error

    def flag(self, header: str) -> bool:
        return self.number(header) != 0

    def maybe(self, header: str) -> str:
        """A header that may be empty or away; AMI's `<unknown>` is nobody's name."""
        value = self.headers.get(header, "")
        return value if isinstance(value, str) and value != UNKNOWN else ""

    def moment(self, header: str) -> datetime | None:
        """A moment in Unix seconds; 0 is "never"."""
        try:
            seconds = float(self.text(header))
        except ValueError as error:
            raise UnreadableEvent(self.name, header) from error
        return datetime.fromtimestamp(seconds, UTC) if seconds else None

    @property
    def at(self) -> datetime:
        """When it happened, by Asterisk's clock (`timestampevents=yes`), else when it reached us."""
        stamped = self.moment("Timestamp") if "Timestamp" in self.headers else None
        return stamped or self.received

    @property
    def is_callers_own(self) -> bool:
        """Whether it is about the channel that gave the call its name, not about a leg to an operator."""
        return self.text("Uniqueid") == self.text("Linkedid")

    def username(self, header: str) -> str:
        """The operator whose interface the header names."""
        username = self.naming.username(self.text(header))
        if username is None:
            raise UnreadableEvent(self.name, header)
        return username

    def caller(self) -> Caller:
        in_trunk = self.text("Context") == self.naming.trunk_context
        values = self.vars()
        return Caller(
            linkedid=values.callback_of or self.text("Linkedid"),
            channel=self.text("Channel"),
            phone=self.maybe("CallerIDNum"),
            name=display_name(self.maybe("CallerIDName")),
            dialled=self.maybe("Exten") if in_trunk else "",
            vars=values,
        )

    def vars(self) -> CallVars:
        """Our channel variables; the `ChanVariable` header comes once for each variable of `manager.conf`."""
        lines = self.headers.get("ChanVariable", [])
        return read_vars(dict(pairs([lines] if isinstance(lines, str) else lines)))


def pairs(lines: list[str]) -> Mapping[str, str]:
    """`NAME=value` lines; the value may hold further equals signs."""
    return {name: value for name, _, value in (line.partition("=") for line in lines)}
