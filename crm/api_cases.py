"""Reports that come by portal and app (Điều 3.2): received once however often they are sent, then like any other case.

A request may be sent again because its answer was lost on the way. With an idempotency key it then gets the very same
answer: case, contact and answer are written in one transaction, whose turn the year's numbers give.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from crm.api_errors import KeyReused
from crm.api_queries import ApiCase, case_of
from crm.api_tables import ApiAnswerRow
from crm.api_tokens import actor_of
from crm.case_file import hold_numbers
from crm.desk import opened
from crm.messages import ContactState, OpenCase, TicketFields
from crm.phone_numbers import normalise
from crm.store import Store
from crm.tables import ContactRow

KEPT: Final = timedelta(hours=48)  # answers with a key [decided]; at least a day, so that a night's outage is survived


@dataclass(frozen=True)
class Idempotency:
    """What the client calls the request, and a hash of all that it says."""

    key: str
    request_hash: str


@dataclass(frozen=True)
class ReceiveReport:
    """A message to 1022. `client` and `channel` are its token's."""

    fields: TicketFields
    client: str
    channel: str
    idempotency: Idempotency | None = None


def receive_report(command: ReceiveReport, write: Callable[[ApiCase], str], store: Store, now: datetime) -> str:
    """Bước 1 of Điều 7.1 by portal or app: the 60 minutes of 7.3 begin `now`. The answer is what `write` makes of it.

    Raises `KeyReused`, `IncompleteCase`, `NotFound`; then nothing was received, and the key is free.
    """
    with store.transaction() as session:
        year = hold_numbers(session, now)
        if (before := answered_before(session, command)) is not None:
            return before
        linkedid = message_contact(session, command, now)
        actor = actor_of(command.client)
        case = opened(session, year, OpenCase(command.fields, actor, linkedid), now)
        answer = write(case_of(session, case.code, actor, now))
        remember(session, command, answer, now)
        return answer


def message_contact(session: Session, command: ReceiveReport, now: datetime) -> str:
    """The contact (lượt liên hệ) of a message: it began and ended now, and nobody has to call back; its name."""
    contact = ContactRow(
        linkedid=f"{command.channel}-{uuid4()}",
        channel=command.channel,
        state=ContactState.HANDLED,
        phone=normalise(command.fields.reporter_phone),
        answered_at=now,
        ended_at=now,
    )
    session.add(contact)
    session.flush()
    return contact.linkedid


def answered_before(session: Session, command: ReceiveReport) -> str | None:
    """The answer the same request got. Raises `KeyReused` when the key was another request's."""
    if command.idempotency is None:
        return None
    row = session.get(ApiAnswerRow, (command.client, command.idempotency.key))
    if row is None:
        return None
    if row.request_hash != command.idempotency.request_hash:
        raise KeyReused
    return row.answer


def remember(session: Session, command: ReceiveReport, answer: str, now: datetime) -> None:
    """Keep the answer under its key; what is older than `KEPT` is forgotten."""
    if command.idempotency is None:
        return
    session.execute(delete(ApiAnswerRow).where(ApiAnswerRow.at < now - KEPT))
    key, request_hash = command.idempotency.key, command.idempotency.request_hash
    session.add(ApiAnswerRow(client=command.client, key=key, request_hash=request_hash, answer=answer, at=now))
