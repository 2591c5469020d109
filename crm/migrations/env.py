"""Alembic's entry: runs on the connection, and in the transaction, that `crm.store.upgrade` hands over."""

from alembic import context

from crm import (
    admin_tables,
    api_tables,
    callback_tables,
    incident_tables,
    outbox_tables,
    rule_tables,
    tables,
)
from crm.attachments import tables as attachment_tables
from crm.metrics import tables as metrics_tables
from crm.recordings import tables as recordings_tables
from crm.search import tables as search_tables
from crm.table_base import Base

for known in (  # to the metadata only once imported
    admin_tables,
    api_tables,
    attachment_tables,
    callback_tables,
    incident_tables,
    metrics_tables,
    outbox_tables,
    recordings_tables,
    rule_tables,
    search_tables,
    tables,
):
    assert known.Base is Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=True,
)
context.run_migrations()
