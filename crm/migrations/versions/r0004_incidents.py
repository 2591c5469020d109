"""Parent incidents, the outbox, and the index by which duplicates are found."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from crm.migrations.versions.r0001_first_tables import (
    case_code,
    check,
    forbid_changes,
    index,
    moment,
    partial_index,
    text,
    word,
)

revision = "0004"
down_revision = "0003"

GOING_ON: Final = "state NOT IN ('closed', 'duplicate', 'refused', 'withdrawn')"


def upgrade() -> None:
    create_incidents()
    create_steps()
    create_outbox()
    with op.batch_alter_table("cases") as cases:
        cases.create_foreign_key("fk_cases_incident_id", "incidents", ["incident_id"], ["id"])
    partial_index("ix_cases_incident_id", "cases", ["incident_id"], "incident_id IS NOT NULL")
    partial_index("ix_cases_going_on", "cases", ["category", "topic", "ward", "received_at"], GOING_ON)
    partial_index("ix_cases_going_on_anywhere", "cases", ["category", "topic", "received_at"], GOING_ON)
    op.add_column("contacts", sa.Column("joined_incident", sa.Integer()))
    partial_index("ix_contacts_joined_incident", "contacts", ["joined_incident"], "joined_incident IS NOT NULL")


def create_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        word("state"),
        text("title"),
        word("category"),
        word("topic", nullable=True),
        sa.Column("wards", sa.JSON(), nullable=False),
        case_code("primary_code"),
        text("notice"),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        moment("opened_at"),
        word("opened_by"),
        moment("closed_at", nullable=True),
        word("closed_by", nullable=True),
        text("closing_message"),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sa.ForeignKeyConstraint(["primary_code"], ["cases.code"], name="fk_incidents_primary_code"),
        check("ck_incidents_state", "state IN ('open', 'closed')"),
        check("ck_incidents_closed", "(closed_at IS NOT NULL) = (state = 'closed')"),
        check("ck_incidents_version", "version >= 1"),
    )
    partial_index("ix_incidents_open", "incidents", ["id"], "state = 'open'")


def create_steps() -> None:
    op.create_table(
        "incident_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        moment("at"),
        word("actor"),
        word("step"),
        text("why"),
        word("article"),
        case_code("case_code", nullable=True),
        sa.Column("linkedid", sa.String(150)),
        sa.PrimaryKeyConstraint("id", name="pk_incident_steps"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_incident_steps_incident_id"),
        sa.ForeignKeyConstraint(["case_code"], ["cases.code"], name="fk_incident_steps_case_code"),
    )
    index("incident_steps", "incident_id")
    callers, once = ["incident_id", "linkedid"], "linkedid IS NOT NULL"
    partial_index("uq_incident_steps_caller", "incident_steps", callers, once, unique=True)
    forbid_changes("incident_steps")


def create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        text("idempotency_key"),
        word("kind"),
        text("recipient"),
        text("text"),
        case_code("case_code", nullable=True),
        moment("created_at"),
        word("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        moment("next_try_at"),
        moment("sent_at", nullable=True),
        text("last_error"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["case_code"], ["cases.code"], name="fk_outbox_case_code"),
        sa.UniqueConstraint("idempotency_key", name="uq_outbox_idempotency_key"),
        check("ck_outbox_state", "state IN ('waiting', 'sent', 'failed')"),
        check("ck_outbox_sent", "(sent_at IS NOT NULL) = (state = 'sent')"),
        check("ck_outbox_recipient", "recipient <> ''"),
    )
    partial_index("ix_outbox_due", "outbox", ["next_try_at"], "state = 'waiting'")
    index("outbox", "case_code")
