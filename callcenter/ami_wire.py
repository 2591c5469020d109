"""One connection to Asterisk's manager interface: panoramisk's protocol with its measured defects mended.

panoramisk 1.4 parses messages and pairs actions with answers well; its `Manager` is left out, because it resends
old actions after a reconnect and retries a wrong password for ever. What is mended here, each seen:
letters cut by a TCP border vanished; a raising callback killed the connection and the rest of the segment; an action
never answered leaked and blocked; an answer to `QueueAdd` never came; a line break in a value injected an action.
"""

import asyncio
import codecs
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from panoramisk.actions import Action
from panoramisk.ami_protocol import AMIProtocol
from panoramisk.message import Message

from callcenter.errors import AmiAway, AmiDeclined, AmiSilent, BadAmiValue

log = logging.getLogger(__name__)

Headers = Mapping[str, str | list[str]]  # as Asterisk spells them; a repeated header is a list
SUCCESS: Final = "Success"
BODY: Final = "content"  # panoramisk's own entry, no header of Asterisk's


class Wire(AMIProtocol):  # type: ignore[misc]  # panoramisk has no types
    """An `asyncio` protocol; `on_event` gets each event, in order, in the turn of the loop it arrived in."""

    encoding: Final = "utf-8"
    forgetable_actions: Final = ()  # these three and the two methods are what AMIProtocol asks of its Manager
    save_stream: Final = None

    def __init__(self, on_event: Callable[[Headers], None]) -> None:
        self.on_event = on_event
        loop = asyncio.get_running_loop()
        self.booted: asyncio.Future[None] = loop.create_future()  # Asterisk has told us that it has fully booted
        self.lost: asyncio.Future[None] = loop.create_future()  # the connection has ended
        self.awaiting_actions: list[Action] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.factory = self

    def data_received(self, data: bytes) -> None:
        """Hand on whole letters only: the rest of one cut by a border waits for its other half."""
        super().data_received(self._decoder.decode(data).encode())

    def handle_message(self, message: Message) -> None:
        """A message we stumble over costs itself, not the connection."""
        try:
            super().handle_message(message)
        except Exception:
            log.exception("AMI message dropped: %r", message.get("Event") or message.get("Response"))

    def dispatch(self, message: Message) -> None:
        if message["Event"] == "FullyBooted" and not self.booted.done():
            self.booted.set_result(None)
        self.on_event(headers_of(message))

    def connection_lost(self, exc: object) -> None:
        """Also called by panoramisk on Asterisk's `Shutdown` event."""
        self.close()

    def close(self) -> None:
        """End the connection; whoever waits for an answer gets `AmiAway`."""
        for action in self.responses.values():
            if not action.future.done():
                action.future.set_exception(AmiAway())
        self.responses.clear()
        super().close()
        if not self.lost.done():
            self.lost.set_result(None)

    async def ask(self, name: str, headers: Mapping[str, str], seconds: float) -> Headers:
        """Send one action and wait for its answer. Raises `AmiDeclined`, `AmiSilent`, `AmiAway`, `BadAmiValue`."""
        answer = headers_of(await self._answer(name, headers, seconds, as_list=False))
        if answer.get("Response") != SUCCESS:
            raise AmiDeclined(name, str(answer.get("Message", "")))
        return answer

    async def listed(self, name: str, headers: Mapping[str, str], seconds: float) -> tuple[Headers, ...]:
        """Send an action that answers with a list of events, and return these without the frame. Raises as `ask`."""
        answers = await self._answer(name, headers, seconds, as_list=None)
        if isinstance(answers, Message):
            raise AmiDeclined(name, str(answers.get("Message", "")))
        return tuple(headers_of(answer) for answer in answers[1:-1])

    async def _answer(self, name: str, headers: Mapping[str, str], seconds: float, as_list: bool | None) -> Any:
        if self.closed:
            raise AmiAway
        action = Action({"Action": name, **headers})
        refuse_line_breaks(action)
        future = self.send(action, as_list=as_list)
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError as error:
            raise AmiSilent(name, seconds) from error
        finally:
            self.responses.pop(action.id, None)


def headers_of(message: Message) -> Headers:
    """Plain headers: a missing one is missing, where panoramisk's attributes read as ''."""
    return {header: value for header, value in message.items() if header != BODY}


def refuse_line_breaks(action: Mapping[str, str]) -> None:
    """A value with a line break would be read as the next header, or as a second action."""
    for header, value in action.items():
        if any(break_ in text for text in (header, value) for break_ in "\r\n"):
            raise BadAmiValue(header)
