"""One case's life with its moments: the rows that the commands of the desk and of units would have left."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crm.case import CaseState, Category
from crm.case_file import Step, as_text
from crm.demo.lives import Begun, Kind, unborn
from crm.demo.world import World
from crm.terms import due_at
from crm.working_time import WorkingTime

Row = dict[str, Any]  # column -> value


class Played:
    """A case as it goes through its steps. `row` is as it stands now, `clocks` and `history` all it ever had."""

    def __init__(self, row: Row, clock: Row, world: World) -> None:
        self.row = row
        self.clocks = [clock]
        self.history: list[Row] = []
        self._world = world
        self._standing = unborn(row["category"])

    def take(self, step: Step, now: datetime) -> None:
        """The step as `crm.case_file.take_step` takes it. Raises `ImpossibleStep`.

        Whether a case ended late is found afterwards, for all of them by the one condition that reports have for it.
        """
        row = self.row
        changes = {name: (as_text(row.get(name)), as_text(value)) for name, value in step.fields.items()}
        row.update(step.fields)
        to_office = row["category"] is Category.DIRECTIVE and row["unit_code"] == self._world.city_office
        beat = self._standing.step(Kind(step.kind, step.sets, step.consult, to_office, row["duplicate_of"] is not None))
        self._standing = beat.after
        row["state"] = beat.after.state
        row["version"] = len(self.history) + 1
        row["closed_at"] = now if beat.closed else None
        if beat.comes_to_end or beat.goes_on:
            row["ended_at"] = None if beat.goes_on else now
        for place, by in beat.stops:
            self.clocks[place]["stopped_at"], self.clocks[place]["stopped_by"] = now, by
        self.clocks += (self._clock(begun, step, now) for begun in beat.begins)
        self.history.append(
            {
                "case_code": row["code"],
                "at": now,
                "actor": step.actor,
                "step": step.kind,
                "from_state": beat.from_state,
                "to_state": beat.after.state,
                "why": step.why,
                "article": beat.article or step.article,
                "changes": {**step.changes, **changes},
            }
        )

    def live(self, moves: Iterable[tuple[Step, datetime]]) -> None:
        """Take every step until the end of the world."""
        for step, at in moves:
            if at > self._world.until:
                break
            self.take(step, at)

    @property
    def state(self) -> CaseState:
        state = self._standing.state
        assert state is not None  # it was opened
        return state

    def _clock(self, begun: Begun, step: Step, now: datetime) -> Row:
        start = self.row["received_at"] if begun.from_receipt else now
        consult = begun.set_now and step.consult
        clock = new_clock(begun.name, self.row["category"], start, self._world.calendar, consult=consult)
        clock["case_code"] = self.row["code"]
        if begun.set_now and step.promised:
            clock["due_at"] = step.promised
        return clock


def new_clock(
    name: str, category: Category | None, start: datetime, calendar: WorkingTime, *, consult: bool = False
) -> Row:
    """A clock that runs from `start`, as `crm.clock_rows.new_clock` makes it."""
    term = due_at(name, category, start, calendar, consult=consult)
    return {
        "name": name,
        "started_at": start,
        "due_at": term.due_at,
        "counting": term.counting,
        "source": term.source,
    }
