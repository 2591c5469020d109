"""Who waits, in which order, since when."""

from dataclasses import replace
from datetime import timedelta

from callcenter.ami_events import CallerGone, CallEvent, JoinedQueue, LeftQueue
from callcenter.ami_headers import Caller
from callcenter.call_vars import CallVars
from callcenter.queue_state import QueueState, after
from tests.callcenter.streams import NAMES, RECEIVED, heard


def caller(linkedid: str) -> Caller:
    return Caller(linkedid, "PJSIP/trunk-00000001", "", "", "", CallVars())


def join(linkedid: str, position: int, seconds: int = 0, queue: str = "hotline") -> JoinedQueue:
    return JoinedQueue(RECEIVED + timedelta(seconds=seconds), caller(linkedid), position, queue)


def played(*events: CallEvent) -> QueueState:
    queue = QueueState()
    for event in events:
        queue = after(queue, event)
    return queue


def test_callers_wait_in_the_order_asterisk_gives_them() -> None:
    queue = played(join("1.1", 1), join("1.2", 2, 1), join("1.3", 2, 2))
    assert [waiting.linkedid for waiting in queue.callers] == ["1.1", "1.3", "1.2"]
    assert queue.position("1.2") == 3
    assert queue.position("1.9") is None


def test_the_longest_wait_is_that_of_the_one_who_came_first() -> None:
    queue = played(join("1.1", 1), join("1.2", 2, 1), LeftQueue(RECEIVED, caller("1.1")))
    assert (queue.waiting, queue.longest_since) == (1, RECEIVED + timedelta(seconds=1))


def test_an_empty_queue_has_no_longest_wait() -> None:
    assert QueueState().longest_since is None


def test_a_caller_who_joins_twice_waits_once() -> None:
    assert played(join("1.1", 1), join("1.1", 1)).waiting == 1


def test_a_hang_up_takes_a_caller_out_when_the_leave_was_missed() -> None:
    assert played(join("1.1", 1), CallerGone(RECEIVED, caller("1.1"))) == QueueState()


def test_ten_calls_come_and_go_and_nobody_is_left() -> None:
    for name in NAMES:
        queue, longest = QueueState(), 0
        for event in heard(name):
            if isinstance(event, CallEvent):
                queue = after(queue, event)
                longest = max(longest, queue.waiting)
        assert queue == QueueState()
        assert name != "ten_calls" or longest == 10


def test_each_queue_has_a_line_of_its_own() -> None:
    queue = played(join("1.1", 1), join("1.2", 1, 1, "gas"), join("1.3", 2, 2), join("1.4", 1, 3, "gas"))
    assert [waiting.linkedid for waiting in queue.of("hotline").callers] == ["1.1", "1.3"]
    assert [waiting.linkedid for waiting in queue.of("gas").callers] == ["1.4", "1.2"]
    assert (queue.position("1.3"), queue.position("1.2"), queue.waiting) == (2, 2, 4)
    assert queue.queue_of("1.2") == "gas"


def test_who_moves_to_another_queue_has_waited_since_the_first_one() -> None:
    moved = replace(caller("1.1"), vars=CallVars(queues=("gas", "hotline"), entered_at=RECEIVED))
    later = JoinedQueue(RECEIVED + timedelta(seconds=60), moved, 1, "hotline")
    queue = played(join("1.1", 1, 0, "gas"), LeftQueue(RECEIVED, caller("1.1")), later)
    assert queue.queue_of("1.1") == "hotline"
    assert queue.longest_since == RECEIVED


def test_a_place_is_behind_all_who_came_before_and_ahead_of_all_others() -> None:
    queue = played(join("1.1", 1), join("1.2", 2, 20), join("1.3", 1, 0, "gas"))
    assert queue.place_of("hotline", RECEIVED + timedelta(seconds=10)) == 2
    assert queue.place_of("hotline", RECEIVED + timedelta(seconds=30)) == 3
    assert queue.place_of("hotline", RECEIVED - timedelta(seconds=1)) == 1
    assert queue.place_of("empty", RECEIVED) == 1
