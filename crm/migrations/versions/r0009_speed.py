"""Indexes that hold all that frequent questions look at, of the rows that matter to them alone."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ENDED: Final = "'closed', 'refused', 'withdrawn'"
GOING_ON: Final = "state NOT IN ('closed', 'duplicate', 'refused', 'withdrawn')"
RUNS: Final = "stopped_at IS NULL"
OUTGROWN: Final = (
    ("ix_cases_reporter_phone", "cases"),
    ("ix_cases_unit_code_state", "cases"),
    ("ix_case_contacts_linkedid", "case_contacts"),
    ("ix_clocks_case_code", "clocks"),
    ("ix_clocks_open_due_at", "clocks"),
    ("ix_contacts_phone_answered_at", "contacts"),
)


def upgrade() -> None:
    for name, table in OUTGROWN:
        op.drop_index(name, table)
    op.create_index("ix_cases_reporter_phone_code", "cases", ["reporter_phone", "code"])
    some("ix_cases_going_on_at_units", "cases", ["unit_code", "state", "code"], GOING_ON)
    some("uq_cases_not_ended", "cases", ["code"], f"state NOT IN ({ENDED})", unique=True)
    op.create_index("ix_case_contacts_linkedid_case_code", "case_contacts", ["linkedid", "case_code"])
    op.create_index("ix_contacts_phone_answered_at_linkedid", "contacts", ["phone", "answered_at", "linkedid"])
    some("ix_clocks_case_code", "clocks", ["case_code"], "case_code IS NOT NULL")
    some("ix_clocks_open_due_at", "clocks", ["due_at", "case_code"], RUNS)
    some("ix_clocks_open_case_code", "clocks", ["case_code", "due_at"], RUNS)
    some("ix_clocks_intake", "clocks", ["due_at", "started_at"], f"{RUNS} AND name = 'intake'")


def some(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    """An index of some rows only."""
    which = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=which, postgresql_where=which)
