"""When a case ended and whether late, kept with the case; and all that reports count by, in one index."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

COUNTED_BY = [
    *("unit_code", "ward", "category", "social_field", "state"),
    *("duplicate_of", "ended_late", "received_at", "ended_at", "code"),
]


def upgrade() -> None:
    op.add_column("cases", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.add_column("cases", sa.Column("ended_late", sa.Boolean()))
    op.execute(  # the ends that cases could have before this version; of these no report asks whether late
        "UPDATE cases SET ended_late = (1 = 0), ended_at = (SELECT max(history.at) FROM history "
        "WHERE history.case_code = cases.code AND history.to_state = cases.state) "
        "WHERE state IN ('refused', 'withdrawn')"
    )
    op.create_index("ix_cases_counted", "cases", COUNTED_BY)
