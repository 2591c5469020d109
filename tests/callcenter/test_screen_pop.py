"""The card pops while the phone rings, in the same turn of the loop, and goes when it must."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from callcenter.ami_events import CallEvent, OperatorAnswered, OperatorRings
from callcenter.calls import LiveCalls
from callcenter.push import Push
from callcenter.screen_pop import ScreenPop
from callcenter.tasks import Tasks
from tests.callcenter.memory_store import NOBODY, MemoryStore
from tests.callcenter.pages import waiting
from tests.callcenter.streams import heard

PHONE = "+84912345678"
KNOWN = replace(NOBODY, phone=PHONE, reporter_name="Nguyễn Thị Ngọc Ước", case_count=3)


class House:
    """Live calls and their cards; pages of lan and minh."""

    def __init__(self) -> None:
        self.store = MemoryStore(callers={PHONE: KNOWN})
        self.tasks = Tasks()
        self.push = Push(lambda _: {"type": "hello"})
        self.calls = LiveCalls(lambda facts: None, lambda before, call, event: self.pops.watch(before, call, event))
        self.pops = ScreenPop(self.push, self.calls, self.store.caller, self.tasks)

    def play(self, stream: str, until: type[CallEvent] | None = None) -> None:
        """Play a recorded call, up to and including the first event of a kind."""
        for event in heard(stream):
            if isinstance(event, CallEvent):
                self.calls.hear(event)
                if until and isinstance(event, until):
                    return


@pytest.fixture
def house() -> House:
    return House()


async def test_the_card_pops_in_the_turn_of_the_event_with_all_that_the_menu_knows(house: House) -> None:
    async with house.push.subscribe("lan") as page:
        house.play("answered", until=OperatorRings)
        (pop,) = await waiting(house.push, "lan", page)  # nothing was awaited in between
    assert pop["type"] == "pop"
    card = pop["card"]
    assert card["caller_name"] == "Nguyễn Thị Ngọc Ước"
    assert card["phone_shown"] == "0912 345 678"
    assert card["keys"] == ("1", "8")
    assert card["menu_path"] == "Sự cố hạ tầng kỹ thuật › Cấp nước"
    assert card["due_at"] == card["answered_at"] + timedelta(minutes=60)
    assert card["state"] == "ringing"


async def test_the_history_is_there_when_the_caller_has_waited_a_moment(house: House) -> None:
    async with house.push.subscribe("minh") as page:
        events = [event for event in heard("answered") if isinstance(event, CallEvent)]
        for event in events:
            if isinstance(event, OperatorRings):
                await house.tasks.idle()
                house.calls.hear(replace(event, username="minh"))
                break
            house.calls.hear(event)
        (pop,) = await waiting(house.push, "minh", page)
    assert pop["card"]["caller"] == KNOWN


async def test_a_history_that_is_slow_follows_with_the_card(house: House) -> None:
    house.store.gate = asyncio.Event()
    async with house.push.subscribe("lan") as page:
        house.play("answered", until=OperatorAnswered)
        first = await waiting(house.push, "lan", page)
        house.store.gate.set()
        await house.tasks.idle()
        (later,) = await waiting(house.push, "lan", page)
    assert first[0]["card"]["caller"] is None
    assert later["type"] == "card"
    assert later["card"]["caller"] == KNOWN
    assert later["card"]["state"] == "talking"


async def test_a_history_that_fails_costs_only_itself(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.store.broken = OSError("disk")
    async with house.push.subscribe("lan") as page:
        house.play("answered", until=OperatorRings)
        await house.tasks.idle()
        assert [message["type"] for message in await waiting(house.push, "lan", page)] == ["pop"]
    assert "looking up the caller failed" in caplog.text


async def test_an_answered_call_goes_its_way_on_the_page(house: House) -> None:
    async with house.push.subscribe("lan") as page:
        house.play("answered")
        messages = await waiting(house.push, "lan", page)
    assert [(message["type"], message.get("state")) for message in messages] == [
        ("pop", None),
        ("call", "talking"),
        ("call", "leaving"),
        ("call_ended", None),
    ]


@pytest.mark.parametrize(
    ("stream", "why"), [("abandoned_ringing", ["caller_left"]), ("turned_down", ["missed", "missed"])]
)
async def test_a_card_goes_when_the_phone_stops_ringing(house: House, stream: str, why: list[str]) -> None:
    async with house.push.subscribe("lan") as page:
        house.play(stream)
        messages = await waiting(house.push, "lan", page)
    assert [message["type"] for message in messages] == ["pop", "pop_gone"] * len(why)
    assert [message["why"] for message in messages if message["type"] == "pop_gone"] == why


async def test_a_missed_call_pops_at_the_next_operator(house: House) -> None:
    async with house.push.subscribe("lan") as lan, house.push.subscribe("minh") as minh:
        house.play("ring_no_answer")
        at_lan, at_minh = await waiting(house.push, "lan", lan), await waiting(house.push, "minh", minh)
    assert [message["type"] for message in at_lan] == ["pop", "pop_gone"]
    assert [message["type"] for message in at_minh] == ["pop", "call", "call", "call_ended"]


async def test_a_call_somebody_else_has_taken_goes_as_taken_elsewhere(house: House) -> None:
    async with house.push.subscribe("minh") as page:
        for event in heard("answered"):
            if isinstance(event, CallEvent):
                house.calls.hear(event)
            if isinstance(event, OperatorRings):
                house.calls.hear(replace(event, username="minh"))
        messages = await waiting(house.push, "minh", page)
    assert messages[-1] == {"type": "pop_gone", "linkedid": messages[-1]["linkedid"], "why": "elsewhere"}


async def test_ten_calls_at_once_and_nobody_is_mixed_up(house: House) -> None:
    async with house.push.subscribe("lan") as lan, house.push.subscribe("minh") as minh:
        house.play("ten_calls")
        pages = {"lan": await waiting(house.push, "lan", lan), "minh": await waiting(house.push, "minh", minh)}
    popped = [message["card"] for messages in pages.values() for message in messages if message["type"] == "pop"]
    assert len(popped) == 10
    for card in popped:
        assert card["keys"] == ("1", card["phone"][-1])  # the recorded menu took the last digit of the caller
    for messages in pages.values():
        steps: dict[object, list[object]] = {}
        for message in messages:
            card = message.get("card")
            linkedid = card["linkedid"] if card else message["linkedid"]
            steps.setdefault(linkedid, []).append(message["type"])
        assert all(kinds[0] == "pop" and kinds[-1] == "call_ended" for kinds in steps.values())


async def test_nothing_of_a_call_that_is_over_is_remembered(house: House) -> None:
    house.play("ten_calls")
    await house.tasks.idle()
    assert list(house.calls) == []
    assert house.pops._callers == {}
