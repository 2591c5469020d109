"""A menu without a phone: press keys, see the path. For the command line, tests and the curious."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivr_flows.actions import Action, Ask, Finish, LookUpIncident, LookUpStatus, SetVariable
from ivr_flows.errors import BadKeys
from ivr_flows.events import (
    Event,
    IncidentOpen,
    Key,
    NoIncident,
    Silence,
    Started,
    StatusAnswer,
    StatusFound,
)
from ivr_flows.model import KEYS, Flow, Notice, Outcome
from ivr_flows.step import State, step

SILENCE = "_"
HEARD_OUT = "…"
SOME_ANSWER = StatusFound("forwarded", "department")


@dataclass(frozen=True)
class WalkStep:
    """One event and what came of it."""

    event: str  # "start", a key, "_" a silence, "…" heard to the end, "look-up 260001233", "incident look-up"
    at: str  # the node the caller is in now
    title: str
    says: tuple[str, ...]  # texts
    variables: Mapping[str, str]  # set on the channel
    outcome: Outcome | None


def walk(
    flow: Flow, keys: Iterable[str], answer: StatusAnswer = SOME_ANSWER, incidents: Sequence[IncidentOpen] = ()
) -> tuple[WalkStep, ...]:
    """The path of a caller who presses `keys` ("_" waits in silence), until they are used up or the menu ends.

    Keys come one by one or joined: `("1", "2")` and `["12"]` are the same; they are pressed where one is waited for.
    Each look-up of a case gets `answer`, each of an incident the next of `incidents`. Raises `BadKeys`.
    """
    return tuple(_walk(flow, _events(keys), answer, iter(incidents)))


def _walk(
    flow: Flow, presses: Iterator[tuple[str, Event]], answer: StatusAnswer, incidents: Iterator[IncidentOpen]
) -> Iterator[WalkStep]:
    state = State()
    name = "start"
    event: Event = Started()
    while True:
        state, actions = step(flow, state, event)
        yield _walk_step(flow, name, state, actions)
        match actions[-1]:
            case LookUpStatus(code):
                name, event = f"look-up {code}", answer
            case LookUpIncident():
                name, event = "incident look-up", next(incidents, NoIncident())
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
    words = last.prompts if isinstance(last, Ask | Finish) else ()
    return WalkStep(
        event=event,
        at=state.at,
        title=flow.nodes[state.at].title,
        says=tuple(each.text if isinstance(each, Notice) else flow.prompts[each] for each in words),
        variables={each.name: each.value for each in actions if isinstance(each, SetVariable)},
        outcome=state.outcome,
    )
