"""Reading a page's messages in tests."""

from collections.abc import AsyncIterator
from typing import Any

from callcenter.push import Message, Push


async def waiting(push: Push, username: str, page: AsyncIterator[Message]) -> list[Any]:
    """What `username`'s page has been sent up to now, without its `hello`: nothing is waited for."""
    push.to(username, {"type": "end"})
    messages = [await anext(page)]
    while messages[-1]["type"] != "end":
        messages.append(await anext(page))
    return [message for message in messages if message["type"] not in ("hello", "end")]
