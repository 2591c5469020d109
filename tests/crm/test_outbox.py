"""Messages to people: written with their step or not at all, tried again and again, sent once."""

from contextlib import suppress
from datetime import timedelta

import pytest

from crm.errors import NotFound
from crm.outbox import LEASE, WAITS, Delivery, Message, failed, put, sent, take
from crm.store import Store
from tests.crm.cases import ANSWERED, PHONE, Broken, minutes

HELLO = Message("incident_closed:7:+84912345678", "incident_closed", PHONE, "Đã có nước trở lại.")


def written(store: Store, message: Message = HELLO) -> None:
    with store.transaction() as session:
        put(session, message, ANSWERED)


def taken(store: Store, minute: float = 0) -> Delivery:
    (delivery,) = take(store, minutes(minute))
    return delivery


def test_a_message_is_handed_to_the_gateway_with_its_key(store: Store) -> None:
    written(store)
    delivery = taken(store)
    assert (delivery.key, delivery.recipient, delivery.text) == (HELLO.key, PHONE, "Đã có nước trở lại.")
    sent(store, delivery.id, minutes(1))
    assert take(store, minutes(600)) == ()


def test_the_same_message_again_is_written_once(store: Store) -> None:
    written(store)
    written(store)
    assert len(take(store, ANSWERED)) == 1


def test_a_step_that_breaks_off_leaves_no_message(store: Store) -> None:
    with suppress(Broken), store.transaction() as session:
        put(session, HELLO, ANSWERED)
        raise Broken
    assert take(store, minutes(1)) == ()


def test_what_one_gateway_took_another_gets_only_when_the_first_said_nothing(store: Store) -> None:
    written(store)
    taken(store)
    assert take(store, ANSWERED + LEASE - timedelta(seconds=1)) == ()
    assert take(store, ANSWERED + LEASE)[0].attempt == 2


def test_a_failure_is_tried_again_after_longer_and_longer_waits_then_given_up(store: Store) -> None:
    written(store)
    now = ANSWERED
    for wait in WAITS:
        (delivery,) = take(store, now)
        failed(store, delivery.id, "cổng nhắn tin không trả lời", now)
        assert take(store, now + wait - timedelta(seconds=1)) == ()
        now += wait
    (delivery,) = take(store, now)
    failed(store, delivery.id, "cổng nhắn tin không trả lời", now)
    assert take(store, now + timedelta(days=30)) == ()


def test_a_message_that_was_sent_stays_sent_whatever_comes_late(store: Store) -> None:
    written(store)
    delivery = taken(store)
    sent(store, delivery.id, minutes(1))
    failed(store, delivery.id, "quá giờ", minutes(2))
    assert take(store, minutes(600)) == ()


def test_the_longest_due_goes_first_and_no_more_than_asked_for(store: Store) -> None:
    for number in range(3):
        written(store, Message(f"k{number}", "incident_closed", PHONE, "Xong"))
    assert [delivery.key for delivery in take(store, ANSWERED, most=2)] == ["k0", "k1"]
    assert [delivery.key for delivery in take(store, ANSWERED, most=2)] == ["k2"]


def test_nothing_is_known_of_a_message_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound, match="tin nhắn"):
        sent(store, 7, ANSWERED)
