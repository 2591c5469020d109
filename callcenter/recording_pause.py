"""Keeping what must not be recorded off every recording of a call, while an operator asks for personal data.

Asterisk goes on writing silence into the mix and both legs (`MixMonitorMute`): the files stay as long as the call, and
whoever listens hears that something is left out. It ends by itself when that operator's talk does: what the next one
speaks of is recorded.
"""

import logging
from typing import Final

from callcenter.asterisk import Asterisk
from callcenter.call_state import Call, CallState
from callcenter.calls import LiveCalls
from callcenter.errors import AmiError, NotTalking
from callcenter.push import Push
from callcenter.tasks import Tasks

log = logging.getLogger(__name__)

OFF, ON = "0", "1"
BOTH: Final = "both"


class RecordingPause:
    """Which calls are recorded as silence now; told to the page of the operator who talks in them."""

    def __init__(self, asterisk: Asterisk, calls: LiveCalls, push: Push, tasks: Tasks) -> None:
        self._asterisk = asterisk
        self._calls = calls
        self._push = push
        self._tasks = tasks
        self._paused: set[str] = set()

    def is_paused(self, linkedid: str) -> bool:
        return linkedid in self._paused

    async def pause(self, linkedid: str, username: str | None) -> None:
        """Record silence from now on. `username` is who must be talking in it; `None`: whoever.

        Raises `NotTalking`, `AmiError`: then it is recorded as before.
        """
        await self._switch(linkedid, username, ON)
        self._paused.add(linkedid)
        self._tell(linkedid)

    async def resume(self, linkedid: str, username: str | None) -> None:
        """Record again. Raises as `pause`."""
        await self._switch(linkedid, username, OFF)
        self._paused.discard(linkedid)
        self._tell(linkedid)

    def watch(self, before: Call, call: Call) -> None:
        """A live call has moved."""
        if call.linkedid not in self._paused:
            return
        if call.state is CallState.ENDED:
            self._paused.discard(call.linkedid)
        elif before.state is CallState.TALKING and (call.state, call.operator) != (before.state, before.operator):
            self._tasks.start(self._resume_by_itself(call.linkedid), f"call {call.linkedid}: recorded again")

    async def _resume_by_itself(self, linkedid: str) -> None:
        try:
            await self._mute(linkedid, OFF)
        except (AmiError, NotTalking) as error:
            log.warning("call %s: still recorded as silence: %s", linkedid, error)
            return
        self._paused.discard(linkedid)

    async def _switch(self, linkedid: str, username: str | None, state: str) -> None:
        call = self._calls.get(linkedid)
        if call is None or call.state is not CallState.TALKING or username not in (None, call.operator):
            raise NotTalking
        await self._mute(linkedid, state)

    async def _mute(self, linkedid: str, state: str) -> None:
        """The recording hangs on the citizen's channel, whose Uniqueid is the call's name."""
        rows = await self._asterisk.listed("CoreShowChannels")
        channel = next((str(row["Channel"]) for row in rows if row.get("Uniqueid") == linkedid), None)
        if channel is None:
            raise NotTalking
        await self._asterisk.ask("MixMonitorMute", Channel=channel, Direction=BOTH, State=state)
        log.info("call %s: %s", linkedid, "recorded as silence" if state == ON else "recorded")

    def _tell(self, linkedid: str) -> None:
        call = self._calls.get(linkedid)
        if call and call.operator:
            message = {"type": "recording", "linkedid": linkedid, "paused": self.is_paused(linkedid)}
            self._push.to(call.operator, message)
