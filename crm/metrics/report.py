"""The answer to "how did it go": every metric for each interval, computed from the events at the moment of asking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crm.metrics.compute import Choice, totals
from crm.metrics.definitions import METRICS, Value
from crm.metrics.event_store import facts
from crm.metrics.intervals import By, intervals
from crm.metrics.spells import Spell
from crm.metrics.totals import Totals, summed
from crm.store import Store


@dataclass(frozen=True)
class Figures:
    """The metrics of one interval, by key."""

    begins: datetime
    ends: datetime
    values: Mapping[str, Value]


@dataclass(frozen=True)
class MetricsReport:
    queue: str | None
    operator: str | None
    whole: Figures
    parts: tuple[Figures, ...]  # none when the interval was not to be cut


def metrics_report(store: Store, interval: Spell, by: By, choice: Choice, now: datetime) -> MetricsReport:
    """The metrics from `interval.begins` to just before `interval.ends`. Raises `BadPeriod`."""
    pieces = intervals(interval.begins, interval.ends, by)
    sums = totals(facts(store, interval, now), pieces, choice)
    parts = tuple(figures(piece, of, choice) for piece, of in zip(pieces, sums, strict=True))
    whole = figures(interval, summed(sums), choice)
    return MetricsReport(choice.queue, choice.operator, whole, parts if by is not By.WHOLE else ())


def figures(interval: Spell, of: Totals, choice: Choice) -> Figures:
    """Every metric that makes sense for the choice; an operator's time belongs to no single queue."""
    shown = (metric for metric in METRICS.values() if metric.by_queue or choice.queue is None)
    return Figures(interval.begins, interval.ends, {metric.key: metric.value(of) for metric in shown})
