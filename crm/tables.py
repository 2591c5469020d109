"""The tables of contacts, cases and their clocks, as typed SQLAlchemy models.

    reporters ──< cases >── units                   contacts ──< case_contacts >── cases
    contacts ──< clocks >── cases ──< history       case_counters

Natural keys where the thing has a name of its own (Linkedid, case code, unit code, username). `history` and `audit`
only grow: triggers of the first migration refuse UPDATE and DELETE. Who acted (`actor`, `operator`, `created_by`) is a
plain name without a foreign key: what Asterisk or another channel reports must be kept whatever the accounts say.
Every relationship raises when it was not asked for in the query, so that no list can grow a query per line.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from crm.account_tables import UserRow
from crm.case import AT_UNIT, ENDED, CaseState, CaseStep, Category, SocialField
from crm.clock_plan import INTAKE
from crm.messages import ContactState
from crm.table_base import CODE, LINKEDID, NAME, Base, listed, one_of, partial_index

NOT_ENDED: Final = f"state NOT IN ({listed(ENDED)})"
INTAKE_RUNS: Final = f"stopped_at IS NULL AND name = '{INTAKE}'"
GOING_ON: Final = f"state NOT IN ({listed(ENDED | {CaseState.DUPLICATE})})"  # a case that others may be attached to

WAITS_FOR_1022: Final = f"state IN ({listed(frozenset({CaseState.NEW, CaseState.RESOLVED, CaseState.RETURNED}))})"


class ReporterRow(Base):
    """Người phản ánh: what was last said of the person behind a phone number. A case keeps its own words beside."""

    __tablename__ = "reporters"
    __table_args__ = (UniqueConstraint("phone"), CheckConstraint("phone <> ''", name="phone"))

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")


class UnitRow(Base):
    """Đơn vị xử lý."""

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(String(NAME), primary_key=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(NAME))
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    sample: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)  # False: it gets nothing new any more


class CaseContactRow(Base):
    """Which contacts a case rests on: the first is its primary one. One call may report two matters."""

    __tablename__ = "case_contacts"
    __table_args__ = (Index(None, "linkedid", "case_code"),)

    case_code: Mapped[str] = mapped_column(ForeignKey("cases.code"), primary_key=True)
    linkedid: Mapped[str] = mapped_column(ForeignKey("contacts.linkedid"), primary_key=True)


class ClockRow(Base):
    """A running or ended term of a case, or of a contact that is no case yet. Never deleted."""

    __tablename__ = "clocks"
    __table_args__ = (
        CheckConstraint("case_code IS NOT NULL OR linkedid IS NOT NULL", name="owner"),
        CheckConstraint("(stopped_at IS NULL) = (stopped_by IS NULL)", name="stop"),
        UniqueConstraint("linkedid", "name"),
        partial_index("uq_clocks_open", "stopped_at IS NULL", "case_code", "name", unique=True),
        partial_index("ix_clocks_open_due_at", "stopped_at IS NULL", "due_at", "case_code"),
        partial_index("ix_clocks_open_case_code", "stopped_at IS NULL", "case_code", "due_at"),
        partial_index("ix_clocks_intake", INTAKE_RUNS, "due_at", "started_at"),
        partial_index("ix_clocks_tasks", "stopped_at IS NULL AND case_code IS NULL", "linkedid"),
        partial_index("ix_clocks_case_code", "case_code IS NOT NULL", "case_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_code: Mapped[str | None] = mapped_column(ForeignKey("cases.code"))
    linkedid: Mapped[str | None] = mapped_column(ForeignKey("contacts.linkedid"))
    name: Mapped[str] = mapped_column(String(NAME))
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[str | None] = mapped_column(String(NAME))
    counting: Mapped[str] = mapped_column(String(NAME))
    source: Mapped[str] = mapped_column(String(NAME))


class ContactRow(Base):
    """Lượt liên hệ. The columns from `state` to `queues` are a `crm.contact_merge.CallRecord`."""

    __tablename__ = "contacts"
    __table_args__ = (
        CheckConstraint("no_case_reason IS NULL OR settled_at IS NOT NULL", name="no_case"),
        Index(None, "phone", "answered_at", "linkedid"),
        partial_index("ix_contacts_unsettled", "settled_at IS NULL", "state", "operator"),
        Index(None, "ended_at"),
        partial_index("ix_contacts_live", "ended_at IS NULL", "linkedid"),
        partial_index("ix_contacts_joined_incident", "joined_incident IS NOT NULL", "joined_incident"),
    )

    linkedid: Mapped[str] = mapped_column(String(LINKEDID), primary_key=True)
    channel: Mapped[str] = mapped_column(String(NAME), default="phone")
    state: Mapped[ContactState]
    phone: Mapped[str] = mapped_column(default="")
    caller_name: Mapped[str] = mapped_column(default="")
    dialled: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    queued_at: Mapped[datetime | None]
    connected_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    operator: Mapped[str | None] = mapped_column(String(NAME))
    operator_since: Mapped[datetime | None]
    keys: Mapped[list[str]] = mapped_column(default=list)
    category: Mapped[Category | None]
    topic: Mapped[str | None] = mapped_column(String(NAME))
    recording: Mapped[str | None]
    fallback: Mapped[bool] = mapped_column(default=False)
    callback_wanted: Mapped[bool] = mapped_column(default=False)
    joined_incident: Mapped[int | None]  # by key in the menu (crm/incident_callers.py)
    voicemail: Mapped[str | None]  # the message the caller left
    queues: Mapped[list[str]] = mapped_column(default=list)  # waited in, in order
    settled_at: Mapped[datetime | None]  # it became a case, or was closed with a reason
    no_case_reason: Mapped[str | None] = mapped_column(String(NAME))
    no_case_note: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[str | None] = mapped_column(String(NAME))

    case_code: Mapped[str | None] = column_property(
        select(func.min(CaseContactRow.case_code))
        .where(CaseContactRow.linkedid == linkedid)
        .correlate_except(CaseContactRow)
        .scalar_subquery()
    )
    clock: Mapped[ClockRow | None] = relationship(
        primaryjoin=lambda: (ClockRow.linkedid == ContactRow.linkedid) & (ClockRow.name == INTAKE),
        lazy="raise",
        uselist=False,
    )


class CaseRow(Base):
    """Phản ánh, kiến nghị: the fields of Điều 6 as said in this report, its place, and how far it got."""

    __tablename__ = "cases"
    __table_args__ = (
        one_of("category", Category),
        one_of("social_field", SocialField),
        CheckConstraint("(category = 'social') = (social_field IS NOT NULL)", name="social"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint(f"state NOT IN ({listed(AT_UNIT)}) OR unit_code IS NOT NULL", name="unit"),
        CheckConstraint("state <> 'duplicate' OR duplicate_of IS NOT NULL", name="duplicate"),
        CheckConstraint("duplicate_of <> code", name="duplicate_of_another"),
        CheckConstraint(f"(closed_at IS NOT NULL) = (state IN ({listed(ENDED)}))", name="closed"),
        UniqueConstraint("created_by", "request_id"),
        Index(None, "duplicate_of"),
        partial_index("ix_cases_going_on_at_units", GOING_ON, "unit_code", "state", "code"),
        partial_index("uq_cases_not_ended", NOT_ENDED, "code", unique=True),
        Index(None, "created_by", "state"),
        Index(None, "created_by", "received_at", "code"),
        Index(None, "received_at", "code"),
        Index(None, "reporter_phone", "code"),
        partial_index("ix_cases_incident_id", "incident_id IS NOT NULL", "incident_id"),
        partial_index("ix_cases_waits_for_1022", WAITS_FOR_1022, "received_at"),
        partial_index("ix_cases_going_on", GOING_ON, "category", "topic", "ward", "received_at"),
        partial_index("ix_cases_going_on_anywhere", GOING_ON, "category", "topic", "received_at"),
        Index(  # all that the reports' numbers look at, in the order of their groups (crm/reports/conditions.py)
            "ix_cases_counted",
            *("unit_code", "ward", "category", "social_field", "state"),
            *("duplicate_of", "ended_late", "received_at", "ended_at", "code"),
        ),
    )

    code: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[CaseState]
    content: Mapped[str]
    category: Mapped[Category]
    topic: Mapped[str | None] = mapped_column(String(NAME))
    social_field: Mapped[SocialField | None]
    ward: Mapped[str | None] = mapped_column(String(NAME))
    place: Mapped[str]
    reporter_name: Mapped[str]
    reporter_phone: Mapped[str]
    reporter_address: Mapped[str]
    reporter_email: Mapped[str]
    confidential: Mapped[bool]
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("reporters.id"))
    unit_code: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    sub_unit: Mapped[str | None]  # đơn vị trực tiếp, trực thuộc: by the name its unit gives it
    duplicate_of: Mapped[str | None] = mapped_column(ForeignKey("cases.code"))  # the primary case (7.5)
    incident_id: Mapped[int | None] = mapped_column(  # the parent incident; each names the other: made one by one
        ForeignKey("incidents.id", name="fk_cases_incident_id", use_alter=True)
    )
    expected_at: Mapped[datetime | None]  # dự kiến hoàn tất (8.1c)
    committed_at: Mapped[datetime | None]  # the end of the day committed to (8.2e)
    closed_at: Mapped[datetime | None]  # its end: closed, refused, withdrawn
    received_at: Mapped[datetime]  # the moment all its terms rest on: 1022 answered the call (7.3)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(NAME))
    request_id: Mapped[str | None]  # the page's own name of its first save: a retry opens no second case
    ended_at: Mapped[datetime | None]  # refused, withdrawn, a duplicate, or its result given (crm/reports/results.py)
    ended_late: Mapped[bool | None]  # whether a term of the matter had passed by then

    unit: Mapped[UnitRow | None] = relationship(lazy="raise")
    clocks: Mapped[list[ClockRow]] = relationship(lazy="raise", order_by=ClockRow.id)
    duplicates: Mapped[list["CaseRow"]] = relationship(lazy="raise", order_by="CaseRow.code", viewonly=True)
    history: Mapped[list["HistoryRow"]] = relationship(lazy="raise", order_by="HistoryRow.id")
    contacts: Mapped[list[ContactRow]] = relationship(
        secondary=CaseContactRow.__table__, lazy="raise", order_by=ContactRow.answered_at
    )


class HistoryRow(Base):
    """One step of a case: who, when, from, to, why, and the article it rests on. Append-only."""

    __tablename__ = "history"
    __table_args__ = (Index(None, "case_code"), Index(None, "at", "case_code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_code: Mapped[str] = mapped_column(ForeignKey("cases.code"))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(NAME))
    step: Mapped[CaseStep]
    from_state: Mapped[CaseState | None]
    to_state: Mapped[CaseState]
    why: Mapped[str]
    article: Mapped[str] = mapped_column(String(NAME))
    changes: Mapped[dict[str, Any]]

    user: Mapped[UserRow | None] = relationship(
        primaryjoin=lambda: UserRow.username == HistoryRow.actor,
        foreign_keys=actor,
        viewonly=True,
        lazy="raise",
    )


class CaseCounterRow(Base):
    """The last case number given out in a year."""

    __tablename__ = "case_counters"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
