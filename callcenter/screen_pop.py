"""What an operator sees of a call: the card pops while the phone rings, and follows the call to its end.

The card is pushed in the same turn of the loop as Asterisk's event: nothing is waited for. The caller's history is
fetched when the caller joins the queue, so that it is usually there; else the card follows once more with it.
The browser's phone may ring before or after the card: the page takes both orders.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callcenter.ami_events import CallEvent, CitizenReached, OperatorMissed
from callcenter.call_state import Call, CallState
from callcenter.call_vars import CallVars
from callcenter.calls import LiveCalls
from callcenter.push import Message, Push
from callcenter.tasks import Tasks
from crm.case import Category
from crm.categories import category_name
from crm.phone_numbers import show
from crm.terms import due_at
from crm.topics import topic_name, topics_of
from crm.views import CallerView
from crm.working_time import WorkingTime

INTAKE: Final = "intake"
STEP: Final = " › "

History = Callable[[str, str], Awaitable[CallerView]]  # phone, Linkedid of the call to leave out


@dataclass(frozen=True)
class Card:
    """One call on an operator's page."""

    call: Call
    caller: CallerView | None = None  # None: not fetched (yet)

    def message(self) -> Message:
        call = self.call
        return {
            "linkedid": call.linkedid,
            "phone": call.phone,
            "phone_shown": show(call.phone),
            "caller_name": call.caller_name,
            "answered_at": call.answered_at,
            "due_at": intake_due(call),
            "keys": call.vars.keys,
            "category": call.vars.category,
            "topic": call.vars.topic,
            "menu_path": menu_path(call),
            "state": call.state,
            "fallback": call.vars.fallback,
            "joined_incident": call.vars.joined_incident,
            "queue": call.vars.queues[-1] if call.vars.queues else None,
            "is_callback": bool(call.vars.callback_of),
            "caller": self.caller,
        }


def intake_due(call: Call) -> datetime | None:
    """When the 60 minutes of Điều 7.3 end: counted from the moment 1022 answered, whatever the menu was told."""
    return due_at(INTAKE, None, call.answered_at, WorkingTime.default()).due_at if call.answered_at else None


def menu_path(call: Call) -> str:
    """What the caller chose, in words: "Sự cố hạ tầng kỹ thuật › Cấp nước"."""
    chosen = [category_name(call.vars.category)] if call.vars.category else []
    return STEP.join(chosen + ([topic_name(call.vars.topic)] if call.vars.topic else []))


def warm_up(now: datetime) -> None:
    """Read the rules and names of the cards now (70 ms), not while the first phone rings."""
    some = Category.INFRASTRUCTURE
    Card(Call("", answered_at=now, vars=CallVars(category=some, topic=topics_of(some)[0].key))).message()


class ScreenPop:
    """Tells the pages of the operators concerned what becomes of the live calls."""

    def __init__(self, push: Push, calls: LiveCalls, history: History, tasks: Tasks) -> None:
        self._push = push
        self._calls = calls
        self._history = history
        self._tasks = tasks
        self._callers: dict[str, CallerView | None] = {}  # by Linkedid; None: asked for

    def card(self, linkedid: str) -> Card | None:
        """The card of a live call."""
        call = self._calls.get(linkedid)
        return Card(call, self._callers.get(linkedid)) if call else None

    def cards_of(self, username: str) -> tuple[Card, ...]:
        """The calls that ring at an operator, and the one they talk in."""
        return tuple(Card(call, self._callers.get(call.linkedid)) for call in self._calls.of(username))

    def watch(self, before: Call, call: Call, event: CallEvent) -> None:
        """Push what the event changed for whom."""
        self._keep_history(call)
        for username in call.rings:
            if username not in before.rings:
                self._push.to(username, {"type": "pop", "card": self._card(call)})
        for username in before.rings:
            if not call.is_at(username):
                why = why_gone(call, event)
                self._push.to(username, {"type": "pop_gone", "linkedid": call.linkedid, "why": why})
        if call.state is not before.state and call.operator:
            self._push.to(call.operator, progress(call, event.at))
        if isinstance(event, CitizenReached) and call.operator:
            self._push.to(call.operator, {"type": "citizen_reached", "linkedid": call.linkedid, "at": event.at})

    def start_from_calls(self) -> None:
        """After a resync: histories of the calls that live, and of no others."""
        self._callers = {call.linkedid: self._callers.get(call.linkedid) for call in self._calls if call.queued_at}
        for linkedid, caller in self._callers.items():
            if caller is None:
                self._fetch(linkedid)

    def _card(self, call: Call) -> Message:
        return Card(call, self._callers.get(call.linkedid)).message()

    def _keep_history(self, call: Call) -> None:
        """Ask for the caller's history once, when they have joined the queue; drop it when the call is over."""
        if call.state is CallState.ENDED:
            self._callers.pop(call.linkedid, None)
        elif call.queued_at and call.linkedid not in self._callers:
            self._callers[call.linkedid] = None
            self._fetch(call.linkedid)

    def _fetch(self, linkedid: str) -> None:
        self._tasks.start(self._fetch_and_show(linkedid), f"call {linkedid}: looking up the caller")

    async def _fetch_and_show(self, linkedid: str) -> None:
        """Late or not, whoever has the call on the screen by then gets the card again, with the history."""
        call = self._calls.get(linkedid)
        if call is None:
            return
        caller = await self._history(call.phone, linkedid)
        call = self._calls.get(linkedid)
        if call is None:
            return
        self._callers[linkedid] = caller
        for username in call.operators:
            self._push.to(username, {"type": "card", "card": self._card(call)})


def why_gone(call: Call, event: CallEvent) -> str:
    """Why a phone stopped ringing."""
    if isinstance(event, OperatorMissed):
        return "missed"
    return "elsewhere" if call.state is CallState.TALKING else "caller_left"


def progress(call: Call, at: datetime) -> Message:
    """A step in the life of a call that an operator has answered."""
    if call.state is CallState.ENDED:
        return {"type": "call_ended", "linkedid": call.linkedid, "at": at}
    return {"type": "call", "linkedid": call.linkedid, "state": call.state, "at": at}
