"""What an operator does with a case. Each command is one transaction: case, history and clocks together, or nothing."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.case import AT_UNIT, CaseState, CaseStep, Category, find_way
from crm.case_file import Step, hold_case, hold_numbers, next_code, reporter_id, take_step, whole_case
from crm.categories import category_name
from crm.clock_rows import take_over
from crm.contacts import hold_contact
from crm.duplicate_desk import attached, refuse_with_duplicates
from crm.errors import WrongUnit, WrongValue
from crm.life_messages import CloseCase, GuideCase
from crm.messages import ForwardCase, OpenCase, RefuseCase, SaveCase, TicketFields, WithdrawCase
from crm.reasons import refusal_reason
from crm.required import said
from crm.row_views import ticket_fields
from crm.store import Store
from crm.tables import CaseContactRow, CaseRow, ContactRow
from crm.ticket import complete, differences
from crm.units import CITY_OFFICE, city_office, receiving_unit
from crm.views import CaseView

BY_PHONE: Final = "Tiếp nhận qua điện thoại"
RECEIVED: Final = {  # by channel (Điều 3.2)
    "phone": BY_PHONE,
    "portal": "Tiếp nhận qua Cổng thông tin 1022",
    "app": "Tiếp nhận qua ứng dụng Smart Hải Phòng",
}
WITHOUT_CALL: Final = "Tiếp nhận không kèm cuộc gọi"
EDITED: Final = "Bổ sung, sửa thông tin"


def open_case(command: OpenCase, store: Store, now: datetime) -> CaseView:
    """Bước 1 of Điều 7.1: a report becomes a case with a code of its own.

    It takes over the running clock of the contact it came from; all its terms rest on the moment 1022 answered (7.3).
    The same `request_id` from the same actor again returns the case it opened. Raises `IncompleteCase`, `NotFound`.
    """
    with store.transaction() as session:
        year = hold_numbers(session, now)
        if (code := opened_before(session, command)) is not None:
            return whole_case(session, code, now)
        return opened(session, year, command, now)


def opened(session: Session, year: int, command: OpenCase, now: datetime) -> CaseView:
    """The new case; the numbers of the year are held. Raises `IncompleteCase`, `NotFound`."""
    contact = hold_contact(session, command.contact) if command.contact else None
    fields = complete(command.fields, contact.phone if contact else "")
    received_at = contact.answered_at if contact else None
    case = new_case(next_code(session, year), command, fields, received_at or now, now)
    case.reporter_id = reporter_id(session, case)
    session.add(case)
    session.flush()
    if contact:
        attach(session, case, contact, now)
    why = RECEIVED[contact.channel] if contact else WITHOUT_CALL
    return take_step(session, case, Step(CaseStep.OPEN, command.actor, why), now)


def save_case(command: SaveCase, store: Store, now: datetime) -> CaseView:
    """Change the fields. Nothing changed: nothing is written. Another category brings its own clocks, as long as the
    unit has not begun what only the present one has.

    Raises `NotFound`, `StaleCase`, `IncompleteCase`, `ImpossibleStep`, `WrongUnit`.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        before, after = ticket_fields(case), complete(command.fields)
        changes = differences(before, after)
        if not changes:
            return whole_case(session, case.code, now)
        kind = CaseStep.EDIT if before.category is after.category else CaseStep.RECLASSIFY
        find_way(case.state, kind, case.category)
        write_fields(case, after)
        case.reporter_id = reporter_id(session, case)
        if kind is CaseStep.RECLASSIFY and case.state in AT_UNIT:
            check_unit(session, case.category, case.unit_code)
        step = Step(kind, command.actor, edit_reason(before, after), changes=changes)
        return take_step(session, case, step, now, was=before.category)


