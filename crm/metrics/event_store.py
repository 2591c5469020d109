"""Events into the store and out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.account_tables import BookmarkRow
from crm.metrics.compute import Facts
from crm.metrics.events import AgentEvent, AgentKind, CallLink, ContactEvent, ContactKind, SurveyAnswer
from crm.metrics.spells import Spell
from crm.metrics.tables import AgentEventRow, ContactEventRow, SurveyRow
from crm.recordings.tables import CallLinkRow
from crm.store import Store, insert_all_missing, insert_missing

MARGIN: Final = timedelta(days=1)  # no talk is longer, nor a talk and the work after it [decided]
COUNTED: Final = (ContactKind.QUEUED, ContactKind.CONNECTED, ContactKind.RINGING)


@dataclass(frozen=True)
class Batch:
    """What was read from Asterisk's records, and how far each of them has been read with it."""

    contacts: Sequence[ContactEvent] = ()
    agents: Sequence[AgentEvent] = ()
    surveys: Sequence[SurveyAnswer] = ()
    links: Sequence[CallLink] = ()
    bookmarks: Mapping[str, str] = field(default_factory=dict)


def append(batch: Batch, store: Store) -> None:
    """Keep the batch and its bookmarks, all or nothing. What is known already stays as it is.

    Raises `StoreUnavailable`; the same batch may then be given again.
    """
    with store.transaction() as session:
        insert_all_missing(session, ContactEventRow, [asdict(event) for event in batch.contacts])
        insert_all_missing(session, AgentEventRow, [asdict(event) for event in batch.agents])
        insert_all_missing(session, CallLinkRow, real_links(session, batch.links))
        insert_all_missing(session, SurveyRow, [asdict(answer) for answer in batch.surveys])
        for name, place in batch.bookmarks.items():
            insert_missing(session, BookmarkRow, name=name, value=place)
            session.get_one(BookmarkRow, name, with_for_update=True).value = place


def real_links(session: Session, links: Sequence[CallLink]) -> list[dict[str, str]]:
    """Those of calls of their own; an operator's leg, which never was one, only bears the name of the citizen's."""
    calls = select(ContactEventRow.linkedid).where(ContactEventRow.linkedid.in_({link.linkedid for link in links}))
    known = set(session.scalars(calls)) if links else set()
    return [asdict(link) for link in links if link.linkedid in known]


def facts(store: Store, interval: Spell, now: datetime) -> Facts:
    """All that the totals of an interval can depend on."""
    around = Spell(interval.begins - MARGIN, interval.ends + MARGIN)
    with store.reading() as session:
        contacts = _contact_events(session, around)
        scores = _scores(session, around)
        return Facts(contacts, _agent_events(session, around), now, scores)


def _contact_events(session: Session, around: Spell) -> tuple[ContactEvent, ...]:
    """Every event of each call that was queued, connected or ringing then."""
    row = ContactEventRow
    calls = select(row.linkedid).where(row.kind.in_(COUNTED), row.at >= around.begins, row.at < around.ends)
    columns = row.at, row.linkedid, row.kind, row.source, row.queue, row.operator
    found = session.execute(select(*columns).where(row.linkedid.in_(calls)).order_by(row.at, row.id))
    return tuple(ContactEvent(*values) for values in found)


def _agent_events(session: Session, around: Spell) -> tuple[AgentEvent, ...]:
    """The events of that time, the state each operator was in before it, and when Asterisk started since."""
    row = AgentEventRow
    earlier = (row.at < around.begins) & (row.kind != AgentKind.MISSED)  # which changes no state
    before = select(func.max(row.id)).where(earlier).group_by(row.operator, row.queue)
    then = (row.at >= around.begins) & (row.at < around.ends)
    started = (row.kind == AgentKind.RESTARTED) & (row.at >= around.begins)
    columns = row.at, row.operator, row.kind, row.source, row.queue, row.reason
    found = session.execute(select(*columns).where(row.id.in_(before) | then | started).order_by(row.at, row.id))
    return tuple(AgentEvent(*values) for values in found)


def _scores(session: Session, around: Spell) -> dict[str, int]:
    query = select(SurveyRow.linkedid, SurveyRow.score).where(SurveyRow.at >= around.begins, SurveyRow.at < around.ends)
    return {answer.linkedid: answer.score for answer in session.execute(query)}
