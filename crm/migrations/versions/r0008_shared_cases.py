"""Cases that wait for 1022, found without looking at the others."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WAITS_FOR_1022 = sa.text("state IN ('new', 'resolved', 'returned')")


def upgrade() -> None:
    op.create_index(
        "ix_cases_waits_for_1022",
        "cases",
        ["received_at"],
        sqlite_where=WAITS_FOR_1022,
        postgresql_where=WAITS_FOR_1022,
    )
