"""Operators go ready, pause and leave through Asterisk's queue; what they do is told from it alone."""

import asyncio
from dataclasses import replace

import pytest

from callcenter.agent_state import AgentKind
from callcenter.agents import Agents
from callcenter.ami_events import CallEvent, Member, MemberGone, MemberSeen
from callcenter.call_state import Call
from callcenter.calls import LiveCalls
from callcenter.errors import AmiAway, AmiDeclined, PhoneNotReachable
from callcenter.push import Push
from callcenter.tasks import Tasks
from tests.callcenter.fake_queue import REGISTERED, UNREGISTERED, FakeQueue
from tests.callcenter.streams import NAMING, RECEIVED, heard


class House:
    """Agents over a fake queue; recorded calls can be played in."""

    def __init__(self) -> None:
        self.skills: dict[str, dict[str, int]] = {}
        self.queue = FakeQueue(phones={"lan": REGISTERED})
        self.tasks = Tasks()
        self.push = Push(lambda _: {"type": "hello"})
        self.calls = LiveCalls(lambda facts: None, self.watch)
        self.agents = Agents(self.queue, NAMING, self.calls, self.push, self.tasks, lambda: RECEIVED, self.skills_of)
        self.queue.tell = self.agents.hear
        self.seen: list[str] = []

    def watch(self, before: Call, call: Call, event: CallEvent) -> None:
        for username in {*before.operators, *call.operators}:
            self.agents.refresh(username, event.at)
        self.seen.append(self.agents.state("lan").state)

    def skills_of(self, username: str) -> dict[str, int]:
        return self.skills.get(username, {"hotline": 0})

    def kind(self, username: str = "lan") -> AgentKind:
        return self.agents.state(username).state

    def play(self, stream: str) -> None:
        for event in heard(stream):
            if isinstance(event, CallEvent):
                self.calls.hear(event)


@pytest.fixture
def house() -> House:
    return House()


async def test_an_operator_nobody_has_heard_of_is_offline(house: House) -> None:
    assert house.kind("nobody") is AgentKind.OFFLINE


async def test_ready_joins_the_queue_and_takes_calls(house: House) -> None:
    await house.agents.ready("lan")
    assert house.queue.asked == ["QueueAdd", "QueuePause"]
    assert not house.queue.members["lan"].paused
    assert house.kind() is AgentKind.READY
    assert house.agents.state("lan").since == RECEIVED


async def test_the_queue_rings_nobody_before_the_phone_is_known_to_be_there(house: House) -> None:
    house.queue.phones = {}
    members_seen: list[Member] = []
    tell = house.queue.tell

    def look(event: MemberSeen | MemberGone) -> None:
        if isinstance(event, MemberSeen):
            members_seen.append(event.member)
        tell(event)

    house.queue.tell = look
    with pytest.raises(PhoneNotReachable, match="chưa kết nối"):
        await house.agents.ready("lan")
    assert all(member.paused for member in members_seen)
    assert house.queue.members == {}


async def test_an_operator_without_a_phone_who_was_in_the_queue_stays_as_they_were(house: House) -> None:
    await house.agents.pause("lan", "lunch")
    house.queue.phones = {}
    with pytest.raises(PhoneNotReachable):
        await house.agents.ready("lan")
    assert house.queue.members["lan"].pause_reason == "lunch"


async def test_a_phone_that_registers_at_this_moment_is_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.queue.phones = {}
    monkeypatch.setattr("callcenter.agents.LOOK_SECONDS", 0)
    going = asyncio.create_task(house.agents.ready("lan"))
    await asyncio.sleep(0)
    house.queue.phones = {"lan": REGISTERED}
    await going
    assert not house.queue.members["lan"].paused


async def test_a_double_click_does_no_harm(house: House) -> None:
    await asyncio.gather(house.agents.ready("lan"), house.agents.ready("lan"))
    assert house.queue.asked.count("QueueAdd") == 1


async def test_a_pause_says_why_and_since_when(house: House) -> None:
    await house.agents.ready("lan")
    await house.agents.pause("lan", "lunch")
    assert house.agents.state("lan") == replace(house.agents.state("lan"), state=AgentKind.PAUSED, reason="lunch")
    assert house.agents.state("lan").since == RECEIVED


async def test_off_leaves_the_queue_and_off_again_is_nothing(house: House) -> None:
    await house.agents.ready("lan")
    await house.agents.off("lan")
    await house.agents.off("lan")
    assert house.queue.asked.count("QueueRemove") == 1
    assert house.kind() is AgentKind.OFFLINE


async def test_without_a_line_to_asterisk_the_operator_is_told_so(house: House) -> None:
    house.queue.broken = AmiAway()
    with pytest.raises(AmiAway, match="mất kết nối"):
        await house.agents.ready("lan")
    assert house.kind() is AgentKind.OFFLINE


