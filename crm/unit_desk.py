"""What a unit does with a case it was given (Điều 8.1 - 8.4). Each command is one transaction, or nothing.

Every one raises `NotFound`, `StaleCase`, `ImpossibleStep`, and `IncompleteCase` for what the regulation asks for.
"""

from datetime import date, datetime
from typing import Final

from crm.case import CaseStep, Category
from crm.case_file import Step, hold_case, take_step
from crm.clock_rows import check_on_site, judge_passing_on
from crm.errors import WrongValue
from crm.life_messages import (
    AcceptCase,
    AssignCase,
    ConsultAgencies,
    ExpectCompletion,
    ExtendCase,
    ForwardOn,
    NoteProgress,
    ReportFalse,
    ResolveCase,
    ReturnCase,
    VerifyCase,
)
from crm.office_calendar import working_time
from crm.open_steps import last_commitment
from crm.required import noted, require, said
from crm.store import Store
from crm.units import city_office, receiving_unit
from crm.views import CaseView
from crm.working_time import WorkingTime, end_of, local_day

ACCEPTED: Final = "Đơn vị tiếp nhận"
ACCEPTED_FOR_CHECK: Final = "Đơn vị tiếp nhận, sẽ kiểm tra thực tế"
ASSIGNED: Final = "Giao xử lý"
NOTHING_PROMISED: Final = {"expected_at": None, "committed_at": None}


def accept_case(command: AcceptCase, store: Store, now: datetime) -> CaseView:
    """The unit takes the case up; a social matter to be checked on site has 2 working days to be passed on (8.2f)."""
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        if command.site_check:
            check_on_site(session, case)
        why = ACCEPTED_FOR_CHECK if command.site_check else ACCEPTED
        step = Step(CaseStep.ACCEPT, command.actor, why, changes=noted(site_check=command.site_check))
        return take_step(session, case, step, now)


def verify_case(command: VerifyCase, store: Store, now: datetime) -> CaseView:
    """Bước 1 of Điều 8.1 ends: real, and the unit's own. Ends the 2 hours, starts the 1 hour of Bước 2."""
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        why = said("finding", command.finding)
        step = Step(CaseStep.VERIFY, command.actor, why, changes=noted(evidence=command.evidence))
        return take_step(session, case, step, now)


def report_false(command: ReportFalse, store: Store, now: datetime) -> CaseView:
    """Báo giả (8.1a): the result is that there is nothing; no work on the site follows."""
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        why = said("finding", command.finding)
        step = Step(CaseStep.REPORT_FALSE, command.actor, why, changes=noted(evidence=command.evidence))
        return take_step(session, case, step, now)


def assign_case(command: AssignCase, store: Store, now: datetime) -> CaseView:
    """To the sub-unit (8.1b, 8.2a), which an incident must have. Given on to another one, its clock goes on."""
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        if case.category is Category.INFRASTRUCTURE:
            require(sub_unit=command.sub_unit)
        why = command.why.strip() or ASSIGNED
        step = Step(CaseStep.ASSIGN, command.actor, why, {"sub_unit": command.sub_unit.strip() or None})
        return take_step(session, case, step, now)


def expect_completion(command: ExpectCompletion, store: Store, now: datetime) -> CaseView:
    """Not to be fixed within 4 hours: the expected completion becomes the deadline (8.1c). Raises `WrongValue`."""
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        why = said("why", command.why)
        if command.expected_at <= now:
            raise WrongValue("expected_at", "Thời gian dự kiến hoàn tất phải sau thời điểm hiện tại.")
        step = Step(
            CaseStep.EXPECT,
            command.actor,
            why,
            {"expected_at": command.expected_at},
            sets="fix",
            promised=command.expected_at,
        )
        return take_step(session, case, step, now)


