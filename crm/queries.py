"""Questions to the store. Each is answered from one consistent picture, by a few indexed queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select, text, union
from sqlalchemy.orm import Session, selectinload

from crm.alphabet import alphabetical
from crm.case import AT_1022, ENDED, CaseState
from crm.case_code import parse
from crm.case_file import whole_case
from crm.contacts import with_clock
from crm.errors import BadCaseCode
from crm.messages import ContactState, RoutingQuestion
from crm.phone_numbers import normalise
from crm.row_views import case_line, contact_view, unit_view
from crm.rule_sets import ask_set, set_in_force
from crm.store import Store
from crm.tables import NOT_ENDED, CaseContactRow, CaseRow, ClockRow, ContactRow, ReporterRow, UnitRow
from crm.units import CITY_OFFICE
from crm.views import CallerView, CaseLine, CaseStatus, CaseView, ContactView, RoutingAnswer, UnitView

CONTACTS_SHOWN: Final = 10
CASES_SHOWN: Final = 10
LINES: Final = 200  # of an operator's list


def caller(store: Store, phone: str, now: datetime, *, leave_out: str | None = None) -> CallerView:
    """All that is known of a number, for the screen pop; nothing for a withheld one. `leave_out` is the present call.

    Its cases are those reported under the number and those reported in a call from it.
    """
    number = normalise(phone)
    if not number:
        return CallerView("", "", "", "", (), 0, (), 0)
    with store.reading() as session:
        reporter = session.scalars(select(ReporterRow).where(ReporterRow.phone == number)).one_or_none()
        contacts, contact_count = contacts_of(session, number, leave_out)
        cases, case_count = cases_of(session, number)
        return CallerView(
            phone=number,
            reporter_name=reporter.name if reporter else "",
            reporter_address=reporter.address if reporter else "",
            reporter_email=reporter.email if reporter else "",
            contacts=tuple(contact_view(contact, now) for contact in contacts),
            contact_count=contact_count,
            open_cases=tuple(case_line(case, now) for case in cases),
            case_count=case_count,
        )


def case_by_code(store: Store, code: str, now: datetime) -> CaseView:
    """A whole case. Raises `BadCaseCode`, `NotFound`."""
    with store.reading() as session:
        return whole_case(session, parse(code), now)


def case_status(store: Store, code: str, now: datetime) -> CaseStatus | None:
    """What may be said to anybody who keys in the code; None when there is no such case, or the code is none."""
    try:
        number = parse(code)
    except BadCaseCode:
        return None
    with store.reading() as session:
        query = select(CaseRow).where(CaseRow.code == number)
        case = session.scalars(query.options(selectinload(CaseRow.clocks), selectinload(CaseRow.unit))).one_or_none()
        if case is None:
            return None
        due = max((clock.due_at for clock in case.clocks if clock.stopped_at is None), default=None)
        unit = case.unit
        return CaseStatus(case.code, case.state, unit.name if unit else None, due, unit.kind if unit else None)


def my_open_cases(store: Store, username: str, now: datetime) -> tuple[CaseLine, ...]:
    """An operator's cases that have not ended: those 1022 still has to act on first, the clock due first on top."""
    with store.reading() as session:
        mine = CaseRow.created_by == username, CaseRow.state.not_in(ENDED)
        order = (
            CaseRow.state.in_(AT_1022 | {CaseState.DUPLICATE}).desc(),
            CaseRow.created_at.desc(),
        )  # the limit must hide none to act on
        newest = select(CaseRow).where(*mine).order_by(*order).limit(LINES)
        lines = [case_line(case, now) for case in session.scalars(newest.options(selectinload(CaseRow.clocks)))]
        return tuple(sorted(lines, key=urgency))


def unfinished_contacts(store: Store, username: str, now: datetime) -> tuple[ContactView, ...]:
    """Calls this operator talked in that are neither a case nor closed with a reason (chưa lập phiếu), oldest first."""
    mine = ContactRow.state == ContactState.HANDLED, ContactRow.operator == username
    return contacts_where(store, now, ContactRow.settled_at.is_(None), *mine)


