"""What becomes of a case: the steps it will take and when, by its category. Whether a step may be taken is not decided
here: each goes through the table of steps (`played`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from crm.case import CaseStep, Category
from crm.case_file import Step
from crm.demo.calendar import times
from crm.demo.dice import Dice
from crm.demo.matters import Matter, Refusal, chance_of, words
from crm.demo.world import World
from crm.desk import BY_PHONE
from crm.messages import RoutingQuestion
from crm.reasons import refusal_reason
from crm.required import noted
from crm.routing import RoutingDecision
from crm.terms import due_at
from crm.unit_desk import ACCEPTED, ASSIGNED, NOTHING_PROMISED
from crm.working_time import ONE_DAY, end_of, local_day

Move = tuple[Step, datetime]
FIX_HOURS: Final = timedelta(hours=4)  # 8.1c
LAST_OF_1022: Final = 2  # moves that 1022 makes before a unit has the case
RESULT_IN: Final = {
    Category.SOCIAL: "resolve_social",
    Category.SUGGESTION: "resolve_suggestion",
    Category.DIRECTIVE: "resolve_directive",
}


@dataclass
class Plot:
    """One case's future, from the moment `now` that moves on with each step."""

    world: World
    dice: Dice
    matter: Matter
    question: RoutingQuestion
    operator: str
    received_at: datetime
    now: datetime
    storm: bool = False
    unit: str = ""

    def moves(self, refusal: Refusal | None = None) -> Iterator[Move]:
        """All its steps in order, those after the end of the world too."""
        yield self._at_1022(CaseStep.OPEN, BY_PHONE), self.now
        if refusal:
            yield self.refused(refusal)
            return
        going_on = self._of_a_directive() if self.matter.category is Category.DIRECTIVE else self._of_a_unit()
        yield from self.cut_short(going_on)

    def as_duplicate(self, primary: str, told_result_at: datetime | None) -> Iterator[Move]:
        """The steps of a case that is reported again (7.5), and is told the result with the first one."""
        yield self._at_1022(CaseStep.OPEN, BY_PHONE), self.now
        why = words("duplicate", self.dice)
        yield self._after("forward", Step(CaseStep.DUPLICATE, self.operator, why, {"duplicate_of": primary}))
        yield self._after("told", self._at_1022(CaseStep.NOTIFY, words("told", self.dice)))
        if told_result_at:
            told = self._at_1022(CaseStep.TELL_RESULT, words("told", self.dice))
            yield told, max(told_result_at, self.now)

    def cut_short(self, moves: Iterator[Move]) -> Iterator[Move]:
        """Some are taken back by the citizen, some forgotten by their unit."""
        if self.dice.chance(chance_of("withdrawn")):
            yield from islice(moves, self.dice.number(LAST_OF_1022 + 1))
            yield self._after("close", self._at_1022(CaseStep.WITHDRAW, words("withdrawn", self.dice)))
        elif self.dice.chance(times()["units"]["forgotten"]):
            yield from islice(moves, LAST_OF_1022)
        else:
            yield from moves

    def refused(self, refusal: Refusal) -> Move:
        reason = refusal_reason(refusal.reason)
        why = f"{reason.name}: {refusal.text}"
        return self._after("forward", Step(CaseStep.REFUSE, self.operator, why, article=reason.article))

    def _of_a_unit(self) -> Iterator[Move]:
        decision = self.world.decide(self.question)
        yield from self._to_unit(decision)
        if self.dice.chance(chance_of("returned")):
            yield self._after("verify", self._given_back())
            yield self._forwarded(self.dice.one_of(self.world.departments), words("guided", self.dice))
        match self.matter.category:
            case Category.INFRASTRUCTURE:
                yield from self._incident()
            case Category.SOCIAL:
                yield from self._social()
            case _:
                yield from self._suggestion()

    def _to_unit(self, decision: RoutingDecision) -> Iterator[Move]:
        """By the rules, or as the city office guides (7.4)."""
        if not decision.referral and not self.dice.chance(chance_of("referred")):
            yield self._forwarded(decision.unit, decision.reason)
            return
        yield self._after("forward", self._at_1022(CaseStep.REFER, decision.reason))
        self.unit = self.dice.one_of(self.world.departments) if decision.referral else decision.unit
        fields = {"unit_code": self.unit}
        yield self._after("guidance", Step(CaseStep.GUIDE, self.world.city_office, words("guided", self.dice), fields))

    def _of_a_directive(self) -> Iterator[Move]:
        """To the city office (7.2), which passes it to a unit (8.4a)."""
        yield self._forwarded(self.world.city_office, self.world.decide(self.question).reason)
        yield self._in_office_hours("pass_on", self._passed_on())
        yield self._in_office_hours("accept", self._of_unit(CaseStep.ACCEPT, ACCEPTED))
        yield self._soon(self._of_unit(CaseStep.ASSIGN, ASSIGNED))
        yield from self._result_in_office_hours()

    def _incident(self) -> Iterator[Move]:
        """Điều 8.1: verified, assigned, fixed; or not real."""
        yield self._after("accept", self._of_unit(CaseStep.ACCEPT, ACCEPTED))
        if self.dice.chance(chance_of("false_report")):
            yield self._after("verify", self._of_unit(CaseStep.REPORT_FALSE, words("false", self.dice)))
            yield self._closed()
            return
        yield self._after("verify", self._of_unit(CaseStep.VERIFY, words("verified", self.dice)))
        team = {"sub_unit": f"Đội {self.dice.number(1, 9)}"}
        yield self._after("assign", Step(CaseStep.ASSIGN, self.unit, ASSIGNED, team))
        takes = self._wait("fix", times()["minutes"]) * (2.5 if self.storm else 1)
        done_at = self.now + takes
        if takes > FIX_HOURS and self.dice.chance(chance_of("expected")):
            self.now += 0.85 * FIX_HOURS
            yield self._expected(self.now + (done_at - self.now) * (0.8 + self.dice.share())), self.now
        self.now = max(done_at, self.now)
        yield self._of_unit(CaseStep.RESOLVE, self.dice.one_of(self.matter.result)), self.now
        yield self._closed()

    def _social(self) -> Iterator[Move]:
        """Điều 8.2: in 5 working days, or with progress told and a day committed to."""
        yield self._in_office_hours("accept", self._of_unit(CaseStep.ACCEPT, ACCEPTED))
        if self.dice.chance(chance_of("passed_on")):
            yield self._in_office_hours("pass_on", self._passed_on())
            yield self._in_office_hours("accept", self._of_unit(CaseStep.ACCEPT, ACCEPTED))
        yield self._soon(self._of_unit(CaseStep.ASSIGN, ASSIGNED))
        if self.dice.chance(chance_of("note")):
            yield self._soon(self._of_unit(CaseStep.PROGRESS_NOTE, words("verified", self.dice)))
        yield from self._result_in_office_hours()

    def _suggestion(self) -> Iterator[Move]:
        """Điều 8.3: in 10 days, 15 when others are asked."""
        yield self._in_office_hours("accept", self._of_unit(CaseStep.ACCEPT, ACCEPTED))
        if self.dice.chance(chance_of("consulted")):
            told = noted(agencies="Các sở liên quan", told=words("told", self.dice))
            why = words("consulted", self.dice)
            yield self._soon(Step(CaseStep.CONSULT, self.unit, why, changes=told, sets="resolve", consult=True))
        yield self._soon(self._of_unit(CaseStep.ASSIGN, ASSIGNED))
        yield from self._result_in_office_hours()

    def _result_in_office_hours(self) -> Iterator[Move]:
        key = RESULT_IN[self.matter.category]
        takes = self._wait(key, times()["working_hours"]) * 60
        done_at = self.world.calendar.after_office_hours(self.now, takes)
        if self.matter.category is Category.SOCIAL and self.dice.chance(chance_of("extended")):
            yield from self._extended(done_at)
        self.now = done_at
        yield self._of_unit(CaseStep.RESOLVE, self.dice.one_of(self.matter.result)), self.now
        yield self._closed()

    def _extended(self, done_at: datetime) -> Iterator[Move]:
        """Điều 8.2e, in the last hours of the 5 working days, when it is seen that they are not enough."""
        calendar = self.world.calendar
        term = due_at("resolve", Category.SOCIAL, self.received_at, calendar).due_at
        latest = due_at("extension", Category.SOCIAL, self.received_at, calendar).due_at
        asked_at = max(term - timedelta(hours=9) * (1 + self.dice.share()), self.now)
        committed_at = min(end_of(local_day(done_at) + self.dice.number(3) * ONE_DAY), latest)
        if done_at <= term or not asked_at < min(committed_at, done_at):
            return
        yield (
            Step(
                CaseStep.EXTEND,
                self.unit,
                words("extended", self.dice),
                {"committed_at": committed_at},
                sets="extension",
                promised=committed_at,
            ),
            asked_at,
        )

    def _expected(self, at: datetime) -> Step:
        why = words("expected", self.dice)
        return Step(CaseStep.EXPECT, self.unit, why, {"expected_at": at}, sets="fix", promised=at)

    def _given_back(self) -> Step:
        fields = {"unit_code": None, "sub_unit": None, **NOTHING_PROMISED}
        finding = noted(finding=words("verified", self.dice))
        return Step(CaseStep.RETURN, self.unit, words("returned", self.dice), fields, finding)

    def _passed_on(self) -> Step:
        by = self.unit
        self.unit = self.dice.one_of([unit for unit in self.world.departments if unit != by] or [by])
        fields = {"unit_code": self.unit, "sub_unit": None}
        return Step(CaseStep.FORWARD_ON, by, words("passed_on", self.dice), fields)

    def _forwarded(self, unit: str, why: str) -> Move:
        self.unit = unit
        return self._after("forward", Step(CaseStep.FORWARD, self.operator, why, {"unit_code": unit}))

    def _closed(self) -> Move:
        return self._after("close", self._at_1022(CaseStep.CLOSE, words("told", self.dice)))

    def _at_1022(self, kind: CaseStep, why: str) -> Step:
        return Step(kind, self.operator, why)

    def _of_unit(self, kind: CaseStep, why: str) -> Step:
        return Step(kind, self.unit, why)

    def _after(self, key: str, step: Step) -> Move:
        """The step after a wait as the clock goes, nights included."""
        self.now += self._wait(key, times()["minutes"])
        return step, self.now

    def _in_office_hours(self, key: str, step: Step) -> Move:
        takes = self._wait(key, times()["working_hours"]) * 60
        self.now = self.world.calendar.after_office_hours(self.now, takes)
        return step, self.now

    def _soon(self, step: Step) -> Move:
        self.now += timedelta(minutes=1 + 20 * self.dice.share())
        return step, self.now

    def _wait(self, key: str, medians: dict[str, float]) -> timedelta:
        """Its unit's pace is in it once a unit has the case."""
        pace = self.world.pace(self.unit) if self.unit else 1.0
        return self.dice.wait(medians[key] * pace, times()["units"]["spread"])
