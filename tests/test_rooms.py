"""Who may import whom: the rooms' doors, held by reading every import of the tree (architecture page)."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("agi", "asterisk_conf", "bench", "callcenter", "crm", "ivr_flows")

# What each room may import of ours; the composition roots may import every room.
DOORS = {
    "ivr_flows": frozenset[str](),
    "crm": frozenset[str](),
    "asterisk_conf": frozenset[str](),
    "agi": frozenset({"ivr_flows"}),
    "bench": frozenset({"crm"}),
    "callcenter": frozenset({"crm", "ivr_flows"}),
}
ROOTS = (
    "callcenter/__main__.py",
    "callcenter/cli/",
    "callcenter/flow_services.py",
    "callcenter/flow_wiring.py",
    "callcenter/incident_notices.py",
    "callcenter/installation.py",
    "callcenter/switchboard.py",
)
WIRING = "callcenter/wiring.py"

# Libraries that belong to one kind of work: a case store that speaks HTTP has lost its way.
STRANGERS = {
    "crm": {"aiohttp", "panoramisk", "asyncio", "click", "jinja2"},
    "ivr_flows": {"aiohttp", "asyncio", "panoramisk", "sqlalchemy"},
    "agi": {"aiohttp", "sqlalchemy", "click"},
    "asterisk_conf": {"aiohttp", "asyncio", "sqlalchemy", "panoramisk", "click"},
    "bench": {"aiohttp", "asyncio", "click", "panoramisk"},
    "callcenter": set[str](),
}


def files() -> Iterator[Path]:
    for room in ROOMS:
        yield from (ROOT / room).rglob("*.py")


def imported(file: Path) -> set[str]:
    """The top-level packages a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("file", list(files()), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_imports_only_through_its_rooms_doors(file: Path) -> None:
    name = str(file.relative_to(ROOT))
    room = name.partition("/")[0]
    ours = imported(file) & set(ROOMS) - {room}
    if name != WIRING and not name.startswith(ROOTS):
        assert ours <= DOORS[room]
    assert not imported(file) & STRANGERS[room]


def test_bootstrap_needs_nothing_but_the_standard_library() -> None:
    """It runs before anything is installed, and so does what it calls."""
    names = ("private_prefix.py", "debian_apt.py", "errors.py")
    allowed = {"asterisk_conf"} | set(sys.stdlib_module_names)
    for file in (ROOT / "bootstrap.py", *(ROOT / "asterisk_conf" / name for name in names)):
        assert imported(file) <= allowed, file
