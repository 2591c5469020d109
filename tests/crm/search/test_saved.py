"""Searches that somebody keeps."""

import pytest

from crm.errors import NotFound, WrongValue
from crm.messages import NewUser
from crm.search.saved import drop_search, save_search, saved_searches
from crm.store import Store
from crm.users import add_user
from tests.crm.cases import minutes

LATE = "q=mất+nước&late=1"


@pytest.fixture
def people(store: Store) -> Store:
    for name in ("lan", "nam"):
        add_user(NewUser(name, name.title(), "operator", "mật khẩu đủ dài"), store, minutes(0))
    return store


def test_a_search_is_kept_for_its_owner_under_its_name(people: Store) -> None:
    kept = save_search("lan", "  Mất nước   quá hạn ", LATE, people, minutes(1))
    assert (kept.name, kept.link) == ("Mất nước quá hạn", LATE)
    assert saved_searches(people, "lan") == (kept,)
    assert saved_searches(people, "nam") == ()


def test_the_same_name_again_replaces_what_was_kept(people: Store) -> None:
    before = save_search("lan", "Quá hạn", LATE, people, minutes(1))
    after = save_search("lan", "Quá hạn", "late=1", people, minutes(2))
    assert saved_searches(people, "lan") == (after,)
    assert (after.id, after.link) == (before.id, "late=1")


def test_nobody_drops_somebody_elses(people: Store) -> None:
    kept = save_search("lan", "Quá hạn", LATE, people, minutes(1))
    with pytest.raises(NotFound):
        drop_search("nam", kept.id, people)
    drop_search("lan", kept.id, people)
    assert saved_searches(people, "lan") == ()


@pytest.mark.parametrize("name", ["", "   ", "a" * 65])
def test_a_search_needs_a_name_that_fits(people: Store, name: str) -> None:
    with pytest.raises(WrongValue):
        save_search("lan", name, LATE, people, minutes(1))


def test_nobody_keeps_without_end(people: Store) -> None:
    for number in range(50):
        save_search("lan", f"Tìm {number}", LATE, people, minutes(1))
    with pytest.raises(WrongValue):
        save_search("lan", "Một nữa", LATE, people, minutes(1))
    save_search("lan", "Tìm 7", "late=1", people, minutes(1))
    assert len(saved_searches(people, "lan")) == 50
