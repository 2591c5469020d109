"""The made-up city, once for all tests that only look at it."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from crm.queries import case_by_code
from crm.reports.conditions import Counted
from crm.reports.figures import Scope
from crm.reports.listing import all_cases_of
from crm.store import Store
from crm.views import CaseView
from tests.crm.reports.city import NOW, fill_city, until


@pytest.fixture(scope="session")
def city(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the city in it."""
    file = shutil.copy(prepared, tmp_path_factory.mktemp("city") / "city.sqlite3")
    store = Store(f"sqlite:///{file}")
    fill_city(store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def cases(city: Store) -> Mapping[str, CaseView]:
    """Every case of the city as the desk shows it, by code."""
    everything = all_cases_of(city, Counted("received", Scope.CUMULATIVE), until(NOW.date()))
    return {case.code: case_by_code(city, case.code, NOW) for case in everything}
