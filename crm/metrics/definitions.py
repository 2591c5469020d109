"""The metrics, each with its definition. Names and meanings are Amazon Connect's, as its Administrator Guide has them
("Metric definitions", docs.aws.amazon.com/connect/latest/adminguide/metrics-definitions.html); where ours differs, the
definition says so. A metric without anything to divide by is `None`, never 0.

Counts are by enqueue timestamp and by connected-to-agent timestamp, which Connect offers beside those by disconnect:
only these add up over intervals while calls are still going on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from crm.metrics.totals import Totals

Value = float | int | None


@dataclass(frozen=True)
class Metric:
    """`unit` is count, seconds, percent or score; `by_queue`: it makes sense for one queue alone."""

    key: str
    name: str  # Vietnamese
    unit: str
    by_queue: bool
    value: Callable[[Totals], Value]

    @property
    def definition(self) -> str:
        return " ".join((self.value.__doc__ or "").split())


METRICS: Final[dict[str, Metric]] = {}


def metric(
    name: str, unit: str, *, by_queue: bool = True
) -> Callable[[Callable[[Totals], Value]], Callable[[Totals], Value]]:
    """Enter the function into the list of metrics, under its own name."""

    def entered(value: Callable[[Totals], Value]) -> Callable[[Totals], Value]:
        METRICS[value.__name__] = Metric(value.__name__, name, unit, by_queue, value)
        return value

    return entered


def _percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 4) if whole else None


def _mean(time: timedelta, count: int) -> float | None:
    return round(time.total_seconds() / count, 3) if count else None


def _seconds(time: timedelta) -> float:
    return round(time.total_seconds(), 3)


@metric("Số cuộc vào hàng chờ", "count")
def contacts_queued(of: Totals) -> int:
    """Connect "Contacts queued (enqueue timestamp)": contacts placed in the queue. One that is moved on to another
    queue counts in each."""
    return of.queued


@metric("Số cuộc được trả lời", "count")
def contacts_answered(of: Totals) -> int:
    """Contacts out of `contacts_queued` that an operator answered."""
    return of.answered


@metric("Số cuộc tổng đài viên đã nói chuyện", "count")
def contacts_handled(of: Totals) -> int:
    """Connect "Contacts handled (connected to agent timestamp)": contacts connected to an agent. A call passed on is
    one for each operator who talked in it, as a transfer makes a new contact in Connect."""
    return of.handled


@metric("Số cuộc bỏ lỡ trong hàng chờ", "count")
def contacts_abandoned(of: Totals) -> int:
    """Connect "Contacts abandoned": disconnected while in queue; contacts queued for call-back do not count. Ours also
    has those who waited as long as the queue allows and heard the apology: nobody served them either."""
    return of.abandoned


@metric("Số cuộc gác máy trong 5 giây đầu", "count")
def contacts_abandoned_in_5_seconds(of: Totals) -> int:
    """Connect "Contacts abandoned in X seconds", X = 5: short abandons. They stay in `contacts_abandoned`."""
    return of.abandoned_short


@metric("Số cuộc hẹn gọi lại", "count")
def callback_contacts(of: Totals) -> int:
    """Contacts that left the queue for a call-back or a message. Connect "Callback contacts" counts the same wish."""
    return of.callbacks


@metric("Số cuộc chuyển sang hàng chờ khác", "count")
def contacts_transferred_out_queue(of: Totals) -> int:
    """Connect "Contacts transferred out queue": out of the queue into another one before anybody answered."""
    return of.moved


@metric("Số cuộc đang chờ", "count")
def contacts_in_queue(of: Totals) -> int:
    """Connect "Contacts in queue": out of those queued in the interval, those that wait now."""
    return of.waiting


@metric("Tỷ lệ trả lời trong 20 giây", "percent")
def service_level_20(of: Totals) -> float | None:
    """Contacts answered within 20 seconds of being queued, over all offered: answered, abandoned (also soon), left
    for a call-back or another queue. Connect "Contacts answered in X seconds" over "Contacts queued"; its own "Service
    level X" also counts who gave up within X as in time, which would reward a hotline for losing people quickly."""
    return _percent(of.answered_in_time, of.queued - of.waiting)


@metric("Số cuộc được trả lời trong 20 giây", "count")
def contacts_answered_in_20_seconds(of: Totals) -> int:
    """Connect "Contacts answered in X seconds", X = 20: answered 0 to 20 seconds after being queued."""
    return of.answered_in_time


@metric("Tỷ lệ bỏ lỡ", "percent")
def abandonment_rate(of: Totals) -> float | None:
    """Connect "Abandonment rate": (contacts abandoned / contacts queued) * 100, call-backs not abandoned. Those who
    wait now are in neither."""
    return _percent(of.abandoned, of.queued - of.waiting)


