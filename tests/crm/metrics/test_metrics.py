"""Each metric by Connect's definition, on days small enough to count by hand."""

from datetime import timedelta

import pytest

from crm.metrics.compute import Choice, Facts, totals
from crm.metrics.definitions import METRICS, Value
from crm.metrics.events import PAUSED, WRAP_UP, AgentEvent, AgentKind, ContactEvent, ContactKind
from crm.metrics.report import figures
from crm.metrics.spells import Spell
from tests.crm.metrics.shifts import DAY, MIDNIGHT, at, call, shift

K, A = ContactKind, AgentKind
WHOLE_DAY = Spell(MIDNIGHT, MIDNIGHT + DAY)
ANSWERED_AT_10 = call(
    "1.1",
    *((0, K.ARRIVED, ""), (5, K.QUEUED, "hotline"), (10, K.RINGING, "lan"), (15, K.RING_ENDED, "lan")),
    *((15, K.CONNECTED, "lan"), (115, K.DISCONNECTED, "lan"), (115, K.ENDED, "")),
)
ANSWERED_AT_30 = call(
    "2.1",
    *((200, K.QUEUED, "hotline"), (230, K.CONNECTED, "lan"), (240, K.HELD, "lan"), (260, K.RESUMED, "lan")),
    *((330, K.DISCONNECTED, "lan"), (330, K.ENDED, "")),
)
GIVEN_UP_SOON = call("3.1", (300, K.QUEUED, "hotline"), (304, K.ENDED, ""))
GIVEN_UP_LATE = call("4.1", (300, K.QUEUED, "dien"), (400, K.LEFT_QUEUE, ""), (406, K.ENDED, ""))
WANTS_CALLBACK = call("5.1", (500, K.QUEUED, "hotline"), (540, K.CALLBACK_WANTED, ""), (545, K.ENDED, ""))
MOVED = call(
    "6.1",
    *((600, K.QUEUED, "dien"), (660, K.LEFT_QUEUE, ""), (661, K.QUEUED, "hotline"), (671, K.CONNECTED, "minh")),
    *((771, K.DISCONNECTED, "minh"), (780, K.ENDED, "")),
)
LAN = shift(
    "lan",
    *((0, A.JOINED, PAUSED), (5, A.READY, ""), (115, A.PAUSED, WRAP_UP), (135, A.READY, "")),
    *((330, A.PAUSED, WRAP_UP), (340, A.READY, ""), (400, A.PAUSED, "lunch"), (500, A.LEFT, "")),
)


def values(
    *contacts: ContactEvent, agents: tuple[AgentEvent, ...] = (), choice: Choice | None = None, **scores: int
) -> dict[str, Value]:
    """The day's metrics."""
    known = Facts(contacts, agents, MIDNIGHT + DAY, {f"{name[1:]}.1": score for name, score in scores.items()})
    (of,) = totals(known, [WHOLE_DAY], choice or Choice())
    return dict(figures(WHOLE_DAY, of, choice or Choice()).values)


def test_the_service_level_is_what_was_answered_in_20_seconds_over_all_offered() -> None:
    found = values(*ANSWERED_AT_10, *ANSWERED_AT_30, *GIVEN_UP_SOON, *WANTS_CALLBACK)
    assert (found["contacts_queued"], found["contacts_answered_in_20_seconds"]) == (4, 1)
    assert found["service_level_20"] == 25.0


def test_answered_after_exactly_20_seconds_is_in_time() -> None:
    on_the_dot = call("1.1", (0, K.QUEUED, "hotline"), (20, K.CONNECTED, "lan"))
    assert values(*on_the_dot)["service_level_20"] == 100.0


def test_waits_are_averaged_over_those_they_are_about() -> None:
    found = values(*ANSWERED_AT_10, *ANSWERED_AT_30, *GIVEN_UP_SOON, *GIVEN_UP_LATE)
    assert (found["average_queue_answer_time"], found["average_queue_abandon_time"]) == (20.0, 52.0)
    assert found["maximum_queued_time"] == 100.0


def test_who_wants_to_be_called_back_has_not_abandoned() -> None:
    found = values(*ANSWERED_AT_10, *GIVEN_UP_SOON, *WANTS_CALLBACK)
    assert (found["callback_contacts"], found["contacts_abandoned"]) == (1, 1)
    assert found["abandonment_rate"] == pytest.approx(100 / 3, abs=1e-3)


def test_a_short_abandon_is_told_apart_and_stays_one() -> None:
    found = values(*GIVEN_UP_SOON, *GIVEN_UP_LATE)
    assert (found["contacts_abandoned"], found["contacts_abandoned_in_5_seconds"]) == (2, 1)


def test_a_call_that_is_moved_on_counts_in_both_queues() -> None:
    left, came = (values(*MOVED, choice=Choice(queue=queue)) for queue in ("dien", "hotline"))
    assert (left["contacts_queued"], left["contacts_transferred_out_queue"], left["contacts_answered"]) == (1, 1, 0)
    assert (came["contacts_queued"], came["contacts_answered"], came["average_queue_answer_time"]) == (1, 1, 10.0)