def extend_case(command: ExtendCase, store: Store, now: datetime) -> CaseView:
    """Not done in 5 working days: progress, evidence and a committed day, at most 15 days from the receipt (8.2e).

    The end of that day becomes the deadline. Raises `WrongValue` for a day that has passed, or is too late.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        require(progress=command.progress, evidence=command.evidence)
        committed_at = end_of(command.committed)
        if case.category is Category.SOCIAL:
            refuse_wrong_commitment(command.committed, case.received_at, working_time(session), now)
        step = Step(
            CaseStep.EXTEND,
            command.actor,
            command.progress.strip(),
            {"committed_at": committed_at},
            noted(evidence=command.evidence),
            sets="extension",
            promised=committed_at,
        )
        return take_step(session, case, step, now)


def consult_agencies(command: ConsultAgencies, store: Store, now: datetime) -> CaseView:
    """Others must be asked: 15 days instead of 10, and the reporter is told why (8.3)."""
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        require(agencies=command.agencies, why=command.why, told=command.told)
        changes = noted(agencies=command.agencies, told=command.told)
        step = Step(CaseStep.CONSULT, command.actor, command.why.strip(), changes=changes, sets="resolve", consult=True)
        return take_step(session, case, step, now)


def note_progress(command: NoteProgress, store: Store, now: datetime) -> CaseView:
    """How far it got (12.1); no clock is touched by it."""
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        why = said("progress", command.progress)
        step = Step(CaseStep.PROGRESS_NOTE, command.actor, why, changes=noted(evidence=command.evidence))
        return take_step(session, case, step, now)


def resolve_case(command: ResolveCase, store: Store, now: datetime) -> CaseView:
    """The result; ends every clock. An incident, and whatever was done on site, with a picture (8.1c, 8.2c); a social
    matter with the moment it was processed (8.2c). Raises `WrongValue` for a moment that cannot be.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        require(result=command.result)
        if command.on_site or case.category is Category.INFRASTRUCTURE:
            require(evidence=command.evidence)
        if case.category is Category.SOCIAL:
            require(handled_at=command.handled_at)
        if command.handled_at and not case.received_at <= command.handled_at <= now:
            raise WrongValue("handled_at", "Thời điểm xử lý phải sau khi tiếp nhận và không sau thời điểm hiện tại.")
        handled = command.handled_at.isoformat() if command.handled_at else ""
        changes = noted(evidence=command.evidence, on_site=command.on_site, handled_at=handled)
        return take_step(
            session, case, Step(CaseStep.RESOLVE, command.actor, command.result.strip(), changes=changes), now
        )


def return_case(command: ReturnCase, store: Store, now: datetime) -> CaseView:
    """Not the unit's: back to 1022 with the reason and what was verified (8.1a, 8.2g); 1022 forwards it again."""
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        require(why=command.why, finding=command.finding)
        judge_passing_on(session, case, command.site_check)
        step = Step(
            CaseStep.RETURN,
            command.actor,
            command.why.strip(),
            {"unit_code": None, "sub_unit": None, **NOTHING_PROMISED},
            noted(finding=command.finding, evidence=command.evidence, site_check=command.site_check),
        )
        return take_step(session, case, step, now)


def forward_on(command: ForwardOn, store: Store, now: datetime) -> CaseView:
    """To the competent unit, 1022 being told by it (8.2f); by the city office, a directive to its unit (8.4a).

    Raises `WrongValue` for the unit that has it, and for the city office: what is nobody's goes back to 1022 (8.2g).
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        why = said("why", command.why)
        unit = receiving_unit(session, command.unit)
        if unit.code in {case.unit_code, city_office(session).code}:
            raise WrongValue("unit", "Hãy chọn cơ quan có thẩm quyền khác; nếu không xác định được, chuyển trả 1022.")
        judge_passing_on(session, case, command.site_check)
        step = Step(
            CaseStep.FORWARD_ON,
            command.actor,
            why,
            {"unit_code": unit.code, "sub_unit": None},
            noted(site_check=command.site_check),
        )
        return take_step(session, case, step, now)


def refuse_wrong_commitment(committed: date, received_at: datetime, calendar: WorkingTime, now: datetime) -> None:
    """Điều 8.2e: the day committed to is one that has not passed, and at most 15 days from the receipt."""
    latest = last_commitment(received_at, calendar)
    if not local_day(now) <= committed <= latest:
        raise WrongValue("committed", f"Hạn cam kết phải từ hôm nay đến hết ngày {latest:%d/%m/%Y} (Điều 8.2e).")
