from datetime import timedelta

import pytest

from crm.clocks import clock_state, warnings_due
from tests.crm.moments import local

START, DUE = local("2026-08-19 09:00"), local("2026-08-19 10:00")
SECOND = timedelta(seconds=1)


def test_a_clock_is_open_until_its_last_moment_has_passed() -> None:
    assert clock_state(DUE, None, START) == "open"
    assert clock_state(DUE, None, DUE) == "open"
    assert clock_state(DUE, None, DUE + SECOND) == "breached"


def test_a_clock_stopped_at_its_last_moment_is_met_whenever_one_looks() -> None:
    assert clock_state(DUE, DUE, DUE) == "met"
    assert clock_state(DUE, DUE, DUE + timedelta(days=100)) == "met"


def test_a_clock_stopped_late_stays_breached() -> None:
    assert clock_state(DUE, DUE + SECOND, DUE + timedelta(days=100)) == "breached"


@pytest.mark.parametrize(
    ("minutes", "warnings"),
    [
        (0, ()),
        (29, ()),
        (30, (50,)),
        (47, (50,)),
        (48, (50, 80)),
        (59, (50, 80)),
        (60, (50, 80, 100)),
        (999, (50, 80, 100)),
    ],
)
def test_warnings_come_at_50_80_and_100_per_cent_of_the_term(minutes: int, warnings: tuple[int, ...]) -> None:
    assert warnings_due(START, DUE, START + timedelta(minutes=minutes)) == warnings
