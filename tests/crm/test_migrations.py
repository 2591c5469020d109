"""The schema's history: the same as the models, safe to run again and at once, and what only grows does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Inspector, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from crm.queries import case_by_code
from crm.rule_sets import rules_of_set, set_in_force
from crm.search.tables import is_index
from crm.store import Store, make_engine, migrate, upgrade
from crm.table_base import Base
from tests.crm.cases import ANSWERED, opened
from tests.crm.moments import local
from tests.databases import SQLITE, Databases


def checks(inspector: Inspector) -> dict[str, list[str]]:
    """The CHECK constraints of each table, which alembic does not compare."""
    return {
        table: sorted(f"{check['name']}: {check['sqltext']}" for check in inspector.get_check_constraints(table))
        for table in inspector.get_table_names()
        if table != "alembic_version" and not is_index(table)
    }


def test_the_migrated_schema_is_that_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _parents: kind != "table" or not is_index(name)}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), Base.metadata) == []


def test_the_migrated_checks_are_those_of_the_models(store: Store, databases: Databases) -> None:
    models = create_engine(databases.new())
    Base.metadata.create_all(models)
    assert checks(inspect(store.engine)) == checks(inspect(models))
    models.dispose()


def test_migrating_again_changes_nothing(store: Store) -> None:
    case = opened(store)
    migrate(str(store.engine.url))
    with store.reading() as session:
        assert session.scalar(text("SELECT code FROM cases")) == case.code


FIRST_CASES = """
INSERT INTO units (code, name, kind, phone, email, sample) VALUES ('cap_nuoc', 'Cấp nước', 'utility', '', '', false);
INSERT INTO cases (code, version, state, content, category, place, reporter_name, reporter_phone, reporter_address,
  reporter_email, confidential, unit_code, received_at, created_at, created_by) VALUES
  ('260000019', 2, 'forwarded', 'Mất nước', 'infrastructure', '', 'Ước', '', '', '', false, 'cap_nuoc', :at, :at,
   'lan'),
  ('260000024', 2, 'refused', 'Khiếu nại', 'infrastructure', '', 'Ước', '', '', '', false, NULL, :at, :at, 'lan');
INSERT INTO clocks (case_code, name, started_at, due_at, counting, source) VALUES
  ('260000019', 'verify', :at, :at, 'clock', '8.1a');
INSERT INTO history (case_code, at, actor, step, to_state, why, article, changes) VALUES
  ('260000019', :at, 'lan', 'forward', 'forwarded', 'Theo quy tắc', '7.1b', '{}'),
  ('260000024', :at, 'lan', 'refuse', 'refused', 'Khiếu nại', '1.2', '{}');
"""


def test_what_a_database_of_the_first_version_holds_is_there_after_the_migration(databases: Databases) -> None:
    url = databases.new()
    old = make_engine(url)
    with old.begin() as connection:
        upgrade(connection, "0001")
        for statement in FIRST_CASES.split(";\n")[:-1]:
            connection.execute(text(statement), {"at": f"{ANSWERED:%Y-%m-%d %H:%M:%S.%f+00}"})
    old.dispose()
    migrate(url)
    store = Store(url)
    forwarded, refused = (case_by_code(store, code, ANSWERED) for code in ("260000019", "260000024"))
    assert ([clock.name for clock in forwarded.clocks], [step.why for step in forwarded.history]) == (
        *(["verify"], ["Theo quy tắc"]),
    )
    assert (forwarded.closed_at, refused.closed_at) == (None, refused.history[-1].at)
    if databases.kind == SQLITE:
        with store.reading() as session:
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    store.close()


FIRST_RULES = """
INSERT INTO units (code, name, kind, phone, email, sample) VALUES ('cap_nuoc', 'Cấp nước', 'utility', '', '', true);
INSERT INTO rules (id, category, topic, keywords, unit_code, priority, valid_to, sample) VALUES
  ('nuoc', 'infrastructure', 'water_supply', '["mất nước"]', 'cap_nuoc', 3, '2026-12-31', true);
"""


def test_rules_of_the_first_version_are_set_1_and_hold_from_the_beginning(databases: Databases) -> None:
    url = databases.new()
    old = make_engine(url)
    with old.begin() as connection:
        upgrade(connection, "0001")
        for statement in FIRST_RULES.split(";\n")[:-1]:
            connection.execute(text(statement))
    old.dispose()
    migrate(url)
    store = Store(url)
    with store.reading() as session:
        (rule,) = rules_of_set(session, set_in_force(session, local("2025-07-01 00:00")))
    assert (rule.id, rule.keywords, rule.priority, rule.valid_to) == ("nuoc", ("mất nước",), 3, date(2026, 12, 31))
    store.close()


def test_a_new_database_gets_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "var" / "callcenter.sqlite3"
    migrate(f"sqlite:///{file}")
    assert file.exists()


def test_two_that_migrate_at_once_both_end_well(databases: Databases) -> None:
    url = databases.new()
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(migrate, [url, url])) == [None, None]


def test_the_migrations_are_part_of_the_installed_package() -> None:
    assert files("crm.migrations.versions").joinpath("r0001_first_tables.py").is_file()


@pytest.mark.parametrize("change", ["UPDATE history SET why = 'khác'", "DELETE FROM history"])
def test_the_history_of_a_case_only_grows(store: Store, change: str) -> None:
    opened(store)
    with pytest.raises(IntegrityError, match="history is append-only"), store.transaction() as session:
        session.execute(text(change))


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'khác'", "DELETE FROM audit"])
def test_the_audit_log_only_grows(store: Store, change: str) -> None:
    with store.transaction() as session:
        session.execute(
            text("INSERT INTO audit (at, actor, what, subject) VALUES (:at, 'lan', 'recording', '1.1')"),
            {"at": f"{ANSWERED:%Y-%m-%d %H:%M:%S.%f}"},
        )
    with pytest.raises(IntegrityError, match="audit is append-only"), store.transaction() as session:
        session.execute(text(change))
