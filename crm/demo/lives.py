"""The lives that cases can have, as a graph: what each step means to a case that came so far, whenever it is taken.

Found once for each way of life by the functions that real cases live by (`find_way`, `turned`), then walked as often as
there are cases: a million of them differ in their moments, hardly in their steps.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from crm.case import ENDED, CaseState, CaseStep, Category, find_way
from crm.clock_plan import INTAKE
from crm.clock_rows import Turn, turned
from crm.reports.figures import ending_of
from crm.tables import CaseRow, ClockRow
from crm.working_time import WorkingTime

RECEIVED: Final = datetime(2026, 6, 1, tzinfo=UTC)  # any moment, and a later one
LATER: Final = RECEIVED + timedelta(days=1)
SOMEBODY: Final = "unit"  # has it; not the city office


@dataclass(frozen=True)
class Kind:
    """What of a step decides where it leads: `sets` and `consult` as `crm.case_file.Step` has them."""

    step: CaseStep
    sets: str | None
    consult: bool
    to_office: bool  # the city office has the case as its unit after it
    duplicate: bool  # the case is another one's duplicate after it


@dataclass(frozen=True)
class Begun:
    """A clock that a step starts: counted from the case's receipt or from the step; `set_now`: to what it promises."""

    name: str
    from_receipt: bool
    set_now: bool


@dataclass(frozen=True)
class Beat:
    """What a step does. Clocks are named by their place in the order they began in, the contact's own being 0."""

    from_state: CaseState | None
    article: str
    stops: tuple[tuple[int, str], ...]  # which clocks, and the event that ends them
    begins: tuple[Begun, ...]
    comes_to_end: bool  # as the reports have it; the moment is kept
    goes_on: bool  # it has not ended after it
    closed: bool
    after: "Standing"


@dataclass
class Standing:
    """A case that came so far: its state, and the clocks that run by their places."""

    category: Category
    state: CaseState | None = None
    at_office: bool = False
    duplicate: bool = False
    running: tuple[tuple[int, str], ...] = ((0, INTAKE),)
    clocks: int = 1
    _beats: dict[Kind, Beat] = field(default_factory=dict)

    def step(self, kind: Kind) -> Beat:
        """What this step means now. Raises `ImpossibleStep`."""
        beat = self._beats.get(kind)
        if beat is None:
            beat = self._beats[kind] = self._found(kind)
        return beat

    def _found(self, kind: Kind) -> Beat:
        way = find_way(self.state, kind.step, self.category, at_city_office=self.at_office)
        to_state = way.to or self.state
        assert to_state is not None
        case = CaseRow(code="", category=self.category, state=to_state, received_at=RECEIVED)
        clocks = [ClockRow(name=name) for _, name in self.running]
        promised = LATER if kind.sets else None
        turn = Turn(self.state, self.category, way.events, kind.sets, promised, kind.consult)
        begun = turned(clocks, case, turn, WorkingTime.default(), LATER)
        stood = list(zip(self.running, clocks, strict=True))
        going_on = tuple(place for place, clock in stood if clock.stopped_at is None)
        new = tuple((self.clocks + place, clock.name) for place, clock in enumerate(begun))
        ended_before = ending_of(self.state, self._primary()) if self.state else None
        ending = ending_of(to_state, SOMEBODY if kind.duplicate else None)
        return Beat(
            from_state=self.state,
            article=way.article,
            stops=tuple((place, clock.stopped_by or "") for (place, _), clock in stood if clock.stopped_at),
            begins=tuple(Begun(of.name, of.started_at == RECEIVED, of.name == kind.sets) for of in begun),
            comes_to_end=ending is not None and ending is not ended_before,
            goes_on=ending is None,
            closed=to_state in ENDED,
            after=Standing(
                self.category, to_state, kind.to_office, kind.duplicate, going_on + new, self.clocks + len(begun)
            ),
        )

    def _primary(self) -> str | None:
        return SOMEBODY if self.duplicate else None


@cache
def unborn(category: Category) -> Standing:
    """Nothing has happened yet; the contact's 60 minutes run."""
    return Standing(category)
