"""Published versions in a folder: whole, in order, never one over another."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from callcenter.errors import UnreadableRecord
from callcenter.flow_shelf import FlowShelf
from ivr_flows.errors import FlowTaken
from ivr_flows.versions import Version

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_what_was_put_there_comes_back_in_order(tmp_path: Path) -> None:
    shelf = FlowShelf(tmp_path / "flows")
    assert shelf.versions() == ()
    versions = [Version(number, f"# bản {number}\n", "quan", AT, "vì thế") for number in (1, 2, 10)]
    for version in versions:
        shelf.add(version)
    assert FlowShelf(tmp_path / "flows").versions() == tuple(versions)
    assert not list((tmp_path / "flows").glob(".*"))


def test_two_who_publish_at_once_do_not_overwrite_each_other(tmp_path: Path) -> None:
    shelf = FlowShelf(tmp_path)
    shelf.add(Version(1, "a", "quan", AT, "vì thế"))
    with pytest.raises(FlowTaken, match=r"bản 1"):
        shelf.add(Version(1, "b", "minh", AT, "vì thế"))
    assert [version.text for version in shelf.versions()] == ["a"]
    assert not list(tmp_path.glob(".*"))


def test_a_file_that_is_no_version_is_named(tmp_path: Path) -> None:
    (tmp_path / "000001.json").write_text("{}")
    with pytest.raises(UnreadableRecord, match=r"000001.json"):
        FlowShelf(tmp_path).versions()
