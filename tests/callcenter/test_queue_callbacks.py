"""Places for call-backs: put where they belong, told of, renewed, and never on what may be an old picture."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from callcenter.ami_events import CallerGone, CallEvent, CitizenReached, JoinedQueue, OperatorAnswered
from callcenter.ami_headers import Caller
from callcenter.ami_wire import Headers
from callcenter.call_vars import CallVars
from callcenter.calls import LiveCalls
from callcenter.errors import AmiAway
from callcenter.queue_callbacks import QueueCallbacks
from callcenter.queue_file import load_queues
from callcenter.queue_state import QueueState, Waiting
from callcenter.tasks import Tasks
from crm.callbacks import LEASE, Callback, Result
from tests.callcenter.memory_store import MemoryStore
from tests.callcenter.streams import RECEIVED

PHONE = "+84912345678"


def at(minute: float) -> datetime:
    return RECEIVED + timedelta(minutes=minute)


def job(linkedid: str, minute: float = 0, queue: str = "social", phone: str = PHONE) -> Callback:
    return Callback(
        linkedid, phone, queue, at(minute), 1, 'Ước "Ngọc", Lê', at(minute - 1), ("social",), ("2",), "social", None
    )


@dataclass
class House:
    """Call-backs over a queue, a store and an Asterisk that a test fills."""

    line: QueueState | None = field(default_factory=QueueState)
    store: MemoryStore = field(default_factory=MemoryStore)
    asked: list[Headers] = field(default_factory=list)
    away: bool = False
    now: datetime = RECEIVED

    def __post_init__(self) -> None:
        self.tasks = Tasks()
        self.has_asked = asyncio.Event()
        self.calls = LiveCalls(lambda facts: None, lambda *step: self.callbacks.watch(*step))
        plan = load_queues("hotline")
        self.callbacks = QueueCallbacks(
            self, self.store, plan, self.calls, lambda: self.line, self.tasks, lambda: self.now
        )

    async def ask(self, action: str, **headers: str) -> Headers:
        if self.away:
            raise AmiAway
        self.asked.append({"Action": action, **headers})
        self.has_asked.set()
        return {"Response": "Success"}

    async def listed(self, action: str, **headers: str) -> tuple[Headers, ...]:
        raise AssertionError(action)

    async def after(self, *kinds: type[CallEvent]) -> list[tuple[str, Result]]:
        """What is reported once these events of a call of ours have been told."""
        vars = CallVars(callback_of="1.1", entered_at=at(0))
        caller = Caller("1.1", "Local/s@callback-far-00000001;1", PHONE, "", "", vars)
        for kind in kinds:
            if kind is JoinedQueue:
                self.calls.hear(JoinedQueue(RECEIVED, caller, 1, "social"))
            elif kind is OperatorAnswered:
                self.calls.hear(OperatorAnswered(RECEIVED, caller, "lan"))
            else:
                self.calls.hear(kind(RECEIVED, caller))
        await self.tasks.idle()
        return self.store.reported


@pytest.fixture
def house() -> House:
    return House()


def places(house: House) -> list[tuple[str, str]]:
    return [(str(asked["Exten"]), str(asked["Variable"]).partition("PLACE=")[2]) for asked in house.asked]


async def test_a_place_is_ahead_of_who_came_later_in_the_same_queue(house: House) -> None:
    waiting = [("9.1", -5, "social"), ("9.2", -4, "hotline"), ("9.3", 3, "social")]
    house.line = QueueState(tuple(Waiting(name, at(minute), queue) for name, minute, queue in waiting))
    house.store.callbacks = [job("1.1")]
    await house.callbacks.look()
    assert places(house) == [("social", "2")]


async def test_places_put_in_line_together_are_in_order(house: House) -> None:
    house.store.callbacks = [job("1.1"), job("1.2", 1), job("1.3", 2, "hotline")]
    await house.callbacks.look()
    assert places(house) == [("social", "1"), ("social", "2"), ("hotline", "1")]


async def test_a_place_carries_all_that_the_call_knew_of_itself(house: House) -> None:
    house.store.callbacks = [job("1.1", queue="gone_queue")]
    await house.callbacks.look()
    (asked,) = house.asked
    assert (asked["Channel"], asked["Context"], asked["Exten"]) == (
        "Local/s@callback-far/n",
        "callback-near",
        "hotline",
    )
    assert asked["CallerID"] == '"Ước Ngọc Lê" <+84912345678>'
    variables = dict(pair.split("=") for pair in str(asked["Variable"]).split(","))
    assert variables["__CC_CALLBACK_OF"] == "1.1"
    assert (variables["NUMBER"], variables["CC_CATEGORY"], variables["CC_KEYS"]) == ("0912345678", "social", "2")
    assert variables["CC_RECORDING"].endswith("/1.1-callback-1.wav")
    assert "CC_TOPIC" not in variables
    assert float(variables["CC_ENTERED"]) == at(0).timestamp()


async def test_nothing_is_done_on_what_may_be_an_old_picture(house: House) -> None:
    house.line, house.store.callbacks = None, [job("1.1")]
    await house.callbacks.look()
    assert house.asked == []
    assert house.store.callbacks == [job("1.1")]


async def test_a_place_that_asterisk_does_not_take_is_given_back(house: House) -> None:
    house.away, house.store.callbacks = True, [job("1.1")]
    await house.callbacks.look()
    assert house.store.reported == [("1.1", Result.LOST)]


async def test_a_citizen_on_the_line_is_left_for_later(house: House) -> None:
    here = Caller("9.9", "PJSIP/trunk-00000001", PHONE, "", "", CallVars())
    house.calls.hear(JoinedQueue(RECEIVED, here, 1, "social"))
    house.store.callbacks = [job("1.1")]
    await house.callbacks.look()
    assert house.asked == []


@pytest.mark.parametrize(
    ("events", "result"),
    [
        ((JoinedQueue, CallerGone), Result.LOST),
        ((JoinedQueue, OperatorAnswered, CallerGone), Result.NO_ANSWER),
        ((JoinedQueue, OperatorAnswered, CitizenReached, CallerGone), Result.REACHED),
    ],
)
async def test_what_came_of_a_place_is_reported(
    house: House, events: tuple[type[CallEvent], ...], result: Result
) -> None:
    assert await house.after(*events) == [("1.1", result)]


async def test_places_in_line_are_renewed_now_and_then(house: House) -> None:
    await house.after(JoinedQueue)
    for seconds in (0, 1, LEASE.total_seconds() / 2):
        house.now = RECEIVED + timedelta(seconds=seconds)
        await house.callbacks.look()
    assert house.store.renewed == [frozenset({"1.1"})] * 2


async def test_a_place_that_is_in_line_already_is_not_put_there_twice(house: House) -> None:
    await house.after(JoinedQueue)
    house.store.callbacks = [replace(job("1.1"), phone="+84987654321")]
    await house.callbacks.look()
    assert house.asked == []


async def test_a_wish_is_looked_at_at_once(house: House) -> None:
    running = asyncio.create_task(house.callbacks.run(seconds=3600))
    await asyncio.sleep(0)
    house.store.callbacks = [job("1.1")]
    house.callbacks.wake()
    async with asyncio.timeout(5):
        await house.has_asked.wait()
    running.cancel()