def calls_to_return(store: Store, now: datetime) -> tuple[ContactView, ...]:
    """Callers who hung up in the queue, or wished to be called back and were not talked with; oldest first."""
    return contacts_where(store, now, to_be_returned())


def live_contacts(store: Store, now: datetime) -> tuple[ContactView, ...]:
    """Calls whose end is not known: living ones, and those that ended while nobody was listening; oldest first."""
    return contacts_where(store, now, ContactRow.ended_at.is_(None))


def all_units(store: Store) -> tuple[UnitView, ...]:
    """Every unit, the city office first, then by name."""
    with store.reading() as session:
        units = sorted(
            session.scalars(select(UnitRow)), key=lambda unit: (unit.kind != CITY_OFFICE, alphabetical(unit.name))
        )
        return tuple(map(unit_view, units))


def city_office_code(store: Store) -> str | None:
    """The unit that guides (7.4) and has directives (7.2); None while none is marked as such."""
    with store.reading() as session:
        return session.scalars(select(UnitRow.code).where(UnitRow.kind == CITY_OFFICE, UnitRow.active)).first()


def propose_unit(store: Store, question: RoutingQuestion, now: datetime) -> RoutingAnswer:
    """The unit by the rule set that holds at `question.at`, else at `now`; the rule that won, why the others lost."""
    with store.reading() as session:
        return ask_set(session, question, set_in_force(session, question.at or now), now)


def contacts_of(session: Session, phone: str, leave_out: str | None) -> tuple[Sequence[ContactRow], int]:
    """The newest contacts from a number, and how many there are."""
    same = ContactRow.phone == phone, ContactRow.linkedid != (leave_out or "")
    newest = with_clock().where(*same).order_by(ContactRow.answered_at.desc().nulls_last()).limit(CONTACTS_SHOWN)
    count = session.scalar(select(func.count()).select_from(ContactRow).where(*same)) or 0
    return session.scalars(newest).all(), count


def cases_of(session: Session, phone: str) -> tuple[Sequence[CaseRow], int]:
    """The newest open cases of a number, and how many cases of any state there are."""
    called = select(CaseContactRow.case_code).join(ContactRow).where(ContactRow.phone == phone)
    codes = union(select(CaseRow.code).where(CaseRow.reporter_phone == phone), called).subquery()
    count = session.scalar(select(func.count()).select_from(codes)) or 0
    living = select(CaseRow.code).where(text(NOT_ENDED), CaseRow.code.in_(select(codes.c.code)))
    newest = session.scalars(living.order_by(CaseRow.received_at.desc()).limit(CASES_SHOWN)).all() if count else ()
    rows = select(CaseRow).where(CaseRow.code.in_(newest)).order_by(CaseRow.received_at.desc())
    return session.scalars(rows.options(selectinload(CaseRow.clocks))).all() if newest else (), count


def to_be_returned() -> ColumnElement[bool]:
    """Whether a contact is a call to return: its clock runs, no case has taken it over."""
    running = select(ClockRow.linkedid).where(ClockRow.stopped_at.is_(None), ClockRow.case_code.is_(None))
    given_up = ContactRow.state == ContactState.ABANDONED
    wished = ContactRow.callback_wanted & ContactRow.ended_at.is_not(None) & (ContactRow.state != ContactState.HANDLED)
    return and_(ContactRow.linkedid.in_(running), or_(given_up, wished))


def contacts_where(store: Store, now: datetime, *which: ColumnElement[bool]) -> tuple[ContactView, ...]:
    """The contacts that are so, oldest first."""
    with store.reading() as session:
        found = session.scalars(with_clock().where(*which).order_by(ContactRow.answered_at))
        return tuple(contact_view(contact, now) for contact in found)


def urgency(line: CaseLine) -> tuple[bool, datetime]:
    """The order of an operator's list: what 1022 has to act on, then the clock due first."""
    return not line.desk_acts, line.clock.due_at if line.clock else line.received_at
