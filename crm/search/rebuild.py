"""The whole index anew: after bulk data was written past the commands, or when the tokens changed their form."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from crm.bookmarks import get_bookmark, set_bookmark
from crm.case_file import case_with_parts, whole_view
from crm.search.index import put_case
from crm.store import Store
from crm.tables import CaseRow

FORM: Final = "2"  # of the tokens
BOOKMARK: Final = "search_index"
AT_ONCE: Final = 200  # cases in one transaction: commands get their turn in between


def ensure_index(store: Store, now: datetime, say: Callable[[str], None] = lambda _: None) -> None:
    """Index every case when that was never done, or done for another form of tokens; else do nothing."""
    if get_bookmark(store, BOOKMARK) != FORM:
        say("Đang lập chỉ mục tìm kiếm cho các phản ánh …")
        index_all(store, now)
        set_bookmark(store, BOOKMARK, FORM)


def index_all(store: Store, now: datetime, after: str = "") -> None:
    """Index every case with a code above `after`."""
    while (last := index_some(store, now, after)) is not None:
        after = last


def index_some(store: Store, now: datetime, after: str) -> str | None:
    """Index the next cases, in one transaction; the last one's code, None when there was none left."""
    with store.transaction() as session:
        some = case_with_parts().where(CaseRow.code > after).order_by(CaseRow.code).limit(AT_ONCE)
        cases = session.scalars(some).all()
        for case in cases:
            put_case(session, whole_view(session, case, now))
        return cases[-1].code if cases else None
