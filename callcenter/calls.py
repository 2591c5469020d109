"""The calls that live now, by Linkedid: each event moves its call by the table, and the store is told."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from callcenter.ami_events import CallerArrived, CallEvent, JoinedQueue, OperatorAnswered, OperatorEvent, OperatorRings
from callcenter.call_state import Call, CallState, after, arrival, facts
from crm.messages import ContactFacts
from crm.phone_numbers import mask

log = logging.getLogger(__name__)

# Events that show that a call lives. Any other one of a call we do not know: it is over, or no citizen's.
FIRST_SIGHT: Final = (CallerArrived, JoinedQueue, OperatorRings, OperatorAnswered)

Watcher = Callable[[Call, Call, CallEvent], None]  # before, after, because of


class LiveCalls:
    """A cache of Asterisk's calls. `save` takes facts at once and stores them in its own time."""

    def __init__(self, save: Callable[[ContactFacts], None], watch: Watcher) -> None:
        self._save = save
        self._watch = watch
        self._calls: dict[str, Call] = {}

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls.values())

    def get(self, linkedid: str) -> Call | None:
        return self._calls.get(linkedid)

    def of(self, username: str) -> tuple[Call, ...]:
        """The calls at one operator: those that ring there, and the one they talk in."""
        return tuple(call for call in self if call.is_at(username))

    def hear(self, event: CallEvent) -> None:
        """Move the event's call. Pages are told before this returns."""
        known = self._calls.get(event.caller.linkedid)
        if known is None and not isinstance(event, FIRST_SIGHT):
            return
        before = known or arrival(event.caller)
        call = after(before, event)
        if call.state is CallState.ENDED:
            self._calls.pop(call.linkedid, None)
        else:
            self._calls[call.linkedid] = call
        if known is None or facts(call) != facts(before):
            self._save(facts(call))
        log_transition(known, call, event)
        self._watch(before, call, event)

    def start_from(self, calls: Iterable[Call]) -> None:
        """Forget what was live and go on from Asterisk's own list (after each reconnect)."""
        self._calls = {call.linkedid: call for call in calls}
        for call in self:
            log.info("call %s: found %s", call.linkedid, call.state)
            self._save(facts(call))


def log_transition(known: Call | None, call: Call, event: CallEvent) -> None:
    """One line for each transition."""
    cause = type(event).__name__
    if known is None:
        log.info("call %s: %s -> %s (%s)", call.linkedid, cause, call.state, mask(call.phone) or "withheld")
    elif known.state is not call.state:
        who = f" {event.username}" if isinstance(event, OperatorEvent) else ""
        log.info("call %s: %s -> %s%s -> %s", call.linkedid, known.state, cause, who, call.state)
