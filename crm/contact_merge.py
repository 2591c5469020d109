"""What is known of one call, and how two pieces of knowledge of it become one. Pure.

`merge` is commutative, associative and idempotent: facts may come from AMI, from Asterisk's CEL file and from the
fallback's spool, in any order and any number of times, and the stored contact ends up the same. Nothing known is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Final, Self

from crm.case import Category
from crm.messages import ContactFacts, ContactState
from crm.phone_numbers import normalise
from crm.tables import ContactRow
from crm.working_time import require_aware

ORDER: Final = {state: place for place, state in enumerate(ContactState)}
TALKED: Final = frozenset({ContactState.TALKING, ContactState.HANDLED})
LISTS: Final = ("keys", "queues")
NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class CallRecord:
    """The mergeable columns of `ContactRow`, by the same names."""

    state: ContactState
    phone: str
    caller_name: str
    dialled: str
    answered_at: datetime | None
    queued_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    operator: str | None
    operator_since: datetime | None  # `connected_at` of the facts that named the operator
    keys: tuple[str, ...]
    category: Category | None
    topic: str | None
    recording: str | None
    fallback: bool
    callback_wanted: bool
    joined_incident: int | None
    voicemail: str | None
    queues: tuple[str, ...]

    @classmethod
    def of_facts(cls, facts: ContactFacts) -> Self:
        """Facts as they are stored: the number as E.164, the operator only once he talks (one that rings may not)."""
        for moment in (facts.answered_at, facts.queued_at, facts.connected_at, facts.ended_at):
            if moment is not None:
                require_aware(moment)
        operator = facts.operator if facts.state in TALKED else None
        same = {name: getattr(facts, name) for name in FIELDS if hasattr(facts, name)}
        return cls(
            **same
            | {
                "phone": normalise(facts.phone),
                "operator": operator,
                "operator_since": facts.connected_at if operator else None,
            }
        )

    @classmethod
    def of_row(cls, row: ContactRow) -> Self:
        """What is stored already."""
        return cls(
            **{name: getattr(row, name) for name in FIELDS} | {name: tuple(getattr(row, name)) for name in LISTS}
        )

    def write_to(self, row: ContactRow) -> None:
        """Put everything into the row."""
        for name in FIELDS:
            setattr(row, name, getattr(self, name))
        for name in LISTS:
            setattr(row, name, list(getattr(self, name)))


FIELDS: Final = tuple(field.name for field in fields(CallRecord))


def merge(one: CallRecord, other: CallRecord) -> CallRecord:
    """All that both know. Where they differ: the later state, the first moments (the last one of the end), the first
    operator who talked, what the longer row of keys chose, the fuller text."""
    both = (one, other)
    talked = min(both, key=_first_talk)
    menu = max(both, key=_menu_way)
    return CallRecord(
        state=max((record.state for record in both), key=ORDER.__getitem__),
        phone=_fuller(record.phone for record in both) or "",
        caller_name=_fuller(record.caller_name for record in both) or "",
        dialled=_fuller(record.dialled for record in both) or "",
        answered_at=_first(record.answered_at for record in both),
        queued_at=_first(record.queued_at for record in both),
        connected_at=_first(record.connected_at for record in both),
        ended_at=max((record.ended_at for record in both if record.ended_at), default=None),
        operator=talked.operator,
        operator_since=talked.operator_since,
        keys=menu.keys,
        category=menu.category,
        topic=menu.topic,
        recording=_fuller(record.recording for record in both),
        fallback=any(record.fallback for record in both),
        callback_wanted=any(record.callback_wanted for record in both),
        joined_incident=max((record.joined_incident for record in both if record.joined_incident), default=None),
        voicemail=_fuller(record.voicemail for record in both),
        queues=max((record.queues for record in both), key=lambda queues: (len(queues), queues)),
    )


def _first_talk(record: CallRecord) -> tuple[bool, datetime, str]:
    return record.operator is None, record.operator_since or NEVER, record.operator or ""


def _menu_way(record: CallRecord) -> tuple[int, tuple[str, ...], str, str]:
    """Keys, category and topic belong together: a caller may go back in the menu and choose something else."""
    return len(record.keys), record.keys, record.category or "", record.topic or ""


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


def _fuller(texts: Iterable[str | None]) -> str | None:
    """The longer text; of two equally long ones always the same."""
    return max((text for text in texts if text), key=lambda text: (len(text), text), default=None)