async def test_a_phone_that_is_lost_makes_its_operator_offline_until_it_is_back(house: House) -> None:
    await house.agents.ready("lan")
    lan = house.queue.members["lan"]
    house.queue.put(replace(lan, status=UNREGISTERED))
    assert house.kind() is AgentKind.OFFLINE
    house.queue.put(lan)
    assert house.kind() is AgentKind.READY


async def test_an_operator_rings_talks_and_is_told_apart_though_the_device_is_only_busy(house: House) -> None:
    await house.agents.ready("lan")
    house.play("answered")
    shown = [state for at, state in enumerate(house.seen) if at == 0 or state != house.seen[at - 1]]
    assert shown == [AgentKind.READY, AgentKind.RINGING, AgentKind.TALKING, AgentKind.READY]


async def test_after_a_talk_the_operator_is_paused_until_they_are_ready(house: House) -> None:
    await house.agents.ready("lan")
    house.agents.talk_ended("lan")
    house.queue.put(replace(house.queue.members["lan"]))  # the phone is free again before the pause is confirmed
    assert house.kind() is AgentKind.WRAP_UP
    await house.tasks.idle()
    assert house.queue.members["lan"].pause_reason == "wrap_up"
    assert house.kind() is AgentKind.WRAP_UP
    await house.agents.ready("lan")
    assert house.kind() is AgentKind.READY


async def test_a_pause_asked_for_during_the_talk_is_kept(house: House) -> None:
    await house.agents.pause("lan", "lunch")
    house.agents.talk_ended("lan")
    await house.tasks.idle()
    assert house.queue.members["lan"].pause_reason == "lunch"


async def test_a_wrap_up_that_asterisk_refuses_is_not_pretended(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await house.agents.ready("lan")
    house.queue.broken = AmiDeclined("QueuePause", "Interface not found")
    house.agents.talk_ended("lan")
    await house.tasks.idle()
    assert house.kind() is AgentKind.READY
    assert "no pause after the call" in caplog.text


async def test_each_change_is_pushed_once_to_the_operators_own_page(house: House) -> None:
    async with house.push.subscribe("lan") as page, house.push.subscribe("minh") as other:
        await house.agents.ready("lan")
        lan = house.queue.members["lan"]
        house.queue.put(lan)  # nothing new
        await house.agents.pause("lan", "lunch")
        told = [await anext(page) for _ in range(4)]
        house.push.to("minh", {"type": "end"})
        assert [(await anext(other))["type"] for _ in range(2)] == ["hello", "end"]
    assert [message.get("state") for message in told] == [None, "paused", "ready", "paused"]
    assert told[-1] == {"type": "agent", "state": "paused", "reason": "lunch", "since": RECEIVED}


async def test_after_a_reconnect_asterisks_list_is_the_truth(house: House) -> None:
    await house.agents.ready("lan")
    house.agents.start_from([Member("minh", REGISTERED, True, "lunch", RECEIVED, None, RECEIVED, "hotline", 0)])
    assert house.kind("lan") is AgentKind.OFFLINE
    assert house.agents.state("minh").reason == "lunch"


async def test_an_operator_answers_the_queues_of_their_skills_and_no_others(house: House) -> None:
    house.skills["lan"] = {"gas": 0, "hotline": 5}
    await house.agents.ready("lan")
    assert {key: member.penalty for key, member in house.queue.of_queue.items()} == {
        ("gas", "lan"): 0,
        ("hotline", "lan"): 5,
    }
    assert house.queue.asked == ["QueueAdd", "QueueAdd", "QueuePause"]  # the pause ends everywhere at once
    assert house.kind() is AgentKind.READY
    await house.agents.off("lan")
    assert house.queue.of_queue == {}
    assert house.kind() is AgentKind.OFFLINE


async def test_an_operator_is_paused_once_no_queue_can_ring_them(house: House) -> None:
    house.skills["lan"] = {"gas": 0, "hotline": 0}
    await house.agents.ready("lan")
    gas, hotline = house.queue.of_queue["gas", "lan"], house.queue.of_queue["hotline", "lan"]
    house.queue.put(replace(gas, paused=True, pause_reason="lunch"))
    assert house.kind() is AgentKind.READY
    house.queue.put(replace(hotline, paused=True, pause_reason="lunch"))
    assert house.kind() is AgentKind.PAUSED


async def test_changed_skills_move_who_is_there_as_they_are(house: House) -> None:
    house.skills["lan"] = {"gas": 0, "hotline": 5}
    await house.agents.pause("lan", "lunch")
    house.skills["lan"] = {"hotline": 1, "social": 2}
    await house.agents.align()
    assert {key: (member.penalty, member.paused) for key, member in house.queue.of_queue.items()} == {
        ("hotline", "lan"): (1, True),
        ("social", "lan"): (2, True),
    }
    before = len(house.queue.asked)
    await house.agents.align()
    assert len(house.queue.asked) == before
