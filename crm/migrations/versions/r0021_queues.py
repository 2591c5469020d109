"""Queues a contact waited in and messages left; call-backs; what supervisors switched at the queues."""

import sqlalchemy as sa
from alembic import op

from crm.migrations.versions.r0001_first_tables import check, moment, partial_index, text, word

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("voicemail", sa.Text()))
    op.add_column("contacts", sa.Column("queues", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "callbacks",
        sa.Column("linkedid", sa.String(150), nullable=False),
        text("phone"),
        word("queue"),
        moment("entered_at"),
        moment("wished_at"),
        word("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        moment("next_try_at"),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        word("last_result"),
        check("ck_callbacks_state", "state IN ('waiting', 'in_line', 'reached', 'to_call', 'taken')"),
        check("ck_callbacks_attempts", "attempts >= 0"),
        check("ck_callbacks_lease", "(lease_until IS NOT NULL) = (state = 'in_line')"),
        sa.ForeignKeyConstraint(["linkedid"], ["contacts.linkedid"], name="fk_callbacks_linkedid"),
        sa.PrimaryKeyConstraint("linkedid", name="pk_callbacks"),
    )
    partial_index("ix_callbacks_going_on", "callbacks", ["entered_at"], "state IN ('waiting', 'in_line')")
    partial_index("ix_callbacks_phone", "callbacks", ["phone", "wished_at"], "attempts > 0")
    op.create_table(
        "queue_switches",
        word("name"),
        word("position"),
        moment("at"),
        word("actor"),
        text("why"),
        sa.PrimaryKeyConstraint("name", name="pk_queue_switches"),
    )
