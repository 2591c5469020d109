"""Messages to pages: the whole picture first, nobody else's messages, no growing memory."""

import asyncio

import pytest

from callcenter.push import Message, Push


@pytest.fixture
def push() -> Push:
    return Push(lambda username: {"type": "hello", "who": username}, most_waiting=10)


async def test_a_page_gets_the_whole_picture_first_and_then_its_own_messages(push: Push) -> None:
    async with push.subscribe("lan") as lan, push.subscribe("minh") as minh:
        push.to("lan", {"type": "pop"})
        push.to_all({"type": "queue"})
        assert [(await anext(lan))["type"] for _ in range(3)] == ["hello", "pop", "queue"]
        assert [(await anext(minh))["type"] for _ in range(2)] == ["hello", "queue"]


async def test_two_pages_of_one_person_get_the_same(push: Push) -> None:
    async with push.subscribe("lan") as one, push.subscribe("lan") as other:
        push.to("lan", {"type": "pop"})
        assert [(await anext(page))["type"] for page in (one, one, other, other)] == ["hello", "pop"] * 2


async def test_a_message_wakes_a_page_that_waits(push: Push) -> None:
    async with push.subscribe("lan") as page:
        await anext(page)
        waiting = asyncio.ensure_future(anext(page))
        await asyncio.sleep(0)
        push.to("lan", {"type": "pop"})
        async with asyncio.timeout(1):
            assert await waiting == {"type": "pop"}


async def test_a_page_that_falls_behind_is_let_go_and_remembered_no_longer(push: Push) -> None:
    async with push.subscribe("lan") as slow, push.subscribe("lan") as quick:
        for number in range(50):
            push.to("lan", {"type": "call", "number": number})
            await anext(quick)
        assert [message async for message in slow] == []
        assert len(slow._waiting) == 0  # type: ignore[attr-defined]
        await anext(quick)
        push.to("lan", {"type": "call"})
        assert (await anext(quick))["type"] == "call"


async def test_a_page_that_has_left_is_forgotten(push: Push) -> None:
    async with push.subscribe("lan"):
        pass
    push.to("lan", {"type": "pop"})
    assert not push._pages


async def test_everybody_can_be_told_the_whole_picture_anew(push: Push) -> None:
    async with push.subscribe("lan") as page:
        push.hello_again()
        assert [await anext(page) for _ in range(2)] == [{"type": "hello", "who": "lan"}] * 2


async def test_a_page_may_leave_while_messages_are_sent(push: Push) -> None:
    heard: list[Message] = []
    async with push.subscribe("lan") as page:
        async for message in page:
            heard.append(message)
            break
    push.to_all({"type": "queue"})
    assert heard == [{"type": "hello", "who": "lan"}]
