"""What holds of the metrics whatever the day was like: hypothesis looks for a day that breaks it."""

import shutil
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.errors import BadPeriod
from crm.metrics.compute import Choice, Facts, operator_times, told_of, totals
from crm.metrics.event_store import Batch, append, facts
from crm.metrics.events import ContactKind
from crm.metrics.intervals import By, intervals
from crm.metrics.spells import Spell, length_within, united, without
from crm.metrics.totals import IN_TIME, Totals, summed
from crm.store import Store, migrate
from crm.working_time import HAI_PHONG
from tests.crm.metrics.shifts import DAY, MIDNIGHT, OPERATORS, QUEUES, Day, at, days

SEEN_AT = MIDNIGHT + 2 * DAY
WHOLE_DAY = Spell(MIDNIGHT, MIDNIGHT + DAY)
CHOICES = st.builds(Choice, queue=st.sampled_from([None, *QUEUES]), operator=st.sampled_from([None, *OPERATORS]))
K = ContactKind


def known(day: Day) -> Facts:
    return Facts(day.contacts, day.agents, SEEN_AT, day.scores)


def of(day: Day, interval: Spell, choice: Choice | None = None) -> Totals:
    (found,) = totals(known(day), [interval], choice or Choice())
    return found


class Counting:
    """The same figures the other way: counted up event by event, as they happen, never looked at again."""

    def __init__(self, interval: Spell) -> None:
        self.interval = interval
        self.counted: Counter[str] = Counter()
        self.queued_at: dict[str, datetime] = {}
        self.left_at: dict[str, datetime] = {}
        self.wants_callback: set[str] = set()
        self.over: set[str] = set()
        self.talked: set[tuple[str, str]] = set()

    def hear(self, at: datetime, linkedid: str, kind: ContactKind, operator: str) -> None:
        if kind is K.QUEUED:
            self._leave(linkedid, "moved")
            self.queued_at[linkedid] = at
            self._count("queued", at)
        elif kind is K.LEFT_QUEUE and linkedid in self.queued_at:
            self.left_at.setdefault(linkedid, at)
        elif kind is K.CONNECTED:
            if (linkedid, operator) not in self.talked:
                self._count("handled", at)
            self.talked.add((linkedid, operator))
            if linkedid in self.queued_at and linkedid not in self.left_at:
                if at - self.queued_at[linkedid] <= IN_TIME:
                    self._count("answered_in_time", self.queued_at[linkedid])
                self._leave(linkedid, "answered")
        elif kind is K.CALLBACK_WANTED:
            self.wants_callback.add(linkedid)
        elif kind is K.ENDED:
            self._leave(linkedid, "callbacks" if linkedid in self.wants_callback else "abandoned")

    def _leave(self, linkedid: str, how: str) -> None:
        if linkedid in self.queued_at:
            self._count(how, self.queued_at.pop(linkedid))
            self.left_at.pop(linkedid, None)

    def _count(self, what: str, at: datetime) -> None:
        self.counted[what] += self.interval.holds(at)


@settings(deadline=None)
@given(days())
def test_computed_again_from_the_events_is_what_was_counted_as_they_happened(day: Day) -> None:
    unbroken = Day(day.contacts, (), {})  # a restart is only known afterwards
    counting = Counting(WHOLE_DAY)
    for event in sorted(day.contacts):
        counting.hear(event.at, event.linkedid, event.kind, event.operator)
    found = of(unbroken, WHOLE_DAY)
    names = ("queued", "answered", "answered_in_time", "abandoned", "callbacks", "moved", "handled")
    counted = counting.counted + Counter(answered=0)
    assert {name: getattr(found, name) for name in names} == {name: counted[name] for name in names}


@settings(deadline=None)
@given(days(), CHOICES, st.sampled_from([By.HOUR, By.DAY]))
def test_the_intervals_add_up(day: Day, choice: Choice, by: By) -> None:
    pieces = intervals(MIDNIGHT, MIDNIGHT + DAY + timedelta(hours=3), by)
    whole = of(day, Spell(pieces[0].begins, pieces[-1].ends), choice)
    assert summed(totals(known(day), pieces, choice)) == whole
    assert summed(of(day, piece, choice) for piece in pieces) == whole