def forward_case(command: ForwardCase, store: Store, now: datetime) -> CaseView:
    """Bước 2 of Điều 7.1: to the unit that processes it, or to the city office for guidance (7.4).

    A directive goes to the city office and nowhere else (7.2). Ends 1022's 60 minutes, or the review of a suggestion,
    and starts the unit's clocks. Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`, `WrongUnit`.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        unit = receiving_unit(session, command.unit)
        check_unit(session, case.category, unit.code)
        why = said("why", command.why)
        if case.category is not Category.DIRECTIVE and unit.code == city_office(session).code:
            return take_step(session, case, Step(CaseStep.REFER, command.actor, why), now)
        step = Step(CaseStep.FORWARD, command.actor, why, {"unit_code": unit.code})
        return take_step(session, case, step, now)


def guide_case(command: GuideCase, store: Store, now: datetime) -> CaseView:
    """The city office names the unit of a referred case, which goes there (7.4); ends the hours of guidance.

    Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`, `WrongValue` for the city office itself.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        unit = receiving_unit(session, command.unit)
        if unit.kind == CITY_OFFICE:
            raise WrongValue("unit", "Hãy chọn đơn vị xử lý; Văn phòng UBND thành phố chỉ hướng dẫn (Điều 7.4).")
        step = Step(CaseStep.GUIDE, command.actor, said("why", command.why), {"unit_code": unit.code})
        return take_step(session, case, step, now)


def close_case(command: CloseCase, store: Store, now: datetime) -> CaseView:
    """The reporter was told the result (8.5a): the end. Who reported the same was told it as well (7.5).

    Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        told = said("told", command.told)
        closed = take_step(session, case, Step(CaseStep.CLOSE, command.actor, told), now)
        for duplicate in attached(session, case.code):
            take_step(session, duplicate, Step(CaseStep.TELL_RESULT, command.actor, told), now)
        return closed


def refuse_case(command: RefuseCase, store: Store, now: datetime) -> CaseView:
    """Refuse, with a reason from the list and the words the reporter is told (Điều 4.7); ends every clock.

    Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`, `HasDuplicates`.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        refuse_with_duplicates(session, case)
        reason = refusal_reason(command.reason)
        why = f"{reason.name}: {said('text', command.text)}"
        step = Step(CaseStep.REFUSE, command.actor, why, article=reason.article)
        return take_step(session, case, step, now)


def withdraw_case(command: WithdrawCase, store: Store, now: datetime) -> CaseView:
    """Người dân thu hồi (a line of Biểu mẫu 01): the citizen takes the report back; ends every clock.

    Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`, `HasDuplicates`.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        refuse_with_duplicates(session, case)
        return take_step(session, case, Step(CaseStep.WITHDRAW, command.actor, said("why", command.why)), now)


def opened_before(session: Session, command: OpenCase) -> str | None:
    """The code of the case that the same request opened already."""
    if command.request_id is None:
        return None
    same = CaseRow.created_by == command.actor, CaseRow.request_id == command.request_id
    return session.scalars(select(CaseRow.code).where(*same)).one_or_none()


def new_case(code: str, command: OpenCase, fields: TicketFields, received_at: datetime, now: datetime) -> CaseRow:
    """The row of a case that nothing has happened to yet."""
    return CaseRow(
        code=code,
        version=1,
        state=CaseState.NEW,
        received_at=received_at,
        created_at=now,
        created_by=command.actor,
        request_id=command.request_id,
        **asdict(fields),
    )


def attach(session: Session, case: CaseRow, contact: ContactRow, now: datetime) -> None:
    """The case rests on this contact, which is settled by it; a reason for no case given before no longer holds."""
    session.add(CaseContactRow(case_code=case.code, linkedid=contact.linkedid))
    take_over(session, case, contact)
    contact.settled_at = contact.settled_at or now
    contact.no_case_reason = contact.closed_by = None
    contact.no_case_note = ""


def write_fields(case: CaseRow, fields: TicketFields) -> None:
    """Put the fields into the row; the columns have the same names."""
    for name, value in asdict(fields).items():
        setattr(case, name, value)


def check_unit(session: Session, category: Category, unit: str | None) -> None:
    """Điều 7.2: a directive is with the city office, or nowhere."""
    if category is Category.DIRECTIVE and unit != (office := city_office(session).code):
        raise WrongUnit(office)


def edit_reason(before: TicketFields, after: TicketFields) -> str:
    """What an edit was, in one line; the fields themselves are in `changes`."""
    if before.category is after.category or not before.category or not after.category:
        return EDITED
    return f"Phân loại lại: {category_name(before.category)} → {category_name(after.category)}"
