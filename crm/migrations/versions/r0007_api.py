"""API tokens and idempotency keys; and the indexes by which a client reads its cases, and all cases, page by page."""

import sqlalchemy as sa
from alembic import op

from crm.migrations.versions.r0001_first_tables import check, index, moment, text, word

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    create_tokens()
    create_answers()
    index("cases", "created_by", "received_at", "code")
    index("cases", "received_at", "code")
    index("history", "at", "case_code")


def create_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        word("name"),
        word("channel", nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        moment("made_at"),
        word("made_by"),
        moment("used_at", nullable=True),
        moment("revoked_at", nullable=True),
        word("revoked_by", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
        check("ck_api_tokens_channel", "channel IN ('portal', 'app')"),
        check("ck_api_tokens_per_minute", "per_minute >= 1"),
        check("ck_api_tokens_revoked", "(revoked_at IS NULL) = (revoked_by IS NULL)"),
    )
    index("api_tokens", "name")


def create_answers() -> None:
    op.create_table(
        "api_answers",
        word("client"),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("request_hash", sa.String(64), nullable=False),
        text("answer"),
        moment("at"),
        sa.PrimaryKeyConstraint("client", "key", name="pk_api_answers"),
    )
    index("api_answers", "at")
