"""Bookmarks, the audit log, the sample data."""

from sqlalchemy import func, select, update

from crm.account_tables import AuditRow
from crm.audit import audit
from crm.bookmarks import get_bookmark, set_bookmark
from crm.data_files import sample_rules, sample_units
from crm.rule_sets import rules_of_set, set_in_force
from crm.seed import FIRST_SET, load_sample_data
from crm.store import Store
from crm.tables import UnitRow
from tests.crm.cases import ANSWERED
from tests.crm.moments import local


def test_a_bookmark_is_where_it_was_set_last(store: Store) -> None:
    assert get_bookmark(store, "cel") is None
    set_bookmark(store, "cel", "10")
    set_bookmark(store, "cel", "20")
    assert get_bookmark(store, "cel") == "20"


def test_the_audit_log_says_who_looked_at_what_and_when(store: Store) -> None:
    audit(store, "lan", "recording", "1.1", ANSWERED)
    with store.reading() as session:
        row = session.scalars(select(AuditRow)).one()
        assert (row.actor, row.what, row.subject, row.at) == ("lan", "recording", "1.1", ANSWERED)


def test_the_sample_units_are_whole_and_marked(store: Store) -> None:
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(UnitRow).where(UnitRow.sample)) == len(sample_units())


def test_the_sample_rules_are_set_1_and_hold_from_the_beginning(store: Store) -> None:
    with store.reading() as session:
        assert set_in_force(session, local("2025-07-01 00:00")) == FIRST_SET
        assert set_in_force(session, local("2025-06-30 23:59")) is None
        assert set(rules_of_set(session, FIRST_SET)) == set(sample_rules())


def test_loading_it_again_keeps_what_an_administrator_changed(store: Store) -> None:
    with store.transaction() as session:
        session.execute(update(UnitRow).where(UnitRow.code == "cap_nuoc").values(phone="+842253838383"))
    load_sample_data(store)
    with store.reading() as session:
        assert session.get_one(UnitRow, "cap_nuoc").phone == "+842253838383"
