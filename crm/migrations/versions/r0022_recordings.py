"""What recordings there are, what holds them, which calls are one story; and which part somebody listened to."""

import sqlalchemy as sa
from alembic import op

from crm.migrations.versions.r0001_first_tables import check, forbid_changes, index, moment, partial_index, text, word

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("path", sa.String(300), nullable=False),
        linkedid("linkedid"),
        word("kind"),
        word("leg"),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("encrypted", sa.Boolean(), nullable=False),
        moment("recorded_at"),
        moment("stored_at"),
        moment("purged_at", nullable=True),
        text("purged_why", nullable=True),
        sa.PrimaryKeyConstraint("path", name="pk_recordings"),
        check("ck_recordings_leg", "leg IN ('mix', 'caller', 'operator')"),
        check("ck_recordings_kind", "kind IN ('call', 'message')"),
        check("ck_recordings_purged", "(purged_at IS NULL) = (purged_why IS NULL)"),
    )
    index("recordings", "linkedid")
    index("recordings", "stored_at")
    partial_index("ix_recordings_kept", "recordings", ["recorded_at"], "purged_at IS NULL")
    op.create_table(
        "recording_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        linkedid("linkedid"),
        moment("held_at"),
        word("held_by"),
        text("why"),
        moment("released_at", nullable=True),
        word("released_by", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recording_holds"),
        check("ck_recording_holds_released", "(released_at IS NULL) = (released_by IS NULL)"),
    )
    partial_index("uq_recording_holds_open", "recording_holds", ["linkedid"], "released_at IS NULL", unique=True)
    op.create_table(
        "call_links",
        linkedid("linkedid"),
        linkedid("into"),
        sa.PrimaryKeyConstraint("linkedid", "into", name="pk_call_links"),
    )
    index("call_links", "into")
    forbid_changes("call_links")
    index("contacts", "ended_at")
    op.add_column("audit", sa.Column("detail", sa.Text(), nullable=False, server_default=""))


def linkedid(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(150), nullable=False)
