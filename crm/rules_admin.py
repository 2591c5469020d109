"""Rule sets under an administrator's hands: a draft is begun, edited (`crm.book_edits`), checked, published or dropped.

What was published stays; going back to an earlier set publishes a copy of it under a new number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.account_tables import UserRow
from crm.admin_errors import BookRefused, FaultyRules, StaleBook
from crm.admin_tables import BookRow
from crm.book_edits import differences
from crm.books import ChangeView, change_view
from crm.errors import NotFound
from crm.messages import RoutingQuestion
from crm.rule_check import RuleFault, check_rules
from crm.rule_csv import RuleBook
from crm.rule_sets import add_set, ask_set, rules_of_set, set_in_force
from crm.rule_tables import RuleRow, RuleSetRow, SetState
from crm.store import Store, insert_missing
from crm.tables import UnitRow
from crm.views import RoutingAnswer
from crm.working_time import local_day

SETS: Final = "rules"
WHY_MISSING: Final = "Hãy ghi lý do thay đổi quy tắc."


@dataclass(frozen=True)
class PublishRules:
    """Put the draft in force. `over` and `version` are the set in force and the draft as the administrator saw them."""

    number: int
    over: int | None
    version: int
    why: str
    actor: str


@dataclass(frozen=True)
class RollBack:
    """Put a copy of set `to` in force, over the set the administrator saw in force."""

    to: int
    over: int
    why: str
    actor: str


@dataclass(frozen=True)
class RuleSetView:
    """One set. In force from `published_at` up to `until` (None: still)."""

    number: int
    state: SetState
    base: int | None
    why: str
    created_by: str
    created_at: datetime
    published_by: str | None
    published_at: datetime | None
    until: datetime | None
    rules: int
    version: int  # of the draft's changes


def list_sets(store: Store) -> tuple[RuleSetView, ...]:
    """Every set, the newest first; persons by their full names."""
    with store.reading() as session:
        rows = session.scalars(select(RuleSetRow).order_by(RuleSetRow.number.desc())).all()
        counted = select(RuleRow.set_number, func.count()).group_by(RuleRow.set_number)
        counts = dict(session.execute(counted).all())
        versions = dict(session.execute(select(BookRow.name, BookRow.version)).all())
        names = dict(session.execute(select(UserRow.username, UserRow.full_name)).all())
        return tuple(
            RuleSetView(
                number=row.number,
                state=row.state,
                base=row.base,
                why=row.why,
                created_by=names.get(row.created_by, row.created_by),
                created_at=row.created_at,
                published_by=names.get(row.published_by or "", row.published_by),
                published_at=row.published_at,
                until=replaced_at(row, rows),
                rules=counts.get(row.number, 0),
                version=versions.get(RuleBook(row.number).name, 0),
            )
            for row in rows
        )


def number_in_force(store: Store, moment: datetime) -> int | None:
    """Which set holds, or held, at `moment`."""
    with store.reading() as session:
        return set_in_force(session, moment)


def the_draft(store: Store) -> int | None:
    """The number of the draft, if there is one."""
    with store.reading() as session:
        return session.scalars(select(RuleSetRow.number).where(RuleSetRow.state == SetState.DRAFT)).one_or_none()


def start_draft(actor: str, store: Store, now: datetime) -> int:
    """A copy of the set in force, to be edited. Raises `BookRefused` while there is a draft."""
    with store.transaction() as session:
        hold_sets(session)
        number = next_number(session)
        if (draft := draft_row(session)) is not None:
            raise BookRefused(f"Đã có bản nháp (bộ {draft.number}). Hãy sửa tiếp ở đó, công bố hoặc bỏ nó trước.")
        base = set_in_force(session, now)
        row = RuleSetRow(number=number, state=SetState.DRAFT, base=base, why="", created_by=actor, created_at=now)
        add_set(session, row, rules_of_set(session, base))
        return number


def drop_draft(number: int, actor: str, store: Store, now: datetime) -> None:
    """Give the draft up; what was done in it stays in the record. Raises `BookRefused` when it is none."""
    with store.transaction() as session:
        RuleBook(number).hold(session)
        session.get_one(RuleSetRow, number).state = SetState.DROPPED
        session.get_one(RuleSetRow, number).why = f"Bỏ bởi {actor}, {local_day(now):%d/%m/%Y}"


def publish(command: PublishRules, store: Store, now: datetime) -> None:
    """Put the draft in force from now on. Raises `BookRefused`, `StaleBook`, `FaultyRules`."""
    why = said(command.why)
    with store.transaction() as session:
        hold_sets(session)
        book = RuleBook(command.number)
        held = session.get(BookRow, book.name, with_for_update=True)
        book.hold(session)
        if (held.version if held else 0) != command.version:
            raise StaleBook(book.title)
        require_in_force(session, command.over, now)
        refuse_faulty(session, command.number, now)
        row = session.get_one(RuleSetRow, command.number)
        row.state, row.why, row.published_by, row.published_at = SetState.PUBLISHED, why, command.actor, now


def roll_back(command: RollBack, store: Store, now: datetime) -> int:
    """Put an earlier set in force again, under a new number; a draft is left alone.

    Raises `NotFound`, `BookRefused`, `StaleBook`, and `FaultyRules` when a unit it names is no longer in use.
    """
    why = said(command.why)
    with store.transaction() as session:
        hold_sets(session)
        number = next_number(session)
        old = session.get(RuleSetRow, command.to)
        if old is None or old.state is not SetState.PUBLISHED:
            raise NotFound("bộ quy tắc đã công bố số", str(command.to))
        if command.to == command.over:
            raise BookRefused(f"Bộ quy tắc {command.to} đang được dùng.")
        require_in_force(session, command.over, now)
        refuse_faulty(session, command.to, now)
        row = RuleSetRow(
            number=number,
            state=SetState.PUBLISHED,
            base=command.to,
            why=f"Dùng lại bộ {command.to}: {why}",
            created_by=command.actor,
            created_at=now,
            published_by=command.actor,
            published_at=now,
        )
        add_set(session, row, rules_of_set(session, command.to))
        return number


def faults_of(number: int, store: Store, now: datetime) -> tuple[RuleFault, ...]:
    """What is wrong or odd with a set, for reports from today on."""
    with store.reading() as session:
        return faults(session, number, now)


def compared(number: int, other: int | None, store: Store) -> tuple[ChangeView, ...]:
    """What `number` has that `other` has not, and the reverse: rules as before (`other`) and after."""
    with store.reading() as session:
        book = RuleBook(number)
        columns = book.columns(session)
        before = RuleBook(other).records(session) if other is not None else {}
        return tuple(
            change_view(columns, key, *pair) for key, pair in differences(before, book.records(session)).items()
        )


def explain(number: int, question: RoutingQuestion, store: Store, now: datetime) -> RoutingAnswer:
    """Where a matter would go by any set, a draft included, and why."""
    with store.reading() as session:
        return ask_set(session, question, number, now)


def faults(session: Session, number: int, now: datetime) -> tuple[RuleFault, ...]:
    units = session.scalars(select(UnitRow.code).where(UnitRow.active)).all()
    return check_rules(rules_of_set(session, number), frozenset(units), local_day(now))


def refuse_faulty(session: Session, number: int, now: datetime) -> None:
    """Raise `FaultyRules` when the set has an error; warnings may be meant."""
    if errors := [fault for fault in faults(session, number, now) if fault.kind == "error"]:
        raise FaultyRules(number, errors)


def require_in_force(session: Session, number: int | None, now: datetime) -> None:
    """Whoever replaces a set must have seen it: another may have been published meanwhile."""
    if set_in_force(session, now) != number:
        raise StaleBook("Bộ quy tắc đang dùng")


def hold_sets(session: Session) -> None:
    """Take the right to number and publish sets until the transaction ends."""
    insert_missing(session, BookRow, name=SETS, version=0)
    session.get_one(BookRow, SETS, with_for_update=True)


def next_number(session: Session) -> int:
    return (session.scalar(select(func.max(RuleSetRow.number))) or 0) + 1


def draft_row(session: Session) -> RuleSetRow | None:
    return session.scalars(select(RuleSetRow).where(RuleSetRow.state == SetState.DRAFT)).one_or_none()


def replaced_at(row: RuleSetRow, rows: Sequence[RuleSetRow]) -> datetime | None:
    """When a later set took over. `rows` are by number, descending."""
    later = [other.published_at for other in rows if other.number > row.number and other.published_at]
    return min(later, default=None) if row.published_at else None


def said(why: str) -> str:
    """The reason, else `BookRefused`."""
    if not why.strip():
        raise BookRefused(WHY_MISSING)
    return why.strip()
