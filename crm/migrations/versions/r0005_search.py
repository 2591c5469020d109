"""Full-text search, transcripts, saved searches, and attachments."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NAME: Final = 64
KINDS: Final = "'picture', 'video', 'sound', 'document'"
INDEX: Final = {  # no model: each database has its own way to search (crm/search)
    "sqlite": (
        "CREATE VIRTUAL TABLE case_search USING fts5("
        "words, code UNINDEXED, tokenize=\"ascii tokenchars '_'\", prefix='2 3 4', columnsize=0)",
    ),
    "postgresql": (
        "CREATE TABLE case_search (place bigint PRIMARY KEY, code varchar(9) NOT NULL, words tsvector NOT NULL)",
        # Without a pending list every search costs the same, whatever was saved a moment ago.
        "CREATE INDEX ix_case_search_words ON case_search USING gin (words) WITH (fastupdate = off)",
    ),
}


def upgrade() -> None:
    for statement in INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    create_transcripts()
    create_saved_searches()
    create_attachments()


def create_transcripts() -> None:
    op.create_table(
        "transcripts",
        sa.Column("linkedid", sa.String(150), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        moment("written_at", nullable=False),
        sa.PrimaryKeyConstraint("linkedid", name="pk_transcripts"),
        sa.ForeignKeyConstraint(["linkedid"], ["contacts.linkedid"], name="fk_transcripts_linkedid"),
    )


def create_saved_searches() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(NAME), nullable=False),
        sa.Column("name", sa.String(NAME), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        moment("saved_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
        sa.ForeignKeyConstraint(["username"], ["users.username"], name="fk_saved_searches_username"),
        sa.UniqueConstraint("username", "name", name="uq_saved_searches_username_name"),
    )


def create_attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_code", sa.String(9), nullable=False),
        sa.Column("kind", sa.String(NAME), nullable=False),
        sa.Column("media_type", sa.String(NAME), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("seconds", sa.Integer()),
        moment("added_at", nullable=False),
        sa.Column("added_by", sa.String(NAME), nullable=False),
        moment("removed_at"),
        sa.Column("removed_by", sa.String(NAME)),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["case_code"], ["cases.code"], name="fk_attachments_case_code"),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_attachments_kind")),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_attachments_removed")),
    )
    op.create_index("ix_attachments_case_code", "attachments", ["case_code"])
    op.create_index("ix_attachments_sha256", "attachments", ["sha256"])


def moment(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)
