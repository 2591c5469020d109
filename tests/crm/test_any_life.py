"""Random lives over a real store: whatever is tried, in whatever order, a case's state, clocks and history agree."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from crm.case import ENDED, CaseStep, Category
from crm.case_code import make
from crm.clock_plan import running
from crm.desk import refuse_case, withdraw_case
from crm.errors import HasDuplicates, ImpossibleStep, WrongUnit, WrongValue
from crm.holders import held_times, spans
from crm.messages import RefuseCase, WithdrawCase
from crm.queries import case_by_code
from crm.store import Store
from crm.views import CaseView, ClockView
from crm.working_time import WorkingTime, local_day
from tests.crm.life import OFFICE, TICKETS, Life
from tests.databases import SQLITE, Databases

DAY: Final = timedelta(days=1)
CASES: Final = 3
SAID_ANEW: Final = frozenset({"finding", "evidence", "site_check", "on_site", "handled_at", "agencies", "told"})

Attempt = Callable[[Life, datetime, str, Category], object]  # the case, now, some unit, some category
FIRST: Final = make(2026, 1)  # the code of the first case, which others are attached to


def classify(life: Life, now: datetime, _unit: str, category: Category) -> CaseView:
    return life.save(now, category=category, topic=TICKETS[category].topic, social_field=None)


def forward(life: Life, now: datetime, _unit: str, _category: Category) -> CaseView:
    return life.forward(now, OFFICE if life.category is Category.DIRECTIVE else "so_y_te")


def refuse(life: Life, now: datetime, _unit: str, _category: Category) -> CaseView:
    command = RefuseCase(life.case.code, life.case.version, "outside_city", "Việc ở tỉnh khác", "lan")
    return refuse_case(command, life.store, now)


def withdraw(life: Life, now: datetime, _unit: str, _category: Category) -> CaseView:
    return withdraw_case(WithdrawCase(life.case.code, life.case.version, "Đã xong", "lan"), life.store, now)


ATTEMPTS: Final[Mapping[CaseStep, Attempt]] = {
    CaseStep.EDIT: lambda life, now, *_: life.save(now, place=f"Ngõ {life.case.version}"),
    CaseStep.RECLASSIFY: classify,
    CaseStep.FORWARD: forward,
    CaseStep.REFER: lambda life, now, *_: life.refer(now),
    CaseStep.GUIDE: lambda life, now, unit, _: life.guide(now, unit),
    CaseStep.ACCEPT: lambda life, now, unit, _: life.accept(now, site_check=unit == "so_y_te"),
    CaseStep.VERIFY: lambda life, now, *_: life.verify(now),
    CaseStep.REPORT_FALSE: lambda life, now, *_: life.report_false(now),
    CaseStep.ASSIGN: lambda life, now, unit, _: life.assign(now, f"Đội của {unit}"),
    CaseStep.EXPECT: lambda life, now, *_: life.expect(now, now + DAY),
    CaseStep.EXTEND: lambda life, now, *_: life.extend(now, local_day(now) + DAY),
    CaseStep.CONSULT: lambda life, now, *_: life.consult(now),
    CaseStep.PROGRESS_NOTE: lambda life, now, *_: life.note(now),
    CaseStep.RESOLVE: lambda life, now, *_: life.resolve(now),
    CaseStep.RETURN: lambda life, now, unit, _: life.give_back(now, site_check=unit == "so_y_te"),
    CaseStep.FORWARD_ON: lambda life, now, unit, _: life.forward_on(now, unit),
    CaseStep.CLOSE: lambda life, now, *_: life.close(now),
    CaseStep.DUPLICATE: lambda life, now, *_: life.attach(now, FIRST),
    CaseStep.NOTIFY: lambda life, now, *_: life.notify(now),
    CaseStep.UNDO_DUPLICATE: lambda life, now, *_: life.detach(now),
    CaseStep.REFUSE: refuse,
    CaseStep.WITHDRAW: withdraw,
}
SELDOM: Final = frozenset(
    {
        *(CaseStep.EDIT, CaseStep.RECLASSIFY, CaseStep.REFUSE, CaseStep.WITHDRAW, CaseStep.REPORT_FALSE),
        *(CaseStep.DUPLICATE, CaseStep.REFER, CaseStep.RETURN, CaseStep.FORWARD_ON),
    }
)
numbers: Final = st.integers(0, CASES - 1)
categories: Final = st.sampled_from(Category)
waits: Final = st.sampled_from([0, 1, 20, 59, 61, 125, 240, 600, 1_500, 4_000])
choices: Final = st.tuples(st.integers(0, 99), waits)
units: Final = st.sampled_from(["so_y_te", "so_xay_dung", "cong_an", OFFICE])


class AnyLife(RuleBasedStateMachine):
    """A few cases; each rule tries a step on one of them, possible or not, some time after the last."""

    databases: Databases
    prepared: str  # a database to copy

    def __init__(self) -> None:
        super().__init__()
        self.url = self.databases.copy(self.prepared)
        self.store = Store(self.url)
        self.now = datetime(2026, 8, 18, 2, 0, tzinfo=UTC)
        self.lives: list[Life] = []

    @initialize(kinds=st.lists(categories, min_size=CASES, max_size=CASES))
    def open_cases(self, kinds: list[Category]) -> None:
        self.lives = [Life(self.store, category, self.now) for category in kinds]

    @rule(number=numbers, step=st.sampled_from(sorted(ATTEMPTS)), wait=waits, unit=units, category=categories)
    def any_step(self, number: int, step: CaseStep, wait: int, unit: str, category: Category) -> None:
        self.attempt(self.life(number), step, wait, unit, category)

    @rule(number=numbers, choices=st.lists(choices, min_size=5, max_size=12), unit=units, category=categories)
    def steps_that_are_offered(
        self, number: int, choices: list[tuple[int, int]], unit: str, category: Category
    ) -> None:
        """Several in a row, those that end the matter seldom, so that lives become long."""
        for choice, wait in choices:
            offered = [step for step in self.reread(self.life(number)).possible_steps if step in ATTEMPTS]
            steps = [step for step in offered if step not in SELDOM] * 8 + offered
            if steps:
                self.attempt(self.life(number), steps[choice % len(steps)], wait, unit, category)

    @rule(number=numbers, primary=numbers, wait=waits)
    def attach_and_undo(self, number: int, primary: int, wait: int) -> None:
        """Undone, every clock is as if there had been no attachment; its own stays, ended."""
        life = self.life(number)
        before = self.reread(life)
        try:
            assert_case_agrees(life.attach(self.now, self.life(primary).case.code), self.now)
        except (ImpossibleStep, HasDuplicates, WrongValue) as error:
            event(type(error).__name__)
            return
        self.now += timedelta(minutes=wait)
        after = life.detach(self.now)
        assert_case_agrees(after, self.now)
        assert (after.state, kept(before.clocks) - kept(after.clocks)) == (before.state, Counter())
        (own,) = (kept(after.clocks) - kept(before.clocks)).elements()
        assert (own[0], own[-1]) == ("duplicate_notice", "undone")

    def attempt(self, life: Life, step: CaseStep, wait: int, unit: str, category: Category) -> None:
        """What the view offers succeeds, or is refused for what it says; anything else is impossible and no step."""
        self.now += timedelta(minutes=wait)
        before = self.reread(life)
        try:
            ATTEMPTS[step](life, self.now, unit, category)
        except ImpossibleStep:
            assert step not in before.possible_steps
        except (HasDuplicates, WrongValue, WrongUnit):
            pass
        else:
            after = self.reread(life)
            assert {one.step for one in after.history[len(before.history) :]} <= set(before.possible_steps)
            assert_case_agrees(after, self.now)
            return
        assert self.reread(life).history == before.history

    def life(self, number: int) -> Life:
        return self.lives[number]

    def reread(self, life: Life) -> CaseView:
        life.case = case_by_code(self.store, life.case.code, self.now)
        return life.case

    def teardown(self) -> None:
        for life in self.lives:
            assert_case_agrees(self.reread(life), self.now)
        self.store.close()
        self.databases.remove(self.url)


def kept(clocks: tuple[ClockView, ...]) -> Counter[tuple[object, ...]]:
    """Clocks by what is stored of them."""
    return Counter((one.name, one.started_at, one.due_at, one.stopped_at, one.stopped_by) for one in clocks)


def assert_case_agrees(case: CaseView, now: datetime) -> None:
    """State, clocks, history and held times of a case tell the same."""
    assert_clocks_fit(case)
    assert_history_replays(case)
    assert_held_times_are_the_whole(case, now)


def assert_clocks_fit(case: CaseView) -> None:
    """Each clock of the state runs, once, unless its own event ended it before the state does; no other runs."""
    assert case.fields.category
    expected = set(running(case.state, case.fields.category))
    if case.history[-1].step is CaseStep.NOTIFY:
        expected.discard("duplicate_notice")
    if case.unit and case.unit.code != OFFICE and case.fields.category is Category.DIRECTIVE:
        expected.discard("review")
    assert sorted(one.name for one in case.clocks if one.stopped_at is None) == sorted(expected)
    assert all(one.started_at < one.due_at for one in case.clocks)
    assert all(one.stopped_at is None or one.stopped_at >= one.started_at for one in case.clocks)


def assert_history_replays(case: CaseView) -> None:
    """From the history alone: the same state, version, category and fields, each step by the table."""
    assert case.history[0].from_state is None
    assert all(one.to_state is other.from_state for one, other in pairwise(case.history))
    assert (case.history[-1].to_state, len(case.history)) == (case.state, case.version)
    replayed: dict[str, str] = {}
    for one in case.history:
        for name, (before, after) in one.changes.items():
            assert replayed.get(name, before) == before or name in SAID_ANEW
            replayed[name] = after
    assert replayed.get("category", case.fields.category) == case.fields.category
    assert replayed.get("unit_code", "") == (case.unit.code if case.unit else "")
    assert replayed.get("sub_unit", "") == (case.sub_unit or "")
    assert replayed.get("duplicate_of", "") == (case.duplicate_of or "")
    assert replayed.get("committed_at", "") == (case.committed_at.isoformat() if case.committed_at else "")
    assert (case.closed_at is not None) == (case.state in ENDED)


def assert_held_times_are_the_whole(case: CaseView, now: datetime) -> None:
    """No moment of the case's life is nobody's, or two holders'."""
    assert case.fields.category
    found = spans(case.history, case.received_at, now, OFFICE)
    assert all(one.until == other.since for one, other in pairwise(found))
    assert (found[0].since, found[-1].until) == (case.received_at, case.closed_at or now)
    held = held_times(found, case.fields.category, case.received_at, WorkingTime.default())
    assert sum((one.time for one in held), timedelta()) == found[-1].until - case.received_at
    assert all(timedelta() <= one.counted <= one.time for one in held)


def test_any_life(prepared: str, databases: Databases) -> None:
    run_state_machine_as_test(
        type("AnyLifeHere", (AnyLife,), {"prepared": prepared, "databases": databases}),
        settings=settings(
            max_examples=15 if databases.kind == SQLITE else 5,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate],  # a failure is told as it was found: to shorten it takes minutes
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
