"""Calls as contacts: facts in any order, the sixty minutes of Điều 7.3, and calls that become no case."""

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.contacts import close_contact, contact_by_linkedid, record_contact
from crm.errors import ContactSettled, NaiveMoment, NotFound
from crm.messages import CloseContact, ContactFacts, ContactState
from crm.store import Store
from tests.crm.cases import ANSWERED, CALL, PHONE, a_call, called, handled, minutes, opened
from tests.crm.test_contact_merge import facts_of_one_call
from tests.databases import Databases, a_copy, filled

calls = count(1)


@pytest.fixture(scope="module")
def empty_store(databases: Databases) -> Iterator[Store]:
    """One store for all examples of a property; each example is a call of its own."""
    with a_copy(databases, filled(databases, lambda _store: None)) as store:
        yield store


def recorded(store: Store, facts: list[ContactFacts]) -> tuple[object, ...]:
    """All columns of the contact, and its clock, after these facts of one call."""
    linkedid = f"{next(calls)}.1"
    for known in facts:
        view = record_contact(ContactFacts(**vars(known) | {"linkedid": linkedid}), store, ANSWERED)
    return tuple(value for name, value in vars(view).items() if name != "linkedid")


@settings(max_examples=30, deadline=None)
@given(st.lists(facts_of_one_call, min_size=1, max_size=4), st.data())
def test_any_order_and_any_repetition_end_in_the_same_contact(
    empty_store: Store, facts: list[ContactFacts], data: st.DataObject
) -> None:
    again = data.draw(st.permutations(facts + data.draw(st.lists(st.sampled_from(facts), max_size=2))))
    assert recorded(empty_store, again) == recorded(empty_store, facts)


def test_the_sixty_minutes_run_from_the_moment_1022_answered(store: Store) -> None:
    contact = called(store)
    assert contact.clock
    assert (contact.clock.name, contact.clock.source) == ("intake", "7.3")
    assert (contact.clock.started_at, contact.clock.due_at) == (ANSWERED, minutes(60))


def test_an_answer_that_becomes_known_late_still_starts_the_clock_at_the_answer(store: Store) -> None:
    assert called(store, answered_at=None).clock is None
    contact = record_contact(a_call(queued_at=None), store, minutes(45))
    assert contact.clock
    assert contact.clock.due_at == minutes(60)


def test_an_earlier_answer_moves_the_clock(store: Store) -> None:
    called(store, answered_at=minutes(0.1))
    contact = called(store)
    assert contact.clock
    assert (contact.clock.started_at, contact.clock.due_at) == (ANSWERED, minutes(60))


def test_a_caller_who_left_in_the_menu_leaves_no_clock(store: Store) -> None:
    contact = called(store, state=ContactState.LEFT_IN_MENU, queued_at=None, ended_at=minutes(1), keys=("1",))
    assert (contact.state, contact.keys, contact.clock) == (ContactState.LEFT_IN_MENU, ("1",), None)


def test_a_wish_to_be_called_back_starts_the_clock_without_the_queue(store: Store) -> None:
    assert called(store, queued_at=None, callback_wanted=True, fallback=True).clock


def test_the_clock_of_an_abandoned_call_runs_on_and_breaches(store: Store) -> None:
    called(store, state=ContactState.ABANDONED, ended_at=minutes(3))
    states = [contact_by_linkedid(store, CALL, minutes(at)).clock for at in (60, 61)]
    assert [clock and clock.state for clock in states] == ["open", "breached"]


def test_a_withheld_number_is_kept_empty_and_a_possible_one_as_e164(store: Store) -> None:
    assert called(store, linkedid="1.1", phone="anonymous").phone == ""
    assert called(store, linkedid="1.2", phone="0912 345 678").phone == PHONE


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(NaiveMoment):
        called(store, answered_at=ANSWERED.replace(tzinfo=None))


def test_a_closed_contact_has_its_reason_and_its_clock_stopped(store: Store) -> None:
    record_contact(handled(), store, minutes(5))
    contact = close_contact(CloseContact(CALL, "wrong_number", "lan"), store, minutes(6))
    assert contact.no_case_reason == "wrong_number"
    assert contact.clock
    assert (contact.clock.stopped_by, contact.clock.stopped_at) == ("no_case", minutes(6))


def test_late_facts_do_not_wake_a_closed_contact(store: Store) -> None:
    called(store, queued_at=None)
    close_contact(CloseContact(CALL, "silent", "lan"), store, minutes(6))
    assert called(store).clock is None


def test_a_reason_can_be_corrected_and_the_clock_stays_stopped_when_it_was(store: Store) -> None:
    called(store)
    close_contact(CloseContact(CALL, "silent", "lan"), store, minutes(6))
    contact = close_contact(CloseContact(CALL, "prank", "lan"), store, minutes(90))
    assert contact.no_case_reason == "prank"
    assert contact.clock
    assert (contact.clock.stopped_at, contact.clock.state) == (minutes(6), "met")


def test_a_contact_that_became_a_case_is_not_closed(store: Store) -> None:
    code = opened(store).code
    with pytest.raises(ContactSettled, match=code):
        close_contact(CloseContact(CALL, "silent", "lan"), store, minutes(6))


def test_a_reason_outside_the_list_is_refused(store: Store) -> None:
    called(store)
    with pytest.raises(NotFound, match="bored"):
        close_contact(CloseContact(CALL, "bored", "lan"), store, minutes(6))


def test_an_unknown_call_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="9-9"):
        contact_by_linkedid(store, "9-9", ANSWERED)
