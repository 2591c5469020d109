"""Bookmarks, the audit log, the sample data."""

from sqlalchemy import func, select, update

from crm.account_tables import AuditRow
from crm.audit import audit
from crm.bookmarks import get_bookmark, set_bookmark
from crm.data_files import sample_rules, sample_units
from crm.seed import load_sample_data
from crm.store import Store
from crm.tables import RuleRow, UnitRow
from tests.crm.cases import ANSWERED


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


def test_the_sample_data_is_whole_and_marked(store: Store) -> None:
    with store.reading() as session:
        for table, sample in ((UnitRow, sample_units()), (RuleRow, sample_rules())):
            marked = select(func.count()).select_from(table).where(table.sample)
            assert session.scalar(marked) == len(sample)


def test_loading_it_again_keeps_what_an_administrator_changed(store: Store) -> None:
    with store.transaction() as session:
        session.execute(update(UnitRow).where(UnitRow.code == "cap_nuoc").values(phone="+842253838383"))
    load_sample_data(store)
    with store.reading() as session:
        assert session.get_one(UnitRow, "cap_nuoc").phone == "+842253838383"
