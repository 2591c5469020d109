"""How far a foreign record was read (Asterisk's CEL file, ...), so that a restart goes on from there."""

from crm.account_tables import BookmarkRow
from crm.store import Store, insert_missing


def get_bookmark(store: Store, name: str) -> str | None:
    """The place last set, None before the first."""
    with store.reading() as session:
        row = session.get(BookmarkRow, name)
        return row.value if row else None


def set_bookmark(store: Store, name: str, value: str) -> None:
    """Set the place, after what was read up to it has been saved."""
    with store.transaction() as session:
        insert_missing(session, BookmarkRow, name=name, value=value)
        row = session.get_one(BookmarkRow, name, with_for_update=True)
        row.value = value
