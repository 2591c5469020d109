"""The state of a running clock: a matter of the moments recorded, never of when a timer happened to wake.

Asked again after a restart, every clock shows the same as if nothing had stopped (domain page, "Clocks").
"""

from datetime import datetime
from typing import Literal

from crm.terms import warn_at_percent

ClockState = Literal["open", "met", "breached"]


def clock_state(due_at: datetime, stopped_at: datetime | None, now: datetime) -> ClockState:
    """Met when stopped in time, the last moment included; breached when stopped, or still running, after it."""
    if (stopped_at or now) > due_at:
        return "breached"
    return "met" if stopped_at else "open"


def warnings_due(started_at: datetime, due_at: datetime, now: datetime) -> tuple[int, ...]:
    """The warnings a clock that runs has come to by `now`, ascending: at 50, 80 and 100 % [decided, in data].

    Per cent of the time that passes between the two moments, nights included, whatever way the term is counted.
    """
    term = due_at - started_at
    return tuple(percent for percent in warn_at_percent() if (now - started_at) * 100 >= term * percent)
