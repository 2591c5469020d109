"""Earlier cases that a report may repeat (Điều 7.5), found while the operator types.

Only cases that go on are looked at, through two indexes of those alone: by category, topic and ward, the newest first,
a bounded number of each. How many cases there ever were makes no difference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, func, select, text
from sqlalchemy.orm import Session

from crm.case_code import parse
from crm.data import read_toml
from crm.duplicates import FILE, DuplicateProposal, EarlierCase, Matter, propose, window
from crm.neighbours import near_wards
from crm.store import Store
from crm.tables import GOING_ON, CaseRow
from crm.topics import topics_of

LETTERS: Final = 1000  # of a content: more than is ever compared


@dataclass(frozen=True)
class Group:
    """Cases to look at: of a topic, in a ward (None: it was not said; "any": wherever), the newest `most`."""

    topic: str | None
    ward: str | None
    most: int


ANY_WARD: Final = "any"


def duplicate_proposals(
    store: Store, matter: Matter, now: datetime, leave_out: str | None = None
) -> tuple[DuplicateProposal, ...]:
    """The likeliest earlier cases, best first. `leave_out` is the code of the case that asks, once it has one.

    Only what was received before it can be the first report (7.5). Raises `BadCaseCode`.
    """
    own = parse(leave_out) if leave_out else ""
    with store.reading() as session:
        received = session.scalar(select(CaseRow.received_at).where(CaseRow.code == own)) if own else None
        found = [row for group in groups(matter) for row in newest(session, group, matter, received or now)]
    earlier = [earlier_case(row) for row in found if row.code != own]
    return propose(matter, earlier, received or now)


def groups(matter: Matter) -> Iterator[Group]:
    """Where to look. A report that names neither topic nor ward of a category with topics says too little."""
    most: dict[str, int] = read_toml(FILE)["looked_at"]
    topics = [topic.key for topic in topics_of(matter.category)]
    if matter.topic is None and topics:
        if matter.ward is not None:
            yield from (Group(topic, matter.ward, most["topic_not_said"]) for topic in (*topics, None))
        return
    for topic in dict.fromkeys((matter.topic, None)):
        if matter.ward is None:
            yield Group(topic, ANY_WARD, most["any_ward"])
            continue
        yield Group(topic, matter.ward, most["own_ward"])
        yield Group(topic, None, most["no_ward"])
        yield from (Group(topic, ward, most["near_ward"]) for ward in near_wards(matter.ward))


def newest(session: Session, group: Group, matter: Matter, before: datetime) -> Sequence[Row[Any]]:
    """The newest cases of a group that go on, of the window that ends with `before`."""
    moments = {"since": before - window(matter.category), "before": before}
    return session.execute(
        question(topic=group.topic is not None, ward=group.ward is not None, anywhere=group.ward == ANY_WARD),
        {"category": matter.category, "topic": group.topic, "ward": group.ward, "most": group.most} | moments,
    ).all()


@cache
def question(*, topic: bool, ward: bool, anywhere: bool) -> Select[Any]:
    """One question for all groups of a kind, for SQLAlchemy takes longer to put one into words than databases to
    answer: groups that name a topic, that name a ward, that are of any ward.
    """
    columns = (
        *(CaseRow.code, CaseRow.state, CaseRow.category, CaseRow.topic, CaseRow.ward, CaseRow.place),
        *(CaseRow.received_at, CaseRow.unit_code, CaseRow.incident_id),
        func.substr(CaseRow.content, 1, LETTERS).label("content"),
    )
    found = select(*columns).where(CaseRow.category == bindparam("category"))
    found = found.where(CaseRow.topic == bindparam("topic") if topic else CaseRow.topic.is_(None))
    if not anywhere:
        found = found.where(CaseRow.ward == bindparam("ward") if ward else CaseRow.ward.is_(None))
    recent = CaseRow.received_at.between(bindparam("since"), bindparam("before"))
    return found.where(recent, text(GOING_ON)).order_by(CaseRow.received_at.desc()).limit(bindparam("most"))


def earlier_case(row: Row[Any]) -> EarlierCase:
    """A row as the comparison takes it."""
    matter = Matter(row.category, row.topic, row.ward, row.place, row.content)
    return EarlierCase(row.code, row.state, matter, row.received_at, row.unit_code, row.incident_id)
