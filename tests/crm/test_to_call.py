"""The list of whom to call: each kind at once, with its sixty minutes, until somebody has taken care of it."""

from datetime import timedelta
from typing import Any

import pytest

from crm.callback_tables import CallbackState
from crm.contacts import close_contact, record_contact
from crm.messages import CloseContact, ContactState
from crm.store import Store
from crm.to_call import ToCallKind, to_call
from tests.crm.cases import ANSWERED, a_call, handled, minutes

GONE: dict[str, Any] = {"state": ContactState.ABANDONED, "ended_at": minutes(3)}


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        (GONE, ToCallKind.ABANDONED),
        (GONE | {"callback_wanted": True}, ToCallKind.CALLBACK),
        (GONE | {"callback_wanted": True, "voicemail": "2026/11/25/1.1-message.wav"}, ToCallKind.VOICEMAIL),
        (  # outside the queue: the flow took the message
            {"state": ContactState.SERVED_BY_MENU, "queued_at": None, "ended_at": minutes(3), "callback_wanted": True},
            ToCallKind.CALLBACK,
        ),
    ],
)
def test_every_kind_is_in_the_list_with_its_sixty_minutes(
    store: Store, known: dict[str, Any], kind: ToCallKind
) -> None:
    record_contact(a_call(**known), store, minutes(3))
    (line,) = to_call(store, minutes(3))
    assert line.kind is kind
    assert line.contact.clock is not None
    assert line.contact.clock.due_at == ANSWERED + timedelta(minutes=60)


def test_the_list_says_how_a_call_back_stands(store: Store) -> None:
    record_contact(a_call(**GONE, callback_wanted=True, queues=("social",)), store, minutes(3))
    (line,) = to_call(store, minutes(3))
    assert line.callback is not None
    assert (line.callback.state, line.callback.queue, line.callback.attempts) == (CallbackState.WAITING, "social", 0)


def test_who_was_talked_with_or_closed_is_in_it_no_more(store: Store) -> None:
    record_contact(a_call(linkedid="1.1", **GONE), store, minutes(3))
    record_contact(a_call(linkedid="1.2", **GONE), store, minutes(3))
    record_contact(handled(linkedid="1.1"), store, minutes(20))
    close_contact(CloseContact("1.2", "silent", "lan"), store, minutes(20))
    assert to_call(store, minutes(21)) == ()
