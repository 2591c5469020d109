"""Alembic's entry: runs on the connection, and in the transaction, that `crm.store.upgrade` hands over."""

from alembic import context

from crm import tables
from crm.table_base import Base

assert tables.CaseRow.metadata is Base.metadata  # the models are known to the metadata only once imported

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=True,
)
context.run_migrations()
