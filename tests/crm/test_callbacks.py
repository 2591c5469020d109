"""Call-backs: the wish, the place in the line, tries and their limits, and when a person has to call."""

from datetime import timedelta
from typing import Any

import pytest

from crm.callback_tables import CallbackState
from crm.callbacks import LEASE, LOST_WAIT, Callback, CallbackRules, Result, renew, report, take, take_over
from crm.contacts import close_contact, record_contact
from crm.errors import NotFound
from crm.messages import CloseContact, ContactFacts, ContactState
from crm.store import Store
from tests.crm.cases import ANSWERED, PHONE, a_call, minutes

RULES = CallbackRules(35, (timedelta(minutes=5), timedelta(minutes=15)), timedelta(minutes=60), 3, ("+84",))


def wished(store: Store, linkedid: str = "1.1", minute: float = 0, **more: Any) -> None:
    """A caller who pressed "call me back" a minute after entering the queue."""
    facts: dict[str, Any] = {
        "linkedid": linkedid,
        "state": ContactState.ABANDONED,
        "queued_at": minutes(minute),
        "ended_at": minutes(minute + 1),
        "callback_wanted": True,
        "queues": ("gas", "hotline"),
    }
    record_contact(a_call(**facts | more), store, minutes(minute + 1))


def taken(store: Store, minute: float, **more: Any) -> tuple[Callback, ...]:
    return take(store, RULES, minutes(minute), **more)


def tried(store: Store, minute: float, result: Result) -> CallbackState:
    (job,) = taken(store, minute)
    return report(store, job.linkedid, result, RULES, minutes(minute))


def test_a_wish_in_the_queue_keeps_the_place_of_the_moment_the_caller_entered_it(store: Store) -> None:
    wished(store)
    wished(store)  # heard again
    (job,) = taken(store, 2)
    assert (job.linkedid, job.phone, job.queue, job.attempt) == ("1.1", PHONE, "hotline", 1)
    assert (job.entered_at, job.answered_at, job.queues) == (minutes(0), ANSWERED, ("gas", "hotline"))
    assert taken(store, 2) == ()


def test_who_entered_first_is_put_in_line_first(store: Store) -> None:
    wished(store, "1.2", minute=3, phone="0987654321")
    wished(store, "1.1", minute=1)
    assert [job.linkedid for job in taken(store, 5)] == ["1.1", "1.2"]


@pytest.mark.parametrize(
    "known",
    [
        {"callback_wanted": False},
        {"voicemail": "2026/11/24/1.1-message.wav"},
        {"phone": ""},
        {"ended_at": None},
        {"state": ContactState.HANDLED, "connected_at": minutes(1), "operator": "lan"},
    ],
)
def test_without_a_wish_a_number_or_an_end_there_is_nothing_to_return(store: Store, known: dict[str, Any]) -> None:
    wished(store, **known)
    assert taken(store, 2) == ()


def test_a_place_is_its_takers_until_the_lease_ends(store: Store) -> None:
    wished(store)
    taken(store, 2)
    renew(store, ["1.1"], minutes(3))
    assert take(store, RULES, minutes(3) + LEASE - timedelta(seconds=1)) == ()
    assert len(take(store, RULES, minutes(3) + LEASE)) == 1


def test_who_does_not_answer_is_called_again_and_then_a_person_has_to(store: Store) -> None:
    wished(store)
    assert tried(store, 2, Result.NO_ANSWER) is CallbackState.WAITING
    assert taken(store, 6.9) == ()
    assert tried(store, 7, Result.NO_ANSWER) is CallbackState.WAITING
    assert taken(store, 21.9) == ()
    assert tried(store, 22, Result.NO_ANSWER) is CallbackState.TO_CALL
    assert taken(store, 500) == ()


def test_a_place_that_asterisk_lost_is_no_attempt(store: Store) -> None:
    wished(store)
    assert tried(store, 2, Result.LOST) is CallbackState.WAITING
    (again,) = take(store, RULES, minutes(2) + LOST_WAIT)
    assert again.attempt == 1


def test_who_was_reached_is_not_called_again_whatever_is_told_later(store: Store) -> None:
    wished(store)
    assert tried(store, 2, Result.REACHED) is CallbackState.REACHED
    assert report(store, "1.1", Result.NO_ANSWER, RULES, minutes(3)) is CallbackState.REACHED
    assert taken(store, 20) == ()


def test_after_the_window_the_machine_calls_nobody(store: Store) -> None:
    wished(store)
    assert taken(store, 62) == ()
    assert report(store, "1.1", Result.LOST, RULES, minutes(62)) is CallbackState.TO_CALL


@pytest.mark.parametrize("phone", ["+14155550100", "113"])
def test_numbers_the_rules_do_not_name_are_not_dialled(store: Store, phone: str) -> None:
    wished(store, phone=phone)
    assert taken(store, 2) == ()
    assert report(store, "1.1", Result.LOST, RULES, minutes(2)) is CallbackState.TO_CALL


def test_one_number_is_called_so_often_a_day_and_not_more(store: Store) -> None:
    for number in range(3):
        wished(store, f"1.{number}", minute=10 * number)
        tried(store, 10 * number + 2, Result.NO_ANSWER)
        take_over(store, f"1.{number}")
    wished(store, "1.9", minute=40)
    assert taken(store, 42) == ()


def test_a_citizen_who_is_on_the_line_is_not_called(store: Store) -> None:
    wished(store)
    assert taken(store, 2, busy=[PHONE]) == ()
    assert len(taken(store, 3)) == 1


def test_a_citizen_who_called_again_and_was_talked_with_is_not_called(store: Store) -> None:
    wished(store)
    again = ContactFacts(
        "1.2", ContactState.HANDLED, PHONE, answered_at=minutes(3), connected_at=minutes(4), operator="lan"
    )
    record_contact(again, store, minutes(5))
    assert taken(store, 5) == ()
    assert take_over(store, "1.1") is CallbackState.TAKEN


def test_a_contact_that_is_closed_is_not_called(store: Store) -> None:
    wished(store)
    close_contact(CloseContact("1.1", "wrong_number", "lan"), store, minutes(2))
    assert taken(store, 3) == ()


def test_an_operator_who_calls_by_hand_takes_the_call_from_the_machine(store: Store) -> None:
    wished(store)
    taken(store, 2)
    assert take_over(store, "1.1") is CallbackState.TAKEN
    assert report(store, "1.1", Result.LOST, RULES, minutes(3)) is CallbackState.TAKEN
    assert taken(store, 20) == ()


def test_a_call_back_that_nobody_wished_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound):
        take_over(store, "9.9")
