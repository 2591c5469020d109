"""All numbers of a report in one pass over one index: how many cases of each unit, place and line count as what."""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.reports.conditions import NONE, counts_as, is_in, is_received
from crm.reports.figures import Numbers, Outcome, Scope, line_of
from crm.reports.period import Period
from crm.tables import CaseRow

COUNTED: Final = tuple(product(Scope, Outcome))


class Tally(NamedTuple):
    """The cases of one unit, one place and one line, in the order of `COUNTED`; `NONE` is a unit or place not known."""

    unit: str
    ward: str
    line: str
    counts: tuple[int, ...]


def tallies(session: Session, period: Period) -> tuple[Tally, ...]:
    """Every group that has a case received until the report looks."""
    groups = CaseRow.unit_code, CaseRow.ward, CaseRow.category, CaseRow.social_field
    columns = [
        func.count().filter(is_in(scope, period), counts_as(outcome, period.seen_at)) for scope, outcome in COUNTED
    ]
    found = session.execute(select(*groups, *columns).where(is_received(period)).group_by(*groups))
    return tuple(
        Tally(unit or NONE, ward or NONE, line_of(category, social_field).key, tuple(counts))
        for unit, ward, category, social_field, *counts in found
    )


def summed(tallies: Iterable[Tally], by: Callable[[Tally], str]) -> Mapping[str, Mapping[Scope, Numbers]]:
    """The tallies put together by unit, place, line, or all as one."""
    sums: dict[str, list[int]] = {}
    for tally in tallies:
        key = by(tally)
        so_far = sums.get(key)
        sums[key] = (
            [one + other for one, other in zip(so_far, tally.counts, strict=True)] if so_far else [*tally.counts]
        )
    return {key: _numbers(counts) for key, counts in sums.items()}


def _numbers(counts: Iterable[int]) -> Mapping[Scope, Numbers]:
    found = dict(zip(COUNTED, counts, strict=True))
    return {scope: Numbers({outcome: found[scope, outcome] for outcome in Outcome}) for scope in Scope}
