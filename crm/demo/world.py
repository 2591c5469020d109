"""The city that a case happens in: its units, the routing rules in force, until when it is played."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Final

from sqlalchemy import select

from crm.case import Category
from crm.data_files import CITY_OFFICE
from crm.demo.calendar import times
from crm.demo.dice import Dice
from crm.messages import RoutingQuestion
from crm.office_calendar import working_time
from crm.routing import RoutingDecision, Rule, route
from crm.rule_sets import rules_of_set, set_in_force
from crm.store import Store
from crm.tables import UnitRow
from crm.units import city_office
from crm.working_time import WorkingTime

REMEMBERED: Final = 50_000  # answers of the rules
DEPARTMENT: Final = "department"  # the `kind` of a unit that any matter may be passed to


@dataclass(frozen=True, eq=False)
class World:
    """What all cases share: one end, one office, one set of rules, one working time."""

    seed: str
    until: datetime
    city_office: str
    departments: tuple[str, ...]
    rules: tuple[Rule, ...]
    calendar: WorkingTime

    def decide(self, question: RoutingQuestion) -> RoutingDecision:
        """`crm.routing.route` on the rules in force, asked once for each question."""
        return _decide(self, question)

    def pace(self, unit: str) -> float:
        """How many times as long as others this unit takes."""
        return _pace(self.seed, unit)


def world_of(store: Store, seed: str, until: datetime) -> World:
    """The world by the units and rules of the store. Raises `NotFound` without a city office."""
    with store.reading() as session:
        office = city_office(session).code
        units = select(UnitRow.code).where(UnitRow.kind == DEPARTMENT, UnitRow.active).order_by(UnitRow.code)
        departments = tuple(session.scalars(units)) or (office,)
        rules = rules_of_set(session, set_in_force(session, until))
        return World(seed, until, office, departments, rules, working_time(session))


@lru_cache(REMEMBERED)
def _decide(world: World, question: RoutingQuestion) -> RoutingDecision:
    return route(question, _rules_for(world, question.category, question.ward), world.until, world.city_office)


@lru_cache(REMEMBERED)
def _rules_for(world: World, category: Category, ward: str | None) -> tuple[Rule, ...]:
    """Rules of other wards could only lose."""
    return tuple(rule for rule in world.rules if rule.category is category and rule.ward in (None, ward))


@cache
def _pace(seed: str, unit: str) -> float:
    units = times()["units"]
    share = 0.5 if unit == CITY_OFFICE else Dice(seed, "pace", unit).share()
    return float(units["best"] + share * (units["worst"] - units["best"]))
