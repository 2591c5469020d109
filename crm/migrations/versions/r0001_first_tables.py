"""First tables: contacts, cases and their clocks, units and rules, accounts; what only grows, by trigger."""

from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NAME: Final = 64
CATEGORIES: Final = "'infrastructure', 'social', 'suggestion', 'directive'"
APPEND_ONLY: Final = ("history", "audit")


def upgrade() -> None:
    create_units()
    create_accounts()
    create_contacts()
    create_cases()
    create_clocks()
    create_records()
    for table in APPEND_ONLY:
        forbid_changes(table)


def create_units() -> None:
    op.create_table(
        "units",
        word("code"),
        text("name"),
        word("kind"),
        text("phone"),
        text("email"),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_units"),
    )
    op.create_table(
        "rules",
        word("id"),
        word("category"),
        word("topic", nullable=True),
        word("ward", nullable=True),
        sa.Column("keywords", sa.JSON(), nullable=False),
        word("unit_code"),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rules"),
        sa.ForeignKeyConstraint(["unit_code"], ["units.code"], name="fk_rules_unit_code"),
        check("ck_rules_category", f"category IN ({CATEGORIES})"),
    )
    index("rules", "category")


def create_accounts() -> None:
    op.create_table(
        "users",
        word("username"),
        text("full_name"),
        word("role"),
        word("unit_code", nullable=True),
        text("password_hash"),
        sa.Column("active", sa.Boolean(), nullable=False),
        moment("created_at"),
        sa.PrimaryKeyConstraint("username", name="pk_users"),
        sa.ForeignKeyConstraint(["unit_code"], ["units.code"], name="fk_users_unit_code"),
        check("ck_users_role", "role IN ('operator', 'supervisor', 'unit', 'admin')"),
    )
    op.create_table(
        "web_sessions",
        sa.Column("token_hash", sa.String(64), nullable=False),
        word("username"),
        moment("started_at"),
        moment("seen_at"),
        moment("expires_at"),
        sa.Column("sip_ha1", sa.String(32)),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_sessions"),
        sa.ForeignKeyConstraint(["username"], ["users.username"], name="fk_web_sessions_username"),
    )
    index("web_sessions", "username")
    index("web_sessions", "expires_at")


def create_contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("linkedid", sa.String(150), nullable=False),
        word("channel"),
        word("state"),
        text("phone"),
        text("caller_name"),
        text("dialled"),
        moment("answered_at", nullable=True),
        moment("queued_at", nullable=True),
        moment("connected_at", nullable=True),
        moment("ended_at", nullable=True),
        word("operator", nullable=True),
        moment("operator_since", nullable=True),
        sa.Column("keys", sa.JSON(), nullable=False),
        word("category", nullable=True),
        word("topic", nullable=True),
        text("recording", nullable=True),
        sa.Column("fallback", sa.Boolean(), nullable=False),
        sa.Column("callback_wanted", sa.Boolean(), nullable=False),
        moment("settled_at", nullable=True),
        word("no_case_reason", nullable=True),
        text("no_case_note"),
        word("closed_by", nullable=True),
        sa.PrimaryKeyConstraint("linkedid", name="pk_contacts"),
        check("ck_contacts_no_case", "no_case_reason IS NULL OR settled_at IS NOT NULL"),
    )
    index("contacts", "phone", "answered_at")
    partial_index("ix_contacts_unsettled", "contacts", ["state", "operator"], "settled_at IS NULL")
    partial_index("ix_contacts_live", "contacts", ["linkedid"], "ended_at IS NULL")


