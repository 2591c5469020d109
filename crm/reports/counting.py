"""All numbers of a report in one pass over one index: how many cases of each unit, place and line count as what."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.reports.conditions import NONE, counts_as, received_in
from crm.reports.figures import Numbers, Outcome, Scope, line_of
from crm.reports.period import Period
from crm.tables import CaseRow

COUNTED: Final = tuple(product(Scope, Outcome))


@dataclass(frozen=True)
class Tally:
    """The cases of one unit, one place and one line; `NONE` is a unit or place that is not known (yet)."""

    unit: str
    ward: str
    line: str
    numbers: Mapping[Scope, Numbers]


def tallies(session: Session, period: Period) -> tuple[Tally, ...]:
    """Every group that has a case received until the report looks."""
    groups = CaseRow.unit_code, CaseRow.ward, CaseRow.category, CaseRow.social_field
    columns = [
        func.count().filter(received_in(scope, period), counts_as(outcome, period.seen_at))
        for scope, outcome in COUNTED
    ]
    everything = received_in(Scope.CUMULATIVE, period)
    found = session.execute(select(*groups, *columns).where(everything).group_by(*groups))
    return tuple(
        Tally(unit or NONE, ward or NONE, line_of(category, social_field).key, _numbers(counts))
        for unit, ward, category, social_field, *counts in found
    )


def summed(tallies: Iterable[Tally], by: Callable[[Tally], str]) -> Mapping[str, Mapping[Scope, Numbers]]:
    """The tallies put together by unit, place, line, or all as one."""
    sums: dict[str, dict[Scope, dict[Outcome, int]]] = defaultdict(
        lambda: {scope: dict.fromkeys(Outcome, 0) for scope in Scope}
    )
    for tally in tallies:
        for scope, numbers in tally.numbers.items():
            for outcome, count in numbers.counts.items():
                sums[by(tally)][scope][outcome] += count
    return {key: {scope: Numbers(counts) for scope, counts in both.items()} for key, both in sums.items()}


def _numbers(counts: Iterable[int]) -> Mapping[Scope, Numbers]:
    found = dict(zip(COUNTED, counts, strict=True))
    return {scope: Numbers({outcome: found[scope, outcome] for outcome in Outcome}) for scope in Scope}
