"""What an installed service needs beside its code goes into the package."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_file_of_the_pages_is_part_of_the_package() -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    patterns = [pattern.strip() for pattern in setup["options.package_data"]["callcenter"].split(",")]
    packed = {file for pattern in patterns for file in (ROOT / "callcenter").glob(pattern)}
    shown = {
        file for room in ("static", "templates") for file in (ROOT / "callcenter" / room).rglob("*") if file.is_file()
    }
    assert shown - packed == set()
