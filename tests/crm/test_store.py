"""Transactions, moments and constraints of the store, on a real SQLite file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError

from crm.account_tables import AuditRow
from crm.errors import NaiveMoment, StoreUnavailable
from crm.store import Store
from crm.tables import CaseContactRow, CaseCounterRow, ClockRow, UnitRow
from tests.crm.cases import ANSWERED, Broken


def entry(at: datetime) -> AuditRow:
    return AuditRow(at=at, actor="lan", what="recording", subject="1.1")


def entries(store: Store) -> int:
    with store.reading() as session:
        return len(session.scalars(select(AuditRow)).all())


def test_a_moment_comes_back_in_utc(store: Store) -> None:
    with store.transaction() as session:
        session.add(entry(ANSWERED))
    with store.reading() as session:
        at = session.scalars(select(AuditRow.at)).one()
    assert (at, at.utcoffset()) == (ANSWERED, timedelta())


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(NaiveMoment), store.transaction() as session:
        session.add(entry(ANSWERED.replace(tzinfo=None)))
    assert entries(store) == 0


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def write_and_break() -> None:
        with store.transaction() as session:
            session.add(entry(ANSWERED))
            session.flush()
            raise Broken

    with pytest.raises(Broken):
        write_and_break()
    assert entries(store) == 0


def test_a_reader_sees_one_picture_and_does_not_wait_for_the_writer(store: Store) -> None:
    with store.transaction() as writing:
        writing.add(entry(ANSWERED))
        writing.flush()
        assert entries(store) == 0
    assert entries(store) == 1


def test_a_reader_cannot_write_and_a_writer_after_it_can(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match=r"readonly|chỉ cho đọc"), store.reading() as session:
        session.execute(delete(UnitRow))
    with store.transaction() as session:
        session.add(entry(ANSWERED))
    assert entries(store) == 1


def test_foreign_keys_hold(store: Store) -> None:
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.add(CaseContactRow(case_code="260000019", linkedid="nobody"))


def test_a_clock_belongs_to_a_case_or_a_contact(store: Store) -> None:
    orphan = ClockRow(name="intake", started_at=ANSWERED, due_at=ANSWERED, counting="clock", source="7.3")
    with pytest.raises(IntegrityError, match="ck_clocks_owner"), store.transaction() as session:
        session.add(orphan)


def test_a_word_outside_a_closed_set_is_refused(store: Store) -> None:
    odd = (
        "INSERT INTO rule_sets (number, state, why, created_by, created_at) VALUES (9, 'odd', '', 'lan', '2026-01-01')"
    )
    with pytest.raises(IntegrityError, match="ck_rule_sets_state"), store.transaction() as session:
        session.execute(text(odd))


def test_a_database_that_is_not_set_up_says_what_to_do(tmp_path: Path) -> None:
    empty = Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with pytest.raises(StoreUnavailable, match="callcenter setup"), empty.reading() as session:
        session.get(CaseCounterRow, 2026)
    empty.close()


def test_a_database_that_cannot_be_opened_says_what_to_do(tmp_path: Path) -> None:
    nowhere = Store(f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.sqlite3'}")
    with pytest.raises(StoreUnavailable, match="unable to open"), nowhere.transaction() as session:
        session.add(entry(datetime.now(tz=UTC)))
    nowhere.close()
