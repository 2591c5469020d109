"""One call's conversation: what the menu wants is done by the phone, what happens there is told to the menu.

Whatever fails, the citizen goes on: a missing prompt is left out, a look-up that is slow or fails leads to an
operator, and when the session itself breaks, OUTCOME stays unset and the dialplan takes over.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from agi.errors import CallerHungUp, PromptFailed
from agi.phone import ANY_KEY, Phone
from ivr_flows import channel_vars
from ivr_flows.actions import Action, Ask, Finish, LookUpIncident, LookUpStatus, SetVariable
from ivr_flows.events import (
    Event,
    HungUp,
    IncidentAnswer,
    IncidentOpen,
    Key,
    NoIncident,
    Silence,
    Started,
    StatusAnswer,
    StatusFound,
    StatusMissing,
    StatusUnavailable,
)
from ivr_flows.model import Flow, Notice, Outcome, Words
from ivr_flows.prompts import prompt_id
from ivr_flows.step import State, step

LOOK_UP_SECONDS: Final = 2.0
Sounds = Callable[[str], str]  # id of a prompt ("hotline.greeting") -> its file, path without extension

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CaseStatusAnswer:
    """What may be told to anybody who knows the code: the state, and the kind of unit that has the case."""

    state: str
    unit_kind: str | None = None


class CaseStatusLookup(Protocol):
    """Finds a case by its code; None when there is none."""

    async def __call__(self, code: str, /) -> CaseStatusAnswer | None: ...


@dataclass(frozen=True)
class IncidentNotice:
    """An incident that is going on: what is told of it, and the sound file of that (path without extension)."""

    incident: str
    text: str
    sound: str


class IncidentLookup(Protocol):
    """Finds an incident to tell of that is not among those `heard`; None when there is none (more).

    Without a topic: one that every caller is told.
    """

    async def __call__(self, topic: str | None, heard: tuple[str, ...], /) -> IncidentNotice | None: ...


async def drive(
    phone: Phone, flow: Flow, sounds: Sounds, case_status: CaseStatusLookup, incidents: IncidentLookup
) -> Outcome:
    """Lead one call through the menu; OUTCOME is set on its channel when it ends. Raises `SessionEnded`."""
    conversation = _Conversation(phone, flow, sounds, case_status, incidents)
    try:
        return await conversation.hold()
    except CallerHungUp:
        return await conversation.end()


class _Conversation:
    def __init__(
        self, phone: Phone, flow: Flow, sounds: Sounds, case_status: CaseStatusLookup, incidents: IncidentLookup
    ) -> None:
        self._phone = phone
        self._flow = flow
        self._sounds = sounds
        self._case_status = case_status
        self._incidents = incidents
        self._state = State()

    async def hold(self) -> Outcome:
        """The menu from its start to its end."""
        event: Event | None = Started()
        while event is not None:
            event = await self._act(self._step(event))
        assert self._state.outcome is not None
        return self._state.outcome

    async def end(self) -> Outcome:
        """The caller left: what they were at is kept on the channel, for those who read its end."""
        (finish,) = self._step(HungUp())
        assert isinstance(finish, Finish)
        await self._phone.set_variable(channel_vars.OUTCOME, finish.outcome)
        return finish.outcome

    def _step(self, event: Event) -> tuple[Action, ...]:
        before, (self._state, actions) = self._state, step(self._flow, self._state, event)
        if not (self._state.entered or self._state.finding_incident):  # a look-up, a code: told when it is whole
            to = self._state.outcome or self._state.at
            log.info("%s %s: %s -> %s", self._phone.linkedid, before.at or "start", _word(event), to)
        return actions

    async def _act(self, actions: tuple[Action, ...]) -> Event | None:
        """Do what a step wants; give the event that came of it, None at the end."""
        event: Event | None = None
        for action in actions:
            match action:
                case SetVariable(name, value):
                    await self._phone.set_variable(name, value)
                case Ask(prompts, seconds):
                    event = await self._ask(prompts, seconds)
                case LookUpStatus(code):
                    event = await self._look_up(code)
                case LookUpIncident(topic, heard):
                    event = await self._look_up_incident(topic, heard)
                case Finish(outcome, prompts):
                    await self._finish(outcome, prompts)
        return event

    async def _ask(self, prompts: Words, seconds: float) -> Event:
        for words in prompts:
            if key := await self._play(words, ANY_KEY):
                return Key(key)
        if not seconds:
            return Silence()
        key = await self._phone.wait_for_key(seconds)
        return Key(key) if key is not None and key in ANY_KEY else Silence()  # some telephones have A-D too

    async def _finish(self, outcome: Outcome, prompts: Words) -> None:
        await self._phone.set_variable(channel_vars.OUTCOME, outcome)
        for words in prompts:
            await self._play(words, "")

    async def _play(self, words: str | Notice, keys: str) -> str | None:
        file = words.sound if isinstance(words, Notice) else self._sounds(prompt_id(self._flow, words))
        try:
            return await self._phone.play(file, keys)
        except PromptFailed:
            name = "notice" if isinstance(words, Notice) else f"prompt {words}"
            log.error("%s %s can't be played: %s", self._phone.linkedid, name, file)
            return None

    async def _look_up(self, code: str) -> StatusAnswer:
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                answer = await self._case_status(code)
        except TimeoutError:
            log.warning("%s status look-up took more than %g s", self._phone.linkedid, LOOK_UP_SECONDS)
            return StatusUnavailable()
        except Exception:  # the store is another room's: whatever is wrong there, the caller goes on
            log.exception("%s status look-up failed", self._phone.linkedid)
            return StatusUnavailable()
        return StatusMissing() if answer is None else StatusFound(answer.state, answer.unit_kind)

    async def _look_up_incident(self, topic: str | None, heard: tuple[str, ...]) -> IncidentAnswer:
        """No news is no harm: whatever is wrong, the caller goes on in the menu."""
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                found = await self._incidents(topic, heard)
        except TimeoutError:
            log.warning("%s incident look-up took more than %g s", self._phone.linkedid, LOOK_UP_SECONDS)
            return NoIncident()
        except Exception:
            log.exception("%s incident look-up failed", self._phone.linkedid)
            return NoIncident()
        return NoIncident() if found is None else IncidentOpen(found.incident, Notice(found.text, found.sound))


def _word(event: Event) -> str:
    match event:
        case Key(key):
            return f"key {key}"
        case StatusFound(state):
            return f"found {state}"
        case IncidentOpen(incident):
            return f"incident {incident}"
        case _:
            return type(event).__name__
