"""Published versions: one after the other, each sound, none ever changed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from ivr_flows.errors import FlowTaken, MenuError
from ivr_flows.versions import Publication, Version, in_force, numbered, ready
from tests.ivr_flows.small_menu import SMALL, changed

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
OWN = Version(0, SMALL)


@dataclass
class Memory:
    """A shelf."""

    kept: list[Version] = field(default_factory=list)

    def versions(self) -> list[Version]:
        return self.kept

    def add(self, version: Version) -> None:
        self.kept.append(version)


def published(shelf: Memory, text: str, over: int, copy_of: int | None = None) -> Version:
    version, _ = ready(Publication(text, over, "quan", "vì thế", copy_of), shelf, OWN, NOW)
    shelf.add(version)
    return version


def test_until_somebody_publishes_the_flow_that_comes_with_us_is_in_force() -> None:
    assert in_force(Memory(), OWN) == OWN


def test_what_is_published_is_in_force_and_says_who_when_and_why() -> None:
    shelf = Memory()
    published(shelf, changed(("Xin chào", "Kính chào")), over=0)
    assert in_force(shelf, OWN) == Version(1, changed(("Xin chào", "Kính chào")), "quan", NOW, "vì thế")


def test_an_earlier_version_is_used_again_as_a_new_one() -> None:
    shelf = Memory()
    published(shelf, changed(("Xin chào", "Kính chào")), over=0)
    published(shelf, numbered(shelf, OWN, 0).text, over=1, copy_of=0)
    assert [(version.number, version.copy_of) for version in shelf.kept] == [(1, None), (2, 0)]
    assert in_force(shelf, OWN).text == SMALL


def test_who_did_not_see_the_version_in_force_does_not_publish_over_it() -> None:
    shelf = Memory()
    published(shelf, SMALL, over=0)
    with pytest.raises(FlowTaken, match=r"quan vừa công bố bản 1. Hãy xem bản đó rồi công bố lại."):
        published(shelf, SMALL, over=0)


def test_a_faulty_flow_is_not_published() -> None:
    with pytest.raises(MenuError, match=r"bản nháp: menu.main.keys.5: dẫn tới 'x' là nơi không có"):
        published(Memory(), changed(('goto = "status"', 'goto = "x"')), over=0)


def test_a_flow_of_another_name_would_never_be_called() -> None:
    with pytest.raises(MenuError, match=r"flow.name là 'tiny'; tổng đài gọi luồng này bằng tên 'small'"):
        published(Memory(), changed(('name = "small"', 'name = "tiny"')), over=0)


def test_a_version_that_is_not_there_is_one_plain_line() -> None:
    with pytest.raises(MenuError, match=r"bản 7: không có"):
        numbered(Memory(), OWN, 7)
