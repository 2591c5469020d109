"""How far a case has come, by the names of the tests: each walk takes the usual steps at usual intervals."""

from datetime import date, datetime, timedelta
from typing import Final

from crm.case import Category
from crm.views import CaseView, ClockView
from tests.crm.life import Life
from tests.crm.moments import local

INFRA, SOCIAL, SUGGESTION, DIRECTIVE = Category
DAY: Final = "2026-08-19 09:00"  # a Wednesday; Saturday 22/8 is worked, 31/8, 1/9 and 2/9 are off
RECEIVED: Final = local(DAY)


def open_clock(case: CaseView, name: str) -> ClockView:
    """The clock of this name that runs."""
    (found,) = [one for one in case.clocks if one.name == name and one.stopped_at is None]
    return found


def later(life: Life, minutes: int) -> datetime:
    """So many minutes after the case's last step."""
    return life.now + timedelta(minutes=minutes)


def new(_life: Life) -> None:
    """The case as it was received."""


def referred(life: Life) -> None:
    life.refer(later(life, 30))


def with_unit(life: Life) -> None:
    life.forward(later(life, 30))


def accepted(life: Life) -> None:
    with_unit(life)
    life.accept(later(life, 10))


def to_be_checked(life: Life) -> None:
    with_unit(life)
    life.accept(later(life, 10), site_check=True)


def verified(life: Life) -> None:
    accepted(life)
    life.verify(later(life, 30))


def on_site(life: Life) -> None:
    verified(life)
    life.assign(later(life, 20))


def expected(life: Life) -> None:
    on_site(life)
    life.expect(later(life, 200), local("2026-08-20 18:00"))


def in_work(life: Life) -> None:
    accepted(life)
    life.assign(later(life, 20))


def extended(life: Life) -> None:
    in_work(life)
    life.extend(local("2026-08-25 16:00"), date(2026, 8, 28))


def consulted(life: Life) -> None:
    in_work(life)
    life.consult(later(life, 20))


def given_back(life: Life) -> None:
    accepted(life)
    life.give_back(later(life, 20))


def forwarded_again(life: Life) -> None:
    given_back(life)
    life.forward(later(life, 20), "so_xay_dung")


def passed_on(life: Life) -> None:
    with_unit(life)
    life.forward_on(later(life, 60), "so_xay_dung")


def through_office(life: Life) -> None:
    passed_on(life)
    life.accept(later(life, 10))
    life.assign(later(life, 10))


def attached(life: Life) -> None:
    first = Life(life.store, life.category, life.now)
    life.attach(later(life, 10), first.case.code)
