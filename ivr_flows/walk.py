"""A menu without a phone: press keys, see the path. For the command line, tests and the curious."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import Final

from ivr_flows.actions import Action, Ask, Finish, LookUpFact, LookUpIncident, LookUpStatus, Record, SetVariable
from ivr_flows.errors import BadKeys, MenuError
from ivr_flows.events import (
    Event,
    FactAnswer,
    IncidentOpen,
    Key,
    NoIncident,
    Recorded,
    Silence,
    Started,
    StatusAnswer,
    StatusFound,
)
from ivr_flows.model import Flow
from ivr_flows.nodes import KEYS, Notice, Outcome, Words
from ivr_flows.state import State
from ivr_flows.step import step
from ivr_flows.vietnamese import Piece

SILENCE: Final = "_"
HEARD_OUT: Final = "…"
SOME_ANSWER: Final = StatusFound("forwarded", "department")
SOME_MESSAGE: Final = Recorded("lời-nhắn.wav", 20.0)
SOME_FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "office": "open",
        "caller": "stranger",
        "incident": "calm",
        "language": "vietnamese",
        "now": "09:30",
        "today": "2026-11-24",
        "waiting": "3",
    }
)


@dataclass(frozen=True)
class World:
    """What the look-ups of a walk find: each of a case `answer`, each of an incident the next of `incidents`.

    `facts` are by the names of `ivr_flows.facts`; one that is not there is not answered. A message that is recorded
    is `message`.
    """

    answer: StatusAnswer = SOME_ANSWER
    incidents: Sequence[IncidentOpen] = ()
    facts: Mapping[str, str] = field(default_factory=lambda: SOME_FACTS)
    message: Recorded = SOME_MESSAGE


@dataclass(frozen=True)
class WalkStep:
    """One event and what came of it."""

    event: str  # "start", a key, "_" a silence, "…" heard to the end, "look-up 260001233", "office: open", "message"
    at: str  # the node the caller is in now
    title: str
    says: tuple[str, ...]  # texts
    variables: Mapping[str, str]  # set on the channel
    outcome: Outcome | None


def walk(flow: Flow, keys: Iterable[str], world: World | None = None, entry: str = "") -> tuple[WalkStep, ...]:
    """The path of a caller who presses `keys` ("_" waits in silence), until they are used up or the menu ends.

    Keys come one by one or joined: `("1", "2")` and `["12"]` are the same; they are pressed where one is waited for.
    Raises `BadKeys`, and `MenuError` when the flow has no such entry.
    """
    if entry and entry not in flow.entries:
        known = ", ".join(flow.entries) or "luồng này không có lối vào nào khác"
        raise MenuError(flow.name, [f"không có lối vào {entry!r}; hãy chọn: {known}"])
    return tuple(_walk(flow, _events(keys), world or World(), Started(entry)))


def _walk(flow: Flow, presses: Iterator[tuple[str, Event]], world: World, event: Event) -> Iterator[WalkStep]:
    state = State()
    name = "start"
    incidents = iter(world.incidents)
    while True:
        state, actions = step(flow, state, event)
        yield _walk_step(flow, name, state, actions)
        match actions[-1]:
            case LookUpStatus(code):
                name, event = f"look-up {code}", world.answer
            case LookUpIncident():
                name, event = "incident look-up", next(incidents, NoIncident())
            case LookUpFact(fact):
                value = world.facts.get(fact)
                name, event = f"{fact}: {value or '?'}", FactAnswer(value)
            case Record():
                name, event = "message", world.message
            case Ask(seconds=0):
                name, event = HEARD_OUT, Silence()
            case Ask() if (press := next(presses, None)) is not None:
                name, event = press
            case _:
                return


def _events(keys: Iterable[str]) -> Iterator[tuple[str, Event]]:
    pressed = "".join(keys)
    if bad := sorted(set(pressed) - {*KEYS, SILENCE}):
        raise BadKeys(f"{bad[0]!r} không phải phím; hãy dùng 0-9, * và #, hoặc {SILENCE} để im lặng")
    return ((key, Silence() if key == SILENCE else Key(key)) for key in pressed)


def _walk_step(flow: Flow, event: str, state: State, actions: tuple[Action, ...]) -> WalkStep:
    last = actions[-1]
    words = last.prompts if isinstance(last, Ask | Record | Finish) else ()
    return WalkStep(
        event=event,
        at=state.at,
        title=flow.nodes[state.at].title,
        says=_texts(flow, words),
        variables={each.name: each.value for each in actions if isinstance(each, SetVariable)},
        outcome=state.outcome,
    )


def _texts(flow: Flow, words: Words) -> tuple[str, ...]:
    """What is heard, a value in one piece."""
    texts: list[str] = []
    for is_value, group in groupby(words, lambda each: isinstance(each, Piece)):
        said = [each.text if isinstance(each, Notice | Piece) else flow.prompts[each] for each in group]
        texts.extend([" ".join(said)] if is_value else said)
    return tuple(texts)
