"""Versioned routing rules; people of units, extra days, office hours; the record of what administrators change."""

from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from crm.migrations.versions.r0001_first_tables import (
    CATEGORIES,
    check,
    forbid_changes,
    index,
    moment,
    partial_index,
    text,
    word,
)

revision = "0003"
down_revision = "0002"

RULE_COLUMNS: Final = (
    "id",
    "category",
    "topic",
    "ward",
    "keywords",
    "unit_code",
    "priority",
    "valid_from",
    "valid_to",
)
SINCE: Final = datetime.fromisoformat("2025-06-30T17:00:00+00:00")  # the wards that rules speak of exist since then
FIRST_SET: Final = {
    "number": 1,
    "state": "draft",
    "why": "Các quy tắc có từ trước khi quy tắc được đánh số bản",
    "created_by": "tong-dai-1022",
    "created_at": SINCE,
}


def upgrade() -> None:
    op.add_column("units", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    before = take_rules()
    create_rule_sets()
    keep_rules(before)
    protect_published()
    create_unit_people()
    create_working_time()
    create_books()


def take_rules() -> list[dict[str, object]]:
    """The rules as they were, without a version: their table goes."""
    old = sa.table("rules", *rule_columns())
    rows = [dict(row) for row in op.get_bind().execute(sa.select(old)).mappings()]
    op.drop_table("rules")
    return rows


def rule_columns() -> list[sa.ColumnClause[Any]]:
    types: dict[str, sa.types.TypeEngine[Any]] = {
        "keywords": sa.JSON(),
        "valid_from": sa.Date(),
        "valid_to": sa.Date(),
        "priority": sa.Integer(),
    }
    return [sa.column(name, types.get(name, sa.String())) for name in RULE_COLUMNS]


def create_rule_sets() -> None:
    op.create_table(
        "rule_sets",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        word("state"),
        sa.Column("base", sa.Integer()),
        text("why"),
        word("created_by"),
        moment("created_at"),
        word("published_by", nullable=True),
        moment("published_at", nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_rule_sets"),
        sa.ForeignKeyConstraint(["base"], ["rule_sets.number"], name="fk_rule_sets_base"),
        check("ck_rule_sets_state", "state IN ('draft', 'published', 'dropped')"),
        check("ck_rule_sets_published", "(state = 'published') = (published_at IS NOT NULL)"),
        check("ck_rule_sets_published_by", "(published_at IS NULL) = (published_by IS NULL)"),
    )
    partial_index("uq_rule_sets_draft", "rule_sets", ["state"], "state = 'draft'", unique=True)
    index("rule_sets", "published_at")
    op.create_table(
        "rules",
        sa.Column("set_number", sa.Integer(), nullable=False),
        word("id"),
        word("category"),
        word("topic", nullable=True),
        word("ward", nullable=True),
        sa.Column("keywords", sa.JSON(), nullable=False),
        word("unit_code"),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.PrimaryKeyConstraint("set_number", "id", name="pk_rules"),
        sa.ForeignKeyConstraint(["set_number"], ["rule_sets.number"], name="fk_rules_set_number"),
        sa.ForeignKeyConstraint(["unit_code"], ["units.code"], name="fk_rules_unit_code"),
        check("ck_rules_category", f"category IN ({CATEGORIES})"),
    )
    index("rules", "set_number", "category")


def keep_rules(before: list[dict[str, object]]) -> None:
    """Rules of a running installation become set 1, in force."""
    if not before:
        return
    names = "number", "state", "why", "created_by"
    sets = sa.table("rule_sets", *map(sa.column, names), *(moment(name) for name in ("created_at", "published_at")))
    op.bulk_insert(sets, [FIRST_SET])
    rules = sa.table("rules", sa.column("set_number", sa.Integer()), *rule_columns())
    op.bulk_insert(rules, [row | {"set_number": 1} for row in before])
    publish = sa.text("UPDATE rule_sets SET state = 'published', published_at = created_at, published_by = created_by")
    op.execute(publish)


def protect_published() -> None:
    """What was published stays as it was: the database itself sees to it."""
    if op.get_bind().dialect.name == "postgresql":
        protect_on_postgresql()
    else:
        protect_on_sqlite()


def protect_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION rule_sets_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.state = 'published' THEN RAISE EXCEPTION 'a published rule set stays' "
        "USING ERRCODE = 'restrict_violation'; END IF; RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        "CREATE FUNCTION rules_stay() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE touched integer; BEGIN "
        "IF TG_OP = 'DELETE' THEN touched := OLD.set_number; ELSE touched := NEW.set_number; END IF; "
        "IF (SELECT state FROM rule_sets WHERE number = touched) = 'published' THEN "
        "RAISE EXCEPTION 'rules of a published set stay' USING ERRCODE = 'restrict_violation'; END IF; "
        "RETURN COALESCE(NEW, OLD); END $$"
    )
    op.execute(
        "CREATE TRIGGER rule_sets_stay BEFORE UPDATE OR DELETE ON rule_sets "
        "FOR EACH ROW EXECUTE FUNCTION rule_sets_stay()"
    )
    op.execute(
        "CREATE TRIGGER rules_stay BEFORE INSERT OR UPDATE OR DELETE ON rules "
        "FOR EACH ROW EXECUTE FUNCTION rules_stay()"
    )


def protect_on_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER rule_sets_no_{verb.lower()} BEFORE {verb} ON rule_sets WHEN OLD.state = 'published' "
            "BEGIN SELECT RAISE(ABORT, 'a published rule set stays'); END"
        )
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        op.execute(
            f"CREATE TRIGGER rules_no_{verb.lower()} BEFORE {verb} ON rules "
            f"WHEN (SELECT state FROM rule_sets WHERE number = {row}.set_number) = 'published' "
            "BEGIN SELECT RAISE(ABORT, 'rules of a published set stay'); END"
        )


def create_unit_people() -> None:
    op.create_table(
        "unit_people",
        word("unit_code"),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        text("name"),
        word("role"),
        text("phone"),
        text("email"),
        text("note"),
        sa.PrimaryKeyConstraint("unit_code", "place", name="pk_unit_people"),
        sa.ForeignKeyConstraint(["unit_code"], ["units.code"], name="fk_unit_people_unit_code"),
        check("ck_unit_people_place", "place >= 1"),
    )


def create_working_time() -> None:
    op.create_table(
        "extra_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        text("why"),
        sa.PrimaryKeyConstraint("day", name="pk_extra_days"),
    )
    op.create_table(
        "office_hours",
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.PrimaryKeyConstraint("opens", name="pk_office_hours"),
    )


def create_books() -> None:
    op.create_table(
        "books",
        word("name"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_books"),
    )
    op.create_table(
        "book_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        word("book"),
        moment("at"),
        word("actor"),
        word("how"),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_book_edits"),
        sa.ForeignKeyConstraint(["book"], ["books.name"], name="fk_book_edits_book"),
        sa.ForeignKeyConstraint(["undoes"], ["book_edits.id"], name="fk_book_edits_undoes"),
        sa.UniqueConstraint("undoes", name="uq_book_edits_undoes"),
    )
    index("book_edits", "book", "id")
    forbid_changes("book_edits")
