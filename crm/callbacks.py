"""Call-backs that keep the caller's place: wished in the queue, offered to operators in turn, tried again, given up.

The wish is written with the contact that tells of it, so that none is lost and none is written twice. Whoever carries
it out takes it for a while (a lease), and says what came of it. Only the number that called is ever dialled.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from crm.callback_tables import CallbackRow, CallbackState
from crm.errors import NotFound
from crm.messages import ContactState
from crm.store import Store, insert_missing
from crm.tables import ContactRow

LEASE: Final = timedelta(seconds=90)  # renewed as long as the place is in Asterisk's queue
LOST_WAIT: Final = timedelta(seconds=15)  # until a place that Asterisk lost is taken again
A_DAY: Final = timedelta(days=1)
GOING_ON: Final = (CallbackState.WAITING, CallbackState.IN_LINE)


class Result(StrEnum):
    """What came of a place in the line."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"  # an operator was there, the citizen was not
    LOST = "lost"  # it ended before an operator was there


@dataclass(frozen=True)
class CallbackRules:
    """Calls returned by 1022 itself. To be set by what they may cost: only the number that called is ever dialled."""

    ring: int  # seconds at the citizen's phone
    waits: tuple[timedelta, ...]  # after each call that nobody answered; one more call than waits
    window: timedelta  # from the wish: later only a person calls back
    calls_a_day: int  # to one number
    prefixes: tuple[str, ...]  # E.164 numbers that may be dialled begin so

    def may_be_dialled(self, phone: str) -> bool:
        """Whether the rules let the machine dial this number (E.164)."""
        return phone.startswith(self.prefixes) and phone[1:].isdecimal()


@dataclass(frozen=True)
class Callback:
    """A place to be kept in a queue, for the one who took it; the last six are its contact's."""

    linkedid: str
    phone: str
    queue: str
    entered_at: datetime
    attempt: int  # 1 is the first
    caller_name: str
    answered_at: datetime | None
    queues: tuple[str, ...]
    keys: tuple[str, ...]
    category: str | None
    topic: str | None


@dataclass(frozen=True)
class CallbackView:
    """How a call-back stands."""

    linkedid: str
    state: CallbackState
    queue: str
    entered_at: datetime
    attempts: int
    next_try_at: datetime
    last_result: str


def keep_wish(session: Session, contact: ContactRow) -> None:
    """Write down the wish of a caller who left the queue with it; one who left a message is called by a person."""
    waited = contact.queued_at is not None and contact.ended_at is not None and contact.connected_at is None
    if not waited or not contact.callback_wanted or contact.voicemail or not contact.phone or contact.settled_at:
        return
    insert_missing(
        session,
        CallbackRow,
        linkedid=contact.linkedid,
        phone=contact.phone,
        queue=contact.queues[-1] if contact.queues else "",
        entered_at=contact.queued_at,
        wished_at=contact.ended_at,
        state=CallbackState.WAITING,
        attempts=0,
        next_try_at=contact.ended_at,
        last_result="",
    )


def take(store: Store, rules: CallbackRules, now: datetime, busy: Collection[str] = ()) -> tuple[Callback, ...]:
    """The call-backs to be put in line now, who entered first first; those the rules forbid become a person's.

    A number that is on the line (`busy`) is left for later.
    """
    with store.transaction() as session:
        rows = session.scalars(_due(now).with_for_update(skip_locked=True, of=CallbackRow)).all()
        return tuple(_taken(session, rows, rules, now, frozenset(busy)))


def renew(store: Store, linkedids: Collection[str], now: datetime) -> None:
    """These places are still in the queue."""
    with store.transaction() as session:
        in_line = CallbackRow.linkedid.in_(linkedids), CallbackRow.state == CallbackState.IN_LINE
        for row in session.scalars(select(CallbackRow).where(*in_line).with_for_update()):
            row.lease_until = now + LEASE


def report(store: Store, linkedid: str, result: Result, rules: CallbackRules, now: datetime) -> CallbackState:
    """What came of a place in line. Told again, or of a call-back that is over, it changes nothing.

    Raises `NotFound`.
    """
    with store.transaction() as session:
        row = _hold(session, linkedid)
        if row.state is CallbackState.IN_LINE:
            row.lease_until, row.last_result = None, result
            row.attempts += result is not Result.LOST
            row.state, row.next_try_at = _after(row, result, rules, now)
        return row.state