@metric("Thời gian chờ trung bình đến khi được trả lời (ASA)", "seconds")
def average_queue_answer_time(of: Totals) -> float | None:
    """Connect "Average queue answer time (enqueue timestamp)", ASA: the mean wait in queue of answered contacts."""
    return _mean(of.answer_wait, of.answered)


@metric("Thời gian chờ trung bình đến khi bỏ cuộc", "seconds")
def average_queue_abandon_time(of: Totals) -> float | None:
    """Connect "Average queue abandon time": the mean wait in queue of abandoned contacts."""
    return _mean(of.abandon_wait, of.abandoned)


@metric("Thời gian chờ lâu nhất", "seconds")
def maximum_queued_time(of: Totals) -> float:
    """Connect "Maximum queued time": the longest wait of a contact that is out of the queue, however it left."""
    return _seconds(of.longest_wait)


@metric("Thời gian phục vụ trung bình một cuộc (AHT)", "seconds")
def average_handle_time(of: Totals) -> float | None:
    """Connect "Average handle time", AHT: the mean, over finished contacts, of talk, hold and work after contact."""
    return _mean(of.interaction + of.hold + of.after_work, of.finished)


@metric("Thời gian nói chuyện trung bình", "seconds")
def average_agent_interaction_time(of: Totals) -> float | None:
    """Connect "Average agent interaction time": connected with the citizen, without hold and work after contact."""
    return _mean(of.interaction, of.finished)


@metric("Thời gian giữ máy trung bình", "seconds")
def average_customer_hold_time(of: Totals) -> float | None:
    """Connect "Average customer hold time all contacts": the mean over all handled contacts, held or not. Only what
    our service heard: Asterisk's own records keep no holds, so that those of an outage are missing."""
    return _mean(of.hold, of.finished)


@metric("Thời gian giữ máy", "seconds")
def customer_hold_time(of: Totals) -> float:
    """Connect "Customer hold time": how long citizens were on hold after they had been connected to an operator."""
    return _seconds(of.hold)


@metric("Thời gian hoàn tất sau cuộc gọi trung bình (ACW)", "seconds")
def average_after_contact_work_time(of: Totals) -> float | None:
    """Connect "Average after contact work time", ACW: from the end of the talk until the operator is ready again or
    pauses for another reason, over finished contacts."""
    return _mean(of.after_work, of.finished)


@metric("Số lần máy reo không nghe", "count", by_queue=False)
def agent_non_response_without_customer_abandons(of: Totals) -> int:
    """Connect "Agent non-response without customer abandons": routed to an operator who did not answer, while the
    citizen went on waiting."""
    return of.missed


@metric("Thời gian có mặt", "seconds", by_queue=False)
def online_time(of: Totals) -> float:
    """Connect "Online time": in any state but offline; here: in a queue, paused or not, or talking."""
    return _seconds(of.online)


@metric("Thời gian phục vụ", "seconds", by_queue=False)
def agent_on_contact_time(of: Totals) -> float:
    """Connect "Agent on contact time": on contacts, hold and work after contact included."""
    return _seconds(of.on_contact)


@metric("Thời gian rảnh", "seconds", by_queue=False)
def agent_idle_time(of: Totals) -> float:
    """Connect "Agent idle time": ready, not on a contact, and no phone ringing."""
    return _seconds(of.idle)


@metric("Thời gian máy reo", "seconds", by_queue=False)
def agent_incoming_connecting_time(of: Totals) -> float:
    """Connect "Agent incoming connecting time": from routing a contact to an operator until it is picked up or not."""
    return _seconds(of.connecting)


@metric("Thời gian tạm nghỉ", "seconds", by_queue=False)
def non_productive_time(of: Totals) -> float:
    """Connect "Non-productive time": in a custom status; here: paused for any reason but the work after a contact."""
    return _seconds(of.paused)


@metric("Mức bận rộn", "percent", by_queue=False)
def occupancy(of: Totals) -> float | None:
    """Connect "Occupancy": agent on contact time / (agent on contact time + agent idle time) * 100."""
    on_contact = of.on_contact.total_seconds()
    return _percent(on_contact, on_contact + of.idle.total_seconds())


@metric("Điểm hài lòng trung bình", "score")
def average_survey_score(of: Totals) -> float | None:
    """The mean of the answers, 1 (worst) to 5 (best), to the question after the call (issue 4.6)."""
    return round(of.score_sum / of.scores, 4) if of.scores else None


@metric("Tỷ lệ trả lời khảo sát", "percent")
def survey_response_rate(of: Totals) -> float | None:
    """Calls with an answer to the survey, over calls that operators talked in, which is when it is asked."""
    return _percent(of.scores, of.surveyed)
