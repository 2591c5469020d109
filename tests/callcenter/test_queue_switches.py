"""Switches and hours as Asterisk is told of them, and as every page sees them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time

import pytest

from callcenter.ami_wire import Headers
from callcenter.errors import AmiAway
from callcenter.push import Message, Push
from callcenter.queue_file import load_queues
from callcenter.queue_plan import Hours
from callcenter.queue_switches import QueueSwitches
from crm.queue_switches import EVERYTHING, Position, TurnSwitch
from tests.callcenter.memory_store import MemoryStore

MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # 09:00 in Hải Phòng
NIGHT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
ALL_OPEN = {"CC_STORM": "0", "CC_CLOSED_hotline": "0", "CC_CLOSED_infrastructure": "0", "CC_CLOSED_social": "0"}


@dataclass
class House:
    """Three queues, of which the social one is open from seven to ten."""

    now: datetime = MORNING
    away: bool = False
    store: MemoryStore = field(default_factory=MemoryStore)
    told: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = load_queues("hotline")
        hours = Hours(spans=((time(7), time(22)),))
        queues = [replace(queue, hours=hours) if queue.name == "social" else queue for queue in plan.queues]
        self.push = Push(lambda _: {"type": "hello"})
        self.switches = QueueSwitches(
            self, self.store, replace(plan, queues=tuple(queues)), self.push, lambda: self.now
        )

    async def ask(self, action: str, **headers: str) -> Headers:
        if self.away:
            raise AmiAway
        assert action == "Setvar"
        self.told.append((headers["Variable"], headers["Value"]))
        return {"Response": "Success"}

    async def listed(self, action: str, **headers: str) -> tuple[Headers, ...]:
        raise AssertionError(action)

    def news(self) -> dict[str, str]:
        """What Asterisk was told since the last look."""
        told, self.told = dict(self.told), []
        return told


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def page(house: House) -> AsyncIterator[AsyncIterator[Message]]:
    async with house.push.subscribe("lan") as page:
        await anext(page)
        yield page


async def test_asterisk_is_told_once_and_again_when_it_may_have_forgotten(house: House) -> None:
    await house.switches.look()
    assert house.news() == ALL_OPEN
    await house.switches.look()
    assert house.news() == {}
    house.switches.forget()
    await house.switches.look()
    assert house.news() == ALL_OPEN


async def test_a_storm_is_one_press_which_everybody_sees_and_one_that_undoes_it(
    house: House, page: AsyncIterator[Message]
) -> None:
    await house.switches.look()
    house.news()
    assert await house.switches.turn(TurnSwitch(EVERYTHING, Position.STORM, "minh", "Bão số 3"))
    assert house.news() == {"CC_STORM": "1"}
    seen = await anext(page)
    assert seen["type"] == "queues"
    assert getattr(seen["storm"], "actor", None) == "minh"
    assert await house.switches.turn(TurnSwitch(EVERYTHING, None, "minh"))
    assert house.news() == {"CC_STORM": "0"}
    assert (await anext(page))["storm"] is None


async def test_a_queue_closes_by_its_hours_and_pages_are_told(house: House, page: AsyncIterator[Message]) -> None:
    await house.switches.look()
    house.news()
    house.now = NIGHT
    await house.switches.look()
    assert house.news() == {"CC_CLOSED_social": "1"}
    queues = (await anext(page))["queues"]
    assert isinstance(queues, list)
    assert {queue["name"]: queue["open"] for queue in queues} == {
        "hotline": True,
        "infrastructure": True,
        "social": False,
    }


async def test_a_switch_by_hand_wins_over_the_hours_until_it_is_undone(house: House) -> None:
    house.now = NIGHT
    await house.switches.turn(TurnSwitch("social", Position.OPEN, "minh"))
    assert house.news()["CC_CLOSED_social"] == "0"
    await house.switches.turn(TurnSwitch("hotline", Position.CLOSED, "minh"))
    assert house.news() == {"CC_CLOSED_hotline": "1"}
    await house.switches.turn(TurnSwitch("social", None, "minh"))
    assert house.news() == {"CC_CLOSED_social": "1"}


async def test_a_switch_turned_while_asterisk_is_away_holds_as_soon_as_it_is_back(house: House) -> None:
    house.away = True
    assert not await house.switches.turn(TurnSwitch(EVERYTHING, Position.STORM, "minh"))
    assert house.switches.picture()["storm"] is not None
    house.away = False
    house.switches.forget()
    await house.switches.look()
    assert house.news()["CC_STORM"] == "1"
