"""The merge of call knowledge is a join: the order, the grouping and the repetition of facts make no difference."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from crm.case import Category
from crm.contact_merge import CallRecord, merge
from crm.messages import ContactFacts, ContactState
from tests.crm.cases import a_call, handled, minutes

moments = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 2), timezones=st.just(UTC))  # noqa: DTZ001
texts = st.text("ab", max_size=2)
facts_of_one_call = st.builds(
    ContactFacts,
    linkedid=st.just("1.1"),
    state=st.sampled_from(ContactState),
    phone=st.sampled_from(["", "0912345678", "+84912345678", "anonymous", "op-nam"]),
    caller_name=texts,
    dialled=texts,
    answered_at=moments,
    queued_at=moments,
    connected_at=moments,
    ended_at=moments,
    operator=st.none() | st.sampled_from(["lan", "nam"]),
    keys=st.lists(st.sampled_from("12*"), max_size=3).map(tuple),
    category=st.none() | st.sampled_from(Category),
    topic=st.none() | st.sampled_from(["gas", "trees"]),
    recording=st.none() | texts,
    fallback=st.booleans(),
    callback_wanted=st.booleans(),
    voicemail=st.none() | texts,
    queues=st.lists(st.sampled_from(["hotline", "gas"]), max_size=2).map(tuple),
)
records = facts_of_one_call.map(CallRecord.of_facts)


def merged(*facts: ContactFacts) -> CallRecord:
    first, *rest = map(CallRecord.of_facts, facts)
    for other in rest:
        first = merge(first, other)
    return first


@given(records, records)
def test_which_came_first_makes_no_difference(one: CallRecord, other: CallRecord) -> None:
    assert merge(one, other) == merge(other, one)


@given(records, records, records)
def test_how_they_are_grouped_makes_no_difference(one: CallRecord, two: CallRecord, three: CallRecord) -> None:
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@given(records, records)
def test_hearing_it_again_changes_nothing(one: CallRecord, other: CallRecord) -> None:
    once = merge(one, other)
    assert merge(once, other) == once == merge(once, once)


def test_the_operator_who_rang_in_vain_is_not_the_one_who_talked() -> None:
    ringing = a_call(state=ContactState.RINGING, operator="nam")
    assert merged(ringing, handled("lan")).operator == "lan"
    assert merged(ringing).operator is None


def test_of_two_operators_the_first_who_talked_has_the_ticket() -> None:
    later = handled("an", connected_at=minutes(4))
    assert merged(later, handled("lan")).operator == "lan"


def test_a_caller_who_went_back_in_the_menu_has_the_later_choice_whole() -> None:
    water = a_call(keys=("1", "2"), category=Category.INFRASTRUCTURE, topic="water_supply")
    back = a_call(keys=("1", "2", "*", "2"), category=Category.SOCIAL)
    known = merged(back, water)
    assert (known.category, known.topic) == (Category.SOCIAL, None)


def test_a_call_that_ended_is_not_brought_back_by_late_news() -> None:
    assert merged(handled(), a_call(state=ContactState.RINGING)).state is ContactState.HANDLED
