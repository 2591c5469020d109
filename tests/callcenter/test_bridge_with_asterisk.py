"""The bridge over a real Asterisk, with real SIP calls: what recorded streams cannot show."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import agi.fallback
from asterisk_conf.private_prefix import Prefix
from callcenter.ami_link import AmiAccount, AmiTiming
from callcenter.bridge import Bridge
from callcenter.bridge_store import ThreadedStore
from callcenter.errors import AmiRefused, PhoneNotReachable
from callcenter.push import Message
from crm.contacts import contact_by_linkedid
from crm.messages import ContactState
from crm.queries import live_contacts
from crm.store import Store
from ivr_flows import channel_vars
from tests.asterisk_conf.switchboard import SECRET, Switchboard

SOON = 30.0
MENU = (
    f"SET VARIABLE {channel_vars.KEYS} 1-2",
    f"SET VARIABLE {channel_vars.CATEGORY} infrastructure",
    f"SET VARIABLE {channel_vars.OUTCOME} queue",
)
NAME = "Nguyễn Thị Ngọc Ước"


def utc_now() -> datetime:
    return datetime.now(tz=UTC)


@pytest.fixture(scope="module")
def switchboard(asterisk_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Switchboard]:
    script = Path(agi.fallback.__file__)
    folder = tmp_path_factory.mktemp("bridge")
    board = Switchboard.start(folder, asterisk_prefix, folder / "sounds", fallback_script=script)
    yield board
    board.stop()


@pytest.fixture
def bridge(switchboard: Switchboard, store: Store) -> Bridge:
    return bridge_to(switchboard, store)


def bridge_to(switchboard: Switchboard, store: Store, secret: str = SECRET) -> Bridge:
    conf = switchboard.conf
    account = AmiAccount(conf.ami_port, conf.ami_user, secret)
    timing = AmiTiming(first_retry=0.1, longest_retry=0.2)
    return Bridge(account, ThreadedStore(store, utc_now), conf.cel_file, conf.spool_dir, utc_now, timing=timing)


@asynccontextmanager
async def page_of(bridge: Bridge, username: str) -> AsyncIterator[AsyncIterator[Message]]:
    async with asyncio.timeout(SOON), bridge.running(), bridge.push.subscribe(username) as page:
        yield page


async def until(page: AsyncIterator[Message], kind: str, **wanted: object) -> Any:
    """The next message of this kind with these values."""
    async for message in page:
        if message["type"] == kind and all(message[name] == value for name, value in wanted.items()):
            return message
    raise AssertionError("the page was let go")


async def test_a_real_call_pops_with_its_name_and_its_operator_wraps_up(
    switchboard: Switchboard, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    async with (
        page_of(bridge, "lan") as page,
        switchboard.menu(*MENU),
        switchboard.operator(tmp_path / "operator.wav") as operator,
        switchboard.citizen(name=NAME, hang_up_after=1.5) as citizen,
    ):
        pop = await until(page, "pop")
        await operator.says("ringing")
        await until(page, "agent", state="talking")
        await citizen.says("report")
        await until(page, "agent", state="wrap_up")
        assert "(paused:wrap_up" in switchboard.asterisk.rx("queue show hotline")
        await bridge.agents.ready("lan")
        await until(page, "agent", state="ready")
    card = pop["card"]
    assert (card["caller_name"], card["keys"], card["category"]) == (NAME, ("1", "2"), "infrastructure")
    contact = contact_by_linkedid(store, card["linkedid"], utc_now())
    assert (contact.state, contact.operator, contact.caller_name) == (ContactState.HANDLED, "lan", NAME)
    assert contact.clock is not None
    assert contact.answered_at is not None
    assert contact.clock.due_at == contact.answered_at + timedelta(minutes=60)


async def test_an_operator_without_a_registered_phone_is_refused(switchboard: Switchboard, bridge: Bridge) -> None:
    async with page_of(bridge, "minh"):
        with pytest.raises(PhoneNotReachable):
            await bridge.agents.ready("minh")
        assert "op-minh" not in switchboard.asterisk.rx("queue show hotline")


async def test_a_wrong_password_is_refused_by_the_real_asterisk_too(switchboard: Switchboard, store: Store) -> None:
    with pytest.raises(AmiRefused, match="Authentication failed"):
        async with bridge_to(switchboard, store, "wrong").running():
            pass


async def test_calls_while_the_service_is_dead_become_contacts_with_their_true_moments(
    switchboard: Switchboard, store: Store, tmp_path: Path
) -> None:
    """One call is up when the service dies, the dialplan alone answers a second one; both end before it is back."""
    async with (
        switchboard.cel() as record,
        switchboard.operator(tmp_path / "operator.wav"),
        switchboard.citizen(name=NAME, hang_up_after=2.0) as first,
    ):
        async with page_of(bridge_to(switchboard, store), "lan") as page, switchboard.menu(*MENU):
            card = (await until(page, "pop"))["card"]
            await until(page, "call", state="talking")
        (alive,) = live_contacts(store, utc_now())
        async with switchboard.citizen(caller="0987654321", hang_up_after=1.0) as second:
            await first.says("report")
            await second.says("report")
        ended = {(await record("LINKEDID_END"))["linkedid"] for _ in range(2)}
    (lost,) = ended - {card["linkedid"]}
    assert alive.linkedid == card["linkedid"]

    before = utc_now()
    async with page_of(bridge_to(switchboard, store), "lan"):
        pass
    assert live_contacts(store, utc_now()) == ()
    spoken, unheard = (contact_by_linkedid(store, name, utc_now()) for name in (alive.linkedid, lost))
    assert (spoken.state, spoken.answered_at) == (ContactState.HANDLED, alive.answered_at)
    assert spoken.ended_at is not None
    assert spoken.ended_at < before
    assert unheard.phone == "+84987654321"
    assert unheard.answered_at is not None
    assert unheard.answered_at < before


async def test_a_restart_of_asterisk_is_survived(switchboard: Switchboard, bridge: Bridge, store: Store) -> None:
    async with page_of(bridge, "lan") as page:
        async with switchboard.menu(*MENU), switchboard.cel() as record, switchboard.citizen(name=NAME):
            await record("APP_START")
            (live,) = bridge.calls
            await asyncio.to_thread(switchboard.asterisk.stop, gracefully=False)
            assert (await until(page, "link"))["stale_since"] is not None
        await asyncio.to_thread(switchboard.asterisk.start)
        await until(page, "link", stale_since=None)
        assert list(bridge.calls) == []
        ended = contact_by_linkedid(store, live.linkedid, utc_now())
        assert (ended.state, ended.ended_at is not None) == (ContactState.ABANDONED, True)

        async with switchboard.menu(*MENU), switchboard.citizen(name=NAME, hang_up_after=0.5) as citizen:
            await until(page, "queue", waiting=1)
            await citizen.says("report")
            await until(page, "queue", waiting=0)