def test_handle_time_is_talk_and_hold_and_the_work_after_it() -> None:
    found = values(*ANSWERED_AT_10, *ANSWERED_AT_30, agents=LAN)
    assert found["average_agent_interaction_time"] == (100 + 80) / 2
    assert (found["average_customer_hold_time"], found["customer_hold_time"]) == (10.0, 20.0)
    assert found["average_after_contact_work_time"] == 15.0
    assert found["average_handle_time"] == 90 + 10 + 15


def test_an_operators_day_has_each_second_once() -> None:
    found = values(*ANSWERED_AT_10, *ANSWERED_AT_30, agents=LAN)
    assert found["agent_on_contact_time"] == 100 + 20 + 100 + 10
    assert found["agent_incoming_connecting_time"] == 5.0
    assert found["agent_idle_time"] == 5 + 95 + 60
    assert found["non_productive_time"] == 5 + 100
    assert found["online_time"] == 500.0
    assert found["occupancy"] == pytest.approx(100 * 230 / 390, abs=1e-3)


def test_somebody_in_two_queues_is_paused_only_when_both_are() -> None:
    ready = shift("lan", (0, A.JOINED, ""), (100, A.LEFT, ""))
    paused = shift("lan", (0, A.JOINED, ""), (50, A.PAUSED, "lunch"), (200, A.LEFT, ""), queue="dien")
    found = values(agents=ready + paused)
    assert (found["agent_idle_time"], found["non_productive_time"], found["online_time"]) == (100.0, 100.0, 200.0)


def test_a_call_passed_on_is_handled_by_each_of_them() -> None:
    passed_on = call(
        "1.1",
        *((0, K.QUEUED, "hotline"), (10, K.CONNECTED, "lan"), (70, K.CONNECTED, "minh"), (80, K.DISCONNECTED, "lan")),
        *((100, K.CONNECTED, "lan"), (110, K.DISCONNECTED, "lan"), (190, K.ENDED, "")),
    )
    assert values(*passed_on)["contacts_handled"] == 2
    of_lan, of_minh = (values(*passed_on, choice=Choice(operator=name)) for name in ("lan", "minh"))
    assert (of_lan["contacts_answered"], of_lan["average_handle_time"]) == (1, 80.0)
    assert (of_minh["contacts_answered"], of_minh["average_handle_time"]) == (0, 120.0)


def test_a_phone_that_was_not_answered_is_the_operators() -> None:
    missed = shift("lan", (0, A.JOINED, ""), (20, A.MISSED, ""))
    assert values(agents=missed)["agent_non_response_without_customer_abandons"] == 1
    assert values(agents=missed, choice=Choice(operator="minh"))["agent_non_response_without_customer_abandons"] == 0


def test_nobody_who_waits_counts_as_lost() -> None:
    waiting = call("1.1", (86_000, K.QUEUED, "hotline"))
    found = values(*waiting, *ANSWERED_AT_10)
    assert (found["contacts_queued"], found["contacts_in_queue"]) == (2, 1)
    assert (found["abandonment_rate"], found["service_level_20"]) == (0.0, 100.0)


def test_a_call_that_asterisk_took_with_it_is_over_when_it_starts_again() -> None:
    cut_off = call("1.1", (100, K.QUEUED, "hotline"), (110, K.CONNECTED, "lan"))
    restart = AgentEvent(at(170), "", A.RESTARTED, "restart")
    found = values(*cut_off, agents=(restart,))
    assert (found["contacts_handled"], found["average_agent_interaction_time"]) == (1, 60.0)


def test_the_survey_is_over_the_calls_it_could_be_asked_in() -> None:
    found = values(*ANSWERED_AT_10, *ANSWERED_AT_30, *GIVEN_UP_LATE, _1=4)
    assert (found["average_survey_score"], found["survey_response_rate"]) == (4.0, 50.0)


def test_nothing_to_divide_by_is_no_number() -> None:
    found = values()
    averages = {key for key, metric in METRICS.items() if metric.unit in ("percent", "score") or "average" in key}
    assert {key for key, value in found.items() if value is None} == averages


def test_every_metric_says_what_it_is_and_where_that_is_from() -> None:
    for metric in METRICS.values():
        assert metric.name[0].isupper()
        assert metric.unit in ("count", "seconds", "percent", "score")
        assert "Connect" in metric.definition or metric.key in ("contacts_answered", *SURVEY), metric.key


SURVEY = ("average_survey_score", "survey_response_rate")


def test_an_operators_times_belong_to_no_single_queue() -> None:
    assert "occupancy" not in values(agents=LAN, choice=Choice(queue="hotline"))
    assert values(agents=LAN)["online_time"] == timedelta(seconds=500).total_seconds()
