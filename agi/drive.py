"""One call's conversation: what the menu wants is done by the phone, what happens there is told to the menu.

Whatever fails, the citizen goes on: a missing prompt is left out, a look-up that is slow or fails has its way in the
flow, and when the session itself breaks, OUTCOME stays unset and the dialplan takes over.
"""

import logging

from agi import look_ups
from agi.errors import CallerHungUp, LookUpFailed, PromptFailed, RecordFailed
from agi.phone import ANY_KEY, Phone
from agi.services import Asker, Program, Services
from ivr_flows import channel_vars
from ivr_flows.actions import Action, Ask, Finish, LookUpFact, LookUpIncident, LookUpStatus, Record, SetVariable
from ivr_flows.events import Event, FactAnswer, HungUp, IncidentOpen, Key, Recorded, Silence, Started, StatusFound
from ivr_flows.nodes import Notice, Outcome, Words
from ivr_flows.prompts import prompt_id
from ivr_flows.state import State
from ivr_flows.step import step
from ivr_flows.vietnamese import Piece

WITHHELD = "unknown"  # the number of who does not show it

log = logging.getLogger(__name__)


async def drive(phone: Phone, program: Program, services: Services, entry: str = "") -> Outcome:
    """Lead one call through the flow; OUTCOME is set on its channel when it ends. Raises `SessionEnded`.

    By an `entry` of the flow a call comes back into it, with the keys it pressed before.
    """
    conversation = _Conversation(phone, program, services)
    keys = await phone.variable(channel_vars.KEYS) if entry else None
    try:
        return await conversation.hold(Started(entry, tuple(keys.split("-")) if keys else ()))
    except CallerHungUp:
        return await conversation.end()


class _Conversation:
    def __init__(self, phone: Phone, program: Program, services: Services) -> None:
        self._phone = phone
        self._program = program
        self._services = services
        self._state = State()

    async def hold(self, started: Started) -> Outcome:
        """The flow from where the call comes in to its end."""
        event: Event | None = started
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
        before, (self._state, actions) = self._state, step(self._program.flow, self._state, event)
        after = self._state
        if not (after.entered or after.finding_incident or after.finding_fact):  # told when it is whole
            log.info(
                "%s %s: %s -> %s", self._phone.linkedid, before.at or "start", _word(event), after.outcome or after.at
            )
        return actions

    async def _act(self, actions: tuple[Action, ...]) -> Event | None:
        """Do what a step wants; give the event that came of it, None at the end."""
        event: Event | None = None
        for action in actions:
            match action:
                case SetVariable(name, value):
                    await self._phone.set_variable(name, value)
                case Finish(outcome, prompts):
                    await self._finish(outcome, prompts)
                case _:
                    event = await self._answer(action)
        return event

    async def _answer(self, action: Ask | LookUpStatus | LookUpIncident | LookUpFact | Record) -> Event:
        linkedid = self._phone.linkedid
        match action:
            case Ask(prompts, seconds):
                return await self._ask(prompts, seconds)
            case LookUpStatus(code):
                return await look_ups.case_status(self._services, linkedid, code)
            case LookUpIncident(topic, heard):
                return await look_ups.incident(self._services, linkedid, topic, heard)
            case LookUpFact(name, topic):
                return await look_ups.fact(self._services, linkedid, name, Asker(self._number(), topic))
            case Record():
                return await self._record(action)

    def _number(self) -> str:
        number = self._phone.request.get("agi_callerid", "")
        return "" if number == WITHHELD else number

    async def _ask(self, prompts: Words, seconds: float) -> Event:
        if key := await self._say(prompts):
            return Key(key)
        if not seconds:
            return Silence()
        key = await self._phone.wait_for_key(seconds)
        return Key(key) if key is not None and key in ANY_KEY else Silence()  # some telephones have A-D too

    async def _record(self, record: Record) -> Recorded:
        """A message. One that can't be recorded is an empty one: the flow asks again, then goes on."""
        await self._say(record.prompts)
        try:
            place = await look_ups.in_time(
                self._phone.linkedid, "message", self._services.messages(self._phone.linkedid)
            )
            heard = await self._phone.record(place.file, record.most, record.silence)
        except LookUpFailed:
            return Recorded("", 0.0)
        except RecordFailed as error:
            log.error("%s message can't be recorded: %s", self._phone.linkedid, error)
            return Recorded("", 0.0)
        return Recorded(place.name, heard.seconds, heard.hung_up)

    async def _finish(self, outcome: Outcome, prompts: Words) -> None:
        await self._phone.set_variable(channel_vars.OUTCOME, outcome)
        for words in prompts:
            await self._play(words, "")

    async def _say(self, prompts: Words) -> str | None:
        """Play them all, or up to the key that cuts them short."""
        for words in prompts:
            if key := await self._play(words, ANY_KEY):
                return key
        return None

    async def _play(self, words: str | Piece | Notice, keys: str) -> str | None:
        file = words.sound if isinstance(words, Notice) else self._sound_of(words)
        try:
            return await self._phone.play(file, keys)
        except PromptFailed:
            name = "notice" if isinstance(words, Notice) else f"prompt {_name(words)}"
            log.error("%s %s can't be played: %s", self._phone.linkedid, name, file)
            return None

    def _sound_of(self, words: str | Piece) -> str:
        return self._program.sounds(prompt_id(self._program.flow, words))


def _name(words: str | Piece) -> str:
    return words.id if isinstance(words, Piece) else words


def _word(event: Event) -> str:
    match event:
        case Key(key):
            return f"key {key}"
        case StatusFound(state):
            return f"found {state}"
        case IncidentOpen(incident):
            return f"incident {incident}"
        case FactAnswer(value):
            return f"fact {value or '?'}"
        case Recorded(seconds=seconds):
            return f"message of {seconds:.0f} s"
        case _:
            return type(event).__name__
