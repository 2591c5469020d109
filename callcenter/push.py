"""Messages to the operators' pages: one bounded queue for each open page, `hello` with the whole picture first.

A page that does not keep up is let go instead of remembered without end: it comes back and gets a new `hello`.
Values are plain, moments, or frozen views of `crm.views`: what `web.to_json.dumps` makes JSON of.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

log = logging.getLogger(__name__)

Message = Mapping[str, object]
MOST_WAITING: Final = 200  # messages for one page


class Page:
    """One open page: an iterator over its messages, which ends when the page fell behind."""

    def __init__(self, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._waiting: deque[Message] = deque()
        self._news = asyncio.Event()
        self._let_go = False

    def put(self, message: Message) -> None:
        """Add a message. When there is no room, everything is dropped and the page is let go."""
        if len(self._waiting) < self._most_waiting and not self._let_go:
            self._waiting.append(message)
        else:
            self._let_go = True
            self._waiting.clear()
        self._news.set()

    def __aiter__(self) -> AsyncIterator[Message]:
        return self

    async def __anext__(self) -> Message:
        while not self._waiting and not self._let_go:
            self._news.clear()
            await self._news.wait()
        if self._let_go:
            raise StopAsyncIteration
        return self._waiting.popleft()


class Push:
    """The pages that are open now. `hello` makes a username's whole picture; nothing here waits for anything."""

    def __init__(self, hello: Callable[[str], Message], most_waiting: int = MOST_WAITING) -> None:
        self._hello = hello
        self._most_waiting = most_waiting
        self._pages: defaultdict[str, set[Page]] = defaultdict(set)

    @asynccontextmanager
    async def subscribe(self, username: str) -> AsyncIterator[AsyncIterator[Message]]:
        """Messages for one page of `username`, `hello` first. The iterator ends when the page fell behind."""
        page = Page(self._most_waiting)
        page.put(self._hello(username))
        self._pages[username].add(page)
        try:
            yield page
        finally:
            self._pages[username].discard(page)
            if not self._pages[username]:
                del self._pages[username]

    def to(self, username: str, message: Message) -> None:
        """To every page of one person."""
        for page in self._pages.get(username, ()):
            page.put(message)

    def to_all(self, message: Message) -> None:
        """To every page."""
        for username in self._pages:
            self.to(username, message)

    def hello_again(self) -> None:
        """The whole picture anew, to every page: what they saw before may be wrong."""
        for username in self._pages:
            self.to(username, self._hello(username))
