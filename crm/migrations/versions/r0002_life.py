"""The whole life of a case: who has it, what was promised, what it is a duplicate of, when it ended."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

AT_UNIT: Final = "'accepted', 'assigned', 'extended', 'forwarded', 'in_progress', 'verified'"
ENDED: Final = "'closed', 'refused', 'withdrawn'"

CHECKS: Final = {
    "ck_cases_unit": f"state NOT IN ({AT_UNIT}) OR unit_code IS NOT NULL",
    "ck_cases_duplicate": "state <> 'duplicate' OR duplicate_of IS NOT NULL",
    "ck_cases_duplicate_of_another": "duplicate_of <> code",
    "ck_cases_closed": f"(closed_at IS NOT NULL) = (state IN ({ENDED}))",
}
ENDS: Final = "SELECT max(history.at) FROM history WHERE history.case_code = cases.code"


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("sub_unit", sa.Text()))
        cases.add_column(sa.Column("duplicate_of", sa.String(9)))
        cases.add_column(sa.Column("incident_id", sa.Integer()))
        for name in ("expected_at", "committed_at", "closed_at"):
            cases.add_column(moment(name))
        cases.create_foreign_key("fk_cases_duplicate_of", "cases", ["duplicate_of"], ["code"])
        cases.drop_constraint(op.f("ck_cases_forwarded_unit"), type_="check")
    op.execute(f"UPDATE cases SET closed_at = ({ENDS}) WHERE state IN ({ENDED})")
    with op.batch_alter_table("cases") as cases:
        for name, condition in CHECKS.items():
            cases.create_check_constraint(op.f(name), condition)
    op.create_index("ix_cases_duplicate_of", "cases", ["duplicate_of"])


def moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True))