def create_cases() -> None:
    op.create_table(
        "reporters",
        sa.Column("id", sa.Integer(), nullable=False),
        text("phone"),
        text("name"),
        text("address"),
        text("email"),
        sa.PrimaryKeyConstraint("id", name="pk_reporters"),
        sa.UniqueConstraint("phone", name="uq_reporters_phone"),
        check("ck_reporters_phone", "phone <> ''"),
    )
    op.create_table(
        "case_counters",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_case_counters"),
    )
    op.create_table(
        "cases",
        case_code("code"),
        sa.Column("version", sa.Integer(), nullable=False),
        word("state"),
        text("content"),
        word("category"),
        word("topic", nullable=True),
        word("social_field", nullable=True),
        word("ward", nullable=True),
        text("place"),
        text("reporter_name"),
        text("reporter_phone"),
        text("reporter_address"),
        text("reporter_email"),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("reporter_id", sa.Integer()),
        word("unit_code", nullable=True),
        moment("received_at"),
        moment("created_at"),
        word("created_by"),
        text("request_id", nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_cases"),
        sa.ForeignKeyConstraint(["reporter_id"], ["reporters.id"], name="fk_cases_reporter_id"),
        sa.ForeignKeyConstraint(["unit_code"], ["units.code"], name="fk_cases_unit_code"),
        sa.UniqueConstraint("created_by", "request_id", name="uq_cases_created_by_request_id"),
        check("ck_cases_category", f"category IN ({CATEGORIES})"),
        check("ck_cases_social_field", "social_field IN ('economy_culture_society', 'defence_security')"),
        check("ck_cases_social", "(category = 'social') = (social_field IS NOT NULL)"),
        check("ck_cases_version", "version >= 1"),
        check("ck_cases_forwarded_unit", "state <> 'forwarded' OR unit_code IS NOT NULL"),
    )
    index("cases", "unit_code", "state")
    index("cases", "created_by", "state")
    index("cases", "reporter_phone")
    op.create_table(
        "case_contacts",
        case_code("case_code"),
        sa.Column("linkedid", sa.String(150), nullable=False),
        sa.PrimaryKeyConstraint("case_code", "linkedid", name="pk_case_contacts"),
        sa.ForeignKeyConstraint(["case_code"], ["cases.code"], name="fk_case_contacts_case_code"),
        sa.ForeignKeyConstraint(["linkedid"], ["contacts.linkedid"], name="fk_case_contacts_linkedid"),
    )
    index("case_contacts", "linkedid")


def create_clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        case_code("case_code", nullable=True),
        sa.Column("linkedid", sa.String(150)),
        word("name"),
        moment("started_at"),
        moment("due_at"),
        moment("stopped_at", nullable=True),
        word("stopped_by", nullable=True),
        word("counting"),
        word("source"),
        sa.PrimaryKeyConstraint("id", name="pk_clocks"),
        sa.ForeignKeyConstraint(["case_code"], ["cases.code"], name="fk_clocks_case_code"),
        sa.ForeignKeyConstraint(["linkedid"], ["contacts.linkedid"], name="fk_clocks_linkedid"),
        sa.UniqueConstraint("linkedid", "name", name="uq_clocks_linkedid_name"),
        check("ck_clocks_owner", "case_code IS NOT NULL OR linkedid IS NOT NULL"),
        check("ck_clocks_stop", "(stopped_at IS NULL) = (stopped_by IS NULL)"),
    )
    index("clocks", "case_code")
    partial_index("ix_clocks_open_due_at", "clocks", ["due_at"], "stopped_at IS NULL")
    partial_index("ix_clocks_tasks", "clocks", ["linkedid"], "stopped_at IS NULL AND case_code IS NULL")
    partial_index("uq_clocks_open", "clocks", ["case_code", "name"], "stopped_at IS NULL", unique=True)


def create_records() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        case_code("case_code"),
        moment("at"),
        word("actor"),
        word("step"),
        word("from_state", nullable=True),
        word("to_state"),
        text("why"),
        word("article"),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.ForeignKeyConstraint(["case_code"], ["cases.code"], name="fk_history_case_code"),
    )
    index("history", "case_code")
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        moment("at"),
        word("actor"),
        word("what"),
        text("subject"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    index("audit", "subject")
    index("audit", "at")
    op.create_table("bookmarks", word("name"), text("value"), sa.PrimaryKeyConstraint("name", name="pk_bookmarks"))


def forbid_changes(table: str) -> None:
    """The table only grows: UPDATE, DELETE and TRUNCATE are refused by the database itself."""
    message = f"{table} is append-only"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def word(name: str, **options: Any) -> sa.Column[str]:
    """A key, a user name, one word of a closed set."""
    return sa.Column(name, sa.String(NAME), **{"nullable": False} | options)


def text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), **{"nullable": False} | options)


def moment(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False} | options)


def case_code(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(9), **{"nullable": False} | options)


def check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(name))  # the name is whole: the naming convention is not applied


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def partial_index(name: str, table: str, columns: list[str], where: str, **options: Any) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where), **options)
