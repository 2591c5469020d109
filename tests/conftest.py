"""Parts that several rooms' tests share."""

from collections.abc import Iterator
from typing import Final

import pytest

from asterisk_conf.private_prefix import TELEPHONY, Prefix, cache_root, ensure_prefix
from tests.databases import POSTGRESQL, SQLITE, Databases, databases_of

ON_ONE: Final = ("_in_chromium", "_with_asterisk")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What needs a database runs on each kind; what is slow for other reasons and asks nothing new of it, on one."""
    if "databases" in metafunc.fixturenames:
        kinds = (SQLITE,) if metafunc.module.__name__.endswith(ON_ONE) else (SQLITE, POSTGRESQL)
        metafunc.parametrize("databases", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases of one kind; see `pytest_generate_tests`."""
    with databases_of(request.param, tmp_path_factory.mktemp("databases")) as databases:
        yield databases


@pytest.fixture(scope="session")
def asterisk_prefix() -> Prefix:
    """Asterisk, espeak-ng, sox and SIPp, unpacked once for all runs on this machine."""
    return ensure_prefix(cache_root(), TELEPHONY, print)
