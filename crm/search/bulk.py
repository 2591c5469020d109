"""Very many cases put into the index at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import text

from crm.store import Store

COLLECT: Final = (
    "ALTER INDEX ix_case_search_words SET (fastupdate = on, gin_pending_list_limit = 1048576)",  # kB
)
TAKE_IN: Final = (
    "SET LOCAL maintenance_work_mem = '256MB'",
    "ALTER INDEX ix_case_search_words SET (fastupdate = off)",
    "ALTER INDEX ix_case_search_words RESET (gin_pending_list_limit)",
    "SELECT gin_clean_pending_list('ix_case_search_words')",
)


@contextmanager
def in_bulk(store: Store) -> Iterator[None]:
    """PostgreSQL's GIN collects what is put meanwhile and takes it in together: half the work of one case at a time.

    Whatever happens on the way, every case that was put is found; a search only looks through what is collected too.
    """
    if store.engine.dialect.name != "postgresql":
        yield
        return
    run(store, COLLECT)
    try:
        yield
    finally:
        run(store, TAKE_IN)


def run(store: Store, statements: tuple[str, ...]) -> None:
    with store.transaction() as session:
        for statement in statements:
            session.execute(text(statement))
