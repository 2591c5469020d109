"""What waits at a unit, as its people see it: the most urgent first, and nothing that is not theirs."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from crm.case import Category
from crm.desk import forward_case, open_case
from crm.messages import ForwardCase, OpenCase
from crm.store import Store
from crm.unit_queries import unit_inbox
from tests.crm.cases import ANSWERED, WATER, Statements, minutes, opened
from tests.crm.life import OFFICE, Life
from tests.crm.plans import plans
from tests.crm.walks import DIRECTIVE, INFRA, accepted, given_back, later, new, on_site, referred, with_unit

UNIT = "cap_nuoc"


def resolved(life: Life) -> None:
    on_site(life)
    life.resolve(later(life, 30))


def walked(store: Store, walk: Callable[[Life], None], category: Category = INFRA, minute: float = 0) -> str:
    """The code of a case received in that minute that has come so far."""
    life = Life(store, category, minutes(minute))
    walk(life)
    return life.case.code


def codes(store: Store, unit: str = UNIT, minute: float = 60) -> list[str]:
    return [line.code for line in unit_inbox(store, unit, minutes(minute)).lines]


def test_a_unit_sees_what_it_was_given_and_has_no_result_of_yet(store: Store) -> None:
    here = {walked(store, walk) for walk in (with_unit, accepted, on_site)}
    for walk in (new, given_back, resolved):
        walked(store, walk)
    assert set(codes(store)) == here
    assert codes(store, "dien_luc") == codes(store, "không có") == []


def test_the_clock_due_first_is_on_top_and_what_is_over_its_term_is_counted(store: Store) -> None:
    second, first = walked(store, with_unit, minute=5), walked(store, with_unit)
    assert codes(store) == [first, second]
    inbox = unit_inbox(store, UNIT, minutes(30 + 120 + 1))
    assert (inbox.count, inbox.late) == (2, 1)
    assert [line.clock.state for line in inbox.lines if line.clock] == ["breached", "open"]


def test_the_city_office_sees_also_what_it_is_asked_to_name_the_unit_of(store: Store) -> None:
    asked, directive = walked(store, referred), walked(store, with_unit, DIRECTIVE)
    assert set(codes(store, OFFICE)) == {asked, directive}


def test_a_duplicate_is_processed_with_the_first_case_and_not_listed(store: Store) -> None:
    life = Life(store, INFRA, ANSWERED)
    with_unit(life)
    repeated = Life(store, INFRA, minutes(1))
    with_unit(repeated)
    repeated.attach(later(repeated, 1), life.case.code)
    assert codes(store) == [life.case.code]


def test_a_unit_does_not_see_who_reported_in_confidence(store: Store) -> None:
    fields = replace(WATER, confidential=True, reporter_phone="0912 345 678")
    case = open_case(OpenCase(fields, "lan"), store, minutes(1))
    forward_case(ForwardCase(case.code, 1, UNIT, "lan", "Cấp nước"), store, minutes(2))
    (line,) = unit_inbox(store, UNIT, minutes(3)).lines
    assert (line.reporter_name, line.reporter_phone, line.content) == ("", "", fields.content)


def test_no_more_lines_than_a_page_holds_and_all_are_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.unit_queries.LINES", 2)
    some = [walked(store, with_unit, minute=minute) for minute in range(3)]
    inbox = unit_inbox(store, UNIT, minutes(60))
    assert ([line.code for line in inbox.lines], inbox.count) == (some[:2], 3)


def test_only_the_cases_of_the_unit_that_go_on_are_read(store: Store) -> None:
    opened(store)
    statements = Statements(store)
    unit_inbox(store, UNIT, minutes(60))
    reads = {read for plan in plans(statements, store) for read in plan.reads if read.table in ("cases", "clocks")}
    assert "ix_cases_going_on_at_units" in {read.index for read in reads}
    assert [read for read in reads if read.whole or read.index == "ix_cases_counted"] == []
