"""The figures of a wallboard: counted of what goes on, and never of what ended."""

from collections.abc import Callable

from crm.case import CaseState, Category
from crm.contacts import record_contact
from crm.counts import UnitCounts, WorkCounts, work_counts
from crm.messages import ContactState
from crm.store import Store
from tests.crm.cases import ANSWERED, Statements, called, handled, minutes, opened
from tests.crm.life import Life
from tests.crm.plans import plans
from tests.crm.walks import INFRA, SOCIAL, accepted, later, new, on_site, referred, with_unit

LEFT = {"state": ContactState.ABANDONED, "ended_at": minutes(3)}


def resolved(life: Life) -> None:
    on_site(life)
    life.resolve(later(life, 30))


def walked(store: Store, walk: Callable[[Life], None], category: Category = INFRA, minute: float = 0) -> Life:
    life = Life(store, category, minutes(minute))
    walk(life)
    return life


def counts(store: Store, minute: float = 60) -> WorkCounts:
    return work_counts(store, minutes(minute))


def test_where_nothing_is_to_be_done_everything_is_nought(store: Store) -> None:
    found = counts(store)
    assert (found.intake.running, found.intake.first_due, found.states, found.units) == (0, None, {}, ())


def test_intake_clocks_are_counted_by_the_highest_warning_they_have_come_to(store: Store) -> None:
    for minute in (0, 5, 25, 50):
        opened(store, contact=None, now=minutes(minute))
    called(store, linkedid="2.1", answered_at=minutes(50), queued_at=minutes(50))
    intake = counts(store, 61).intake
    assert (intake.running, intake.warned, intake.first_due) == (5, {100: 1, 80: 1, 50: 1}, minutes(60))


def test_calls_to_return_and_talks_without_a_ticket_are_counted(store: Store) -> None:
    called(store, linkedid="1.1", **LEFT)
    called(store, linkedid="2.1", callback_wanted=True, ended_at=minutes(3))
    record_contact(handled(linkedid="3.1"), store, minutes(5))
    opened(store, contact="4.1")
    found = counts(store)
    assert (found.calls_to_return, found.talks_without_ticket) == (2, 1)


def test_cases_that_go_on_are_counted_by_their_state(store: Store) -> None:
    for walk in (new, new, referred, accepted, resolved):
        walked(store, walk)
    closed = walked(store, resolved)
    closed.close(later(closed, 1))
    assert counts(store).states == {
        CaseState.NEW: 2,
        CaseState.AWAITING_GUIDANCE: 1,
        CaseState.ACCEPTED: 1,
        CaseState.RESOLVED: 1,
    }


def test_units_come_with_the_most_late_first_and_a_case_is_late_once(store: Store) -> None:
    walked(store, with_unit)
    walked(store, with_unit, minute=100)
    for minute in (200, 201, 202):
        walked(store, with_unit, SOCIAL, minute)
    assert counts(store, 210).units == (UnitCounts("cap_nuoc", 2, 1), UnitCounts("cong_an", 3, 0))


def test_what_is_late_at_1022_is_no_units_lateness(store: Store) -> None:
    walked(store, new)
    assert counts(store, 90).units == ()


PARTIAL = {
    "ix_cases_going_on_at_units",
    "ix_clocks_intake",
    "ix_clocks_open_case_code",
    "ix_clocks_open_due_at",
    "ix_clocks_tasks",
}


def test_nothing_that_ended_is_read(store: Store) -> None:
    opened(store)
    called(store, linkedid="1.1", **LEFT)
    statements = Statements(store)
    work_counts(store, ANSWERED)
    reads = [read for plan in plans(statements, store) for read in plan.reads]
    assert {read.table for read in reads} >= {"cases", "clocks", "contacts"}
    assert [read for read in reads if read.whole and read.index not in PARTIAL] == []
    assert {read.index for read in reads if read.table == "cases"} <= PARTIAL