def take_over(store: Store, linkedid: str) -> CallbackState:
    """An operator calls by hand: the machine does not any more. Raises `NotFound`."""
    with store.transaction() as session:
        row = _hold(session, linkedid)
        if row.state in GOING_ON:
            row.state, row.lease_until = CallbackState.TAKEN, None
        return row.state


def callback_views(session: Session, linkedids: Collection[str]) -> dict[str, CallbackView]:
    """How the call-backs of these contacts stand, by Linkedid."""
    rows = session.scalars(select(CallbackRow).where(CallbackRow.linkedid.in_(linkedids)))
    return {row.linkedid: view(row) for row in rows}


def view(row: CallbackRow) -> CallbackView:
    return CallbackView(
        row.linkedid, row.state, row.queue, row.entered_at, row.attempts, row.next_try_at, row.last_result
    )


def _due(now: datetime) -> Select[CallbackRow]:
    waiting = and_(CallbackRow.state == CallbackState.WAITING, CallbackRow.next_try_at <= now)
    lost = and_(CallbackRow.state == CallbackState.IN_LINE, CallbackRow.lease_until <= now)
    return select(CallbackRow).where(or_(waiting, lost)).order_by(CallbackRow.entered_at, CallbackRow.linkedid)


def _taken(
    session: Session, rows: Collection[CallbackRow], rules: CallbackRules, now: datetime, busy: frozenset[str]
) -> Iterator[Callback]:
    for row in rows:
        row.lease_until = None
        row.state = CallbackState.WAITING
        if _is_settled(session, row):
            row.state = CallbackState.TAKEN
        elif _is_forbidden(session, row, rules, now):
            row.state, row.last_result = CallbackState.TO_CALL, row.last_result or "not_allowed"
        elif row.phone not in busy:
            row.state, row.lease_until = CallbackState.IN_LINE, now + LEASE
            yield callback(row, session.get_one(ContactRow, row.linkedid))


def callback(row: CallbackRow, contact: ContactRow) -> Callback:
    return Callback(
        linkedid=row.linkedid,
        phone=row.phone,
        queue=row.queue,
        entered_at=row.entered_at,
        attempt=row.attempts + 1,
        caller_name=contact.caller_name,
        answered_at=contact.answered_at,
        queues=tuple(contact.queues),
        keys=tuple(contact.keys),
        category=contact.category,
        topic=contact.topic,
    )


def _is_settled(session: Session, row: CallbackRow) -> bool:
    """Whether the matter is taken care of: the contact is settled, or the citizen has been talked with since."""
    own = session.get_one(ContactRow, row.linkedid)
    later = ContactRow.phone == row.phone, ContactRow.connected_at > row.entered_at
    talked = session.scalar(select(func.count()).select_from(ContactRow).where(*later))
    return own.settled_at is not None or own.state is ContactState.HANDLED or bool(talked)


def _is_forbidden(session: Session, row: CallbackRow, rules: CallbackRules, now: datetime) -> bool:
    """Whether the machine may not dial: the window is over, the number is none it may call, or was called enough."""
    today = CallbackRow.phone == row.phone, CallbackRow.attempts > 0, CallbackRow.wished_at > now - A_DAY
    dialled = session.scalar(select(func.sum(CallbackRow.attempts)).where(*today)) or 0
    too_late = now > row.wished_at + rules.window
    return too_late or dialled >= rules.calls_a_day or not rules.may_be_dialled(row.phone)


def _after(row: CallbackRow, result: Result, rules: CallbackRules, now: datetime) -> tuple[CallbackState, datetime]:
    match result:
        case Result.REACHED:
            return CallbackState.REACHED, now
        case Result.LOST:
            return CallbackState.WAITING, now + LOST_WAIT
        case Result.NO_ANSWER:
            if row.attempts > len(rules.waits):
                return CallbackState.TO_CALL, now
            return CallbackState.WAITING, now + rules.waits[row.attempts - 1]


def _hold(session: Session, linkedid: str) -> CallbackRow:
    row = session.get(CallbackRow, linkedid, with_for_update=True)
    if row is None:
        raise NotFound("yêu cầu gọi lại", linkedid)
    return row
