"""Alembic's entry: runs on the connection, and in the transaction, that `crm.store.upgrade` hands over."""

from alembic import context

from crm import admin_tables, rule_tables, tables
from crm.table_base import Base

for known in (tables.CaseRow, rule_tables.RuleRow, admin_tables.BookRow):  # known to the metadata only once imported
    assert known.metadata is Base.metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=True,
)
context.run_migrations()
