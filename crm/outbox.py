"""The outbox: what people are to be told, kept until a gateway has it (SMS, Zalo). At least once, never twice.

`put` writes in the transaction of the step that a message tells of: no step goes untold, and nothing is told that did
not happen. A gateway takes what is due, sends it with its key, and says how that went.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.errors import NotFound
from crm.outbox_tables import OutboxRow, OutboxState
from crm.store import Store, insert_missing

LEASE: Final = timedelta(minutes=2)  # longer than a gateway takes; what it did not report by then is tried again
WAITS: Final = tuple(
    timedelta(minutes=count) for count in (1, 5, 15, 60, 240)
)  # [decided] after each failure, then given up


@dataclass(frozen=True)
class Message:
    """One message to one person. The same `key` again is the same message: it is written, and sent, once."""

    key: str
    kind: str
    recipient: str  # E.164
    text: str
    case_code: str | None = None


@dataclass(frozen=True)
class Delivery:
    """A message handed to a gateway; `key` goes with it, so that the gateway too knows a second try of the same."""

    id: int
    key: str
    kind: str
    recipient: str
    text: str
    attempt: int


def put(session: Session, message: Message, now: datetime) -> None:
    """Write a message down, to be sent from now on; one with the same key is there already: nothing is written."""
    insert_missing(
        session,
        OutboxRow,
        idempotency_key=message.key,
        kind=message.kind,
        recipient=message.recipient,
        text=message.text,
        case_code=message.case_code,
        created_at=now,
        next_try_at=now,
        state=OutboxState.WAITING,
        attempts=0,
        last_error="",
    )


def take(store: Store, now: datetime, most: int = 50) -> tuple[Delivery, ...]:
    """What is due, the longest due first, for this gateway alone: others get it again only after `LEASE`."""
    due = select(OutboxRow).where(OutboxRow.state == OutboxState.WAITING, OutboxRow.next_try_at <= now)
    first = due.order_by(OutboxRow.next_try_at, OutboxRow.id).limit(most).with_for_update(skip_locked=True)
    with store.transaction() as session:
        rows = session.scalars(first).all()
        for row in rows:
            row.attempts += 1
            row.next_try_at = now + LEASE
        return tuple(map(delivery, rows))


def sent(store: Store, message_id: int, now: datetime) -> None:
    """The gateway took the message. Raises `NotFound`."""
    with store.transaction() as session:
        row = hold(session, message_id)
        row.state, row.sent_at, row.last_error = OutboxState.SENT, now, ""


def failed(store: Store, message_id: int, why: str, now: datetime) -> None:
    """The gateway did not take it: tried again later, after the last wait given up. Raises `NotFound`.

    A message that was sent meanwhile stays sent.
    """
    with store.transaction() as session:
        row = hold(session, message_id)
        if row.state is OutboxState.SENT:
            return
        row.last_error = why
        if row.attempts > len(WAITS):
            row.state = OutboxState.FAILED
        else:
            row.next_try_at = now + WAITS[row.attempts - 1]


def messages_about(store: Store, case_codes: Sequence[str]) -> tuple[Delivery, ...]:
    """Every message about these cases, in the order they were written."""
    with store.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.case_code.in_(case_codes)).order_by(OutboxRow.id))
        return tuple(map(delivery, rows))


def delivery(row: OutboxRow) -> Delivery:
    return Delivery(row.id, row.idempotency_key, row.kind, row.recipient, row.text, row.attempts)


def hold(session: Session, message_id: int) -> OutboxRow:
    """The message, held until the transaction ends. Raises `NotFound`."""
    row = session.get(OutboxRow, message_id, with_for_update=True)
    if row is None:
        raise NotFound("tin nhắn", str(message_id))
    return row
