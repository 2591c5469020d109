"""Whom 1022 has to call: who gave up, left a message, or wished to be called back. Each has its 60 minutes (7.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.callbacks import CallbackView, callback_views
from crm.queries import calls_to_return
from crm.store import Store
from crm.views import ContactView


class ToCallKind(StrEnum):
    """Why somebody is to be called; a message says most, a wish more than leaving."""

    VOICEMAIL = "voicemail"
    CALLBACK = "callback"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class ToCall:
    """One line of the list. `callback`: 1022 calls back by itself, or has tried to."""

    kind: ToCallKind
    contact: ContactView
    callback: CallbackView | None


def to_call(store: Store, now: datetime) -> Sequence[ToCall]:
    """The list, the clock that ends first on top."""
    contacts = calls_to_return(store, now)
    with store.reading() as session:
        callbacks = callback_views(session, [contact.linkedid for contact in contacts])
    return tuple(ToCall(kind_of(contact), contact, callbacks.get(contact.linkedid)) for contact in contacts)


def kind_of(contact: ContactView) -> ToCallKind:
    if contact.voicemail:
        return ToCallKind.VOICEMAIL
    return ToCallKind.CALLBACK if contact.callback_wanted else ToCallKind.ABANDONED