@settings(deadline=None)
@given(days())
def test_queues_and_operators_add_up(day: Day) -> None:
    whole = of(day, WHOLE_DAY)
    by_queue = summed(of(day, WHOLE_DAY, Choice(queue=queue)) for queue in ("", *QUEUES))
    by_operator = summed(of(day, WHOLE_DAY, Choice(operator=name)) for name in ("", *OPERATORS))
    for name in ("queued", "answered", "abandoned", "handled", "interaction", "hold", "after_work", "missed"):
        assert getattr(by_queue, name) == getattr(whole, name), name
        assert getattr(by_operator, name) == getattr(whole, name), name
    for name in ("online", "on_contact", "idle", "connecting", "paused"):
        assert getattr(by_operator, name) == getattr(whole, name), name


@settings(deadline=None)
@given(days())
def test_every_visit_ends_in_one_way(day: Day) -> None:
    found = of(day, WHOLE_DAY)
    assert found.queued == found.answered + found.abandoned + found.callbacks + found.moved + found.waiting
    assert found.answered_in_time <= found.answered
    assert found.abandoned_short <= found.abandoned


@settings(deadline=None)
@given(days())
def test_an_operators_time_is_one_thing_at_a_time(day: Day) -> None:
    for time in operator_times(known(day), told_of(known(day))).values():
        parts = (time.on_contact, time.connecting, time.idle, time.paused)
        spent = sum((length_within(part, WHOLE_DAY) for part in parts), timedelta())
        assert spent == length_within(time.online, WHOLE_DAY) <= DAY


@settings(deadline=None)
@given(days())
def test_later_events_change_nothing_of_a_day_that_is_over(day: Day) -> None:
    """Once every call of it has ended, the day's visits are what they are."""
    ended = {event.linkedid for event in day.contacts if event.kind is K.ENDED and event.at < WHOLE_DAY.ends}
    then = Day(tuple(event for event in day.contacts if event.linkedid in ended), (), {})
    seen = [totals(Facts(then.contacts, (), at, {}), [WHOLE_DAY], Choice()) for at in (WHOLE_DAY.ends, SEEN_AT)]
    assert seen[0] == seen[1]


SPELLS = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda two: Spell(at(min(two)), at(max(two))))
)


@settings(deadline=None)
@given(SPELLS, SPELLS)
def test_spells_are_sets_of_seconds(ours: list[Spell], theirs: list[Spell]) -> None:
    def seconds(spells: list[Spell] | tuple[Spell, ...]) -> set[int]:
        return {second for second in range(101) if any(spell.holds(at(second)) for spell in spells)}

    assert seconds(united(ours)) == seconds(ours)
    assert seconds(without(ours, theirs)) == seconds(ours) - seconds(theirs)
    assert length_within(united(ours), WHOLE_DAY) == timedelta(seconds=len(seconds(ours)))


@settings(deadline=None)
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2045, 1, 1), timezones=st.just(HAI_PHONG)),  # noqa: DTZ001
    st.timedeltas(timedelta(minutes=1), timedelta(days=20)),
    st.sampled_from([By.HOUR, By.DAY]),
)
def test_hours_and_days_are_haiphongs_and_tile_any_interval(begins: datetime, length: timedelta, by: By) -> None:
    pieces = intervals(begins, begins + length, by)
    assert (pieces[0].begins, pieces[-1].ends) == (begins, begins + length)
    assert all(one.ends == other.begins for one, other in pairwise(pieces))
    for piece in pieces[1:]:
        local = piece.begins.astimezone(HAI_PHONG)
        assert (local.minute, local.second, local.microsecond) == (0, 0, 0)
        assert by is By.HOUR or local.hour == 0
    for piece in pieces[1:-1]:
        assert piece.length == (timedelta(hours=1) if by is By.HOUR else DAY)  # no summer time


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadPeriod, match="kết thúc sau khi bắt đầu"):
        intervals(MIDNIGHT, MIDNIGHT, By.HOUR)
    with pytest.raises(BadPeriod, match="theo ngày"):
        intervals(MIDNIGHT, MIDNIGHT + 400 * DAY, By.HOUR)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed SQLite file with the schema: each example of hypothesis gets a copy."""
    file = tmp_path_factory.mktemp("store") / "migrated.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@settings(max_examples=60, deadline=None)
@given(day=days())
def test_what_the_store_gives_back_makes_the_same_figures(migrated: Path, day: Day) -> None:
    """Also for parts of the day, of which the store loads only what they can depend on; and given twice."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{shutil.copy(migrated, folder)}")
        for _ in range(2):
            append(Batch(day.contacts, day.agents), store)
        whole = Facts(day.contacts, day.agents, SEEN_AT)
        for interval in intervals(MIDNIGHT, MIDNIGHT + DAY, By.HOUR)[::6]:
            assert totals(facts(store, interval, SEEN_AT), [interval], Choice()) == totals(whole, [interval], Choice())
        store.close()
