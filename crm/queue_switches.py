"""What supervisors switch at the queues by hand: open or closed in spite of the hours, and the storm. Undone: nothing.

The position in force is a row; every change is also a line of the audit log, which only grows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select

from crm.account_tables import AuditRow
from crm.callback_tables import QueueSwitchRow
from crm.store import Store

EVERYTHING: Final = "*"  # all of 1022: the storm's place
UNDONE: Final = "undone"


class Position(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    STORM = "storm"


@dataclass(frozen=True)
class SwitchView:
    """Who switched what, when and why."""

    name: str
    position: Position
    at: datetime
    actor: str
    why: str


@dataclass(frozen=True)
class TurnSwitch:
    """`position` None puts it back to where it is by itself."""

    name: str  # a queue, or `EVERYTHING`
    position: Position | None
    actor: str  # username
    why: str = ""


def turn_switch(command: TurnSwitch, store: Store, now: datetime) -> None:
    """Turn it, and write down who did. Turned twice the same way, the first one stands."""
    with store.transaction() as session:
        row = session.get(QueueSwitchRow, command.name, with_for_update=True)
        if (row.position if row else None) == command.position:
            return
        if row is not None:
            session.delete(row)
            session.flush()
        if command.position is not None:
            kept = {"name": command.name, "position": command.position, "at": now}
            session.add(QueueSwitchRow(**kept, actor=command.actor, why=command.why))
        subject = f"{command.name}:{command.position or UNDONE}"
        session.add(AuditRow(actor=command.actor, what="queue_switch", subject=subject, at=now))


def switches(store: Store) -> Mapping[str, SwitchView]:
    """All that is switched now, by queue."""
    with store.reading() as session:
        rows = session.scalars(select(QueueSwitchRow)).all()
        return {row.name: SwitchView(row.name, Position(row.position), row.at, row.actor, row.why) for row in rows}
