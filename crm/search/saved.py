"""Searches that somebody keeps: each a name and a link, for its owner alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from crm.alphabet import alphabetical
from crm.errors import NotFound, WrongValue
from crm.search.tables import SavedSearchRow
from crm.store import Store, insert_missing
from crm.table_base import NAME

KEPT: Final = 50  # by one person


@dataclass(frozen=True)
class SavedSearch:
    id: int
    name: str
    link: str  # the query part of the page's address, e.g. "q=mất+nước&state=new"


def saved_searches(store: Store, username: str) -> tuple[SavedSearch, ...]:
    """What this person kept, by name."""
    with store.reading() as session:
        rows = session.scalars(select(SavedSearchRow).where(SavedSearchRow.username == username))
        mine = [SavedSearch(row.id, row.name, row.link) for row in rows]
    return tuple(sorted(mine, key=lambda saved: alphabetical(saved.name)))


def save_search(username: str, name: str, link: str, store: Store, now: datetime) -> SavedSearch:
    """Keep a search; under a name kept before, in the place of that one. Raises `WrongValue`."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME:
        raise WrongValue("name", f"Hãy đặt tên cho tìm kiếm, nhiều nhất {NAME} ký tự.")
    with store.transaction() as session:
        insert_missing(session, SavedSearchRow, username=username, name=name, link=link, saved_at=now)
        mine = session.scalars(select(SavedSearchRow).where(SavedSearchRow.username == username)).all()
        if len(mine) > KEPT:
            raise WrongValue("name", f"Đã lưu {KEPT} tìm kiếm. Hãy xóa bớt rồi lưu lại.")
        row = next(row for row in mine if row.name == name)
        row.link, row.saved_at = link, now
        return SavedSearch(row.id, row.name, row.link)


def drop_search(username: str, id: int, store: Store) -> None:
    """Keep it no longer. Raises `NotFound`, also for somebody else's."""
    with store.transaction() as session:
        mine = SavedSearchRow.id == id, SavedSearchRow.username == username
        gone = session.execute(delete(SavedSearchRow).where(*mine).returning(SavedSearchRow.id)).one_or_none()
        if gone is None:
            raise NotFound("tìm kiếm đã lưu", str(id))
