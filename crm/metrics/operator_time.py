"""An operator's time, each moment of it one thing: a contact before ringing, both before ready and paused. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from crm.metrics.presence import Presence
from crm.metrics.spells import Spell, united, without


@dataclass(frozen=True)
class OperatorTime:
    """`online` is all of it; the other four do not overlap."""

    online: tuple[Spell, ...]
    on_contact: tuple[Spell, ...]  # talk, hold, work after a contact
    connecting: tuple[Spell, ...]  # the phone rings
    idle: tuple[Spell, ...]
    paused: tuple[Spell, ...]


def operator_time(presence: Presence, talks: Iterable[Spell], rings: Iterable[Spell]) -> OperatorTime:
    """What one operator did, from the queues' view of them and from the calls."""
    on_contact = united((*talks, *presence.wrap_up))
    connecting = without(rings, on_contact)
    busy = (*on_contact, *connecting)
    idle, paused = without(presence.ready, busy), without(presence.paused, busy)
    return OperatorTime(
        online=united((*busy, *idle, *paused)), on_contact=on_contact, connecting=connecting, idle=idle, paused=paused
    )
