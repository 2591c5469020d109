"""The made-up city, once for all tests that only look at it."""

from collections.abc import Iterator, Mapping

import pytest

from crm.queries import case_by_code
from crm.reports.conditions import Counted
from crm.reports.figures import Scope
from crm.reports.listing import all_cases_of
from crm.store import Store
from crm.views import CaseView
from tests.crm.reports.city import NOW, fill_city, until
from tests.databases import Databases, a_copy


@pytest.fixture(scope="session")
def city(databases: Databases, prepared: str) -> Iterator[Store]:
    """A store with the city in it."""
    with a_copy(databases, prepared) as store:
        fill_city(store)
        yield store


@pytest.fixture(scope="session")
def cases(city: Store) -> Mapping[str, CaseView]:
    """Every case of the city as the desk shows it, by code."""
    everything = all_cases_of(city, Counted("received", Scope.CUMULATIVE), until(NOW.date()))
    return {case.code: case_by_code(city, case.code, NOW) for case in everything}
