"""What happened to contacts and operators, one fact a row, by which calls are measured; and the survey's answers."""

import sqlalchemy as sa
from alembic import op

from crm.migrations.versions.r0001_first_tables import check, forbid_changes, index, moment, text, word

revision = "0020"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "contact_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        moment("at"),
        sa.Column("linkedid", sa.String(150), nullable=False),
        word("kind"),
        word("queue"),
        word("operator"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_events"),
        sa.UniqueConstraint("source", name="uq_contact_events_source"),
    )
    index("contact_events", "linkedid")
    index("contact_events", "kind", "at")
    op.create_table(
        "agent_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        moment("at"),
        word("operator"),
        word("kind"),
        word("queue"),
        text("reason"),
        sa.PrimaryKeyConstraint("id", name="pk_agent_events"),
        sa.UniqueConstraint("source", name="uq_agent_events_source"),
    )
    index("agent_events", "at")
    index("agent_events", "operator", "queue", "at")
    op.create_table(
        "surveys",
        sa.Column("linkedid", sa.String(150), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        moment("at"),
        sa.PrimaryKeyConstraint("linkedid", name="pk_surveys"),
        check("ck_surveys_score", "score BETWEEN 1 AND 5"),
    )
    index("surveys", "at")
    for table in ("contact_events", "agent_events", "surveys"):
        forbid_changes(table)
