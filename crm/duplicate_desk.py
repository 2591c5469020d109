"""Reports of the same matter (Điều 7.5): attached to the first one, their reporters told, and taken off again.

The first case is held before its duplicates, everywhere, so that two commands never wait for each other.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.case import ENDED, STATE_NAMES, CaseState, CaseStep, find_way
from crm.case_code import parse
from crm.case_file import Step, as_written, hold_case, record, take_step
from crm.clock_rows import open_clocks, reopen, stop
from crm.errors import HasDuplicates, NotFound, WrongValue
from crm.life_messages import AttachDuplicate, DetachDuplicate, NotifyReporter
from crm.required import said
from crm.store import Store
from crm.tables import CaseRow, HistoryRow
from crm.views import CaseView

NO_PRIMARY: Final = frozenset({*ENDED, CaseState.DUPLICATE})


def attach_duplicate(command: AttachDuplicate, store: Store, now: datetime) -> CaseView:
    """The case is the same matter as `primary`, which was reported first (7.5): its own clocks end, and the 60 minutes
    to tell its reporter so run from its receipt; with `told` they end at once.

    Raises `BadCaseCode`, `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`, `HasDuplicates`, and `WrongValue`
    for a primary that is the case itself, has ended, is a duplicate, or was received later.
    """
    with store.transaction() as session:
        primary = hold_primary(session, parse(command.primary))
        case = hold_case(session, command.code, command.version, now)
        why = said("why", command.why)
        refuse_wrong_primary(case, primary)
        refuse_with_duplicates(session, case)
        step = Step(CaseStep.DUPLICATE, command.actor, why, {"duplicate_of": primary.code})
        view = take_step(session, case, step, now)
        if told := command.told.strip():
            view = take_step(session, case, Step(CaseStep.NOTIFY, command.actor, told), now)
        return view


def notify_reporter(command: NotifyReporter, store: Store, now: datetime) -> CaseView:
    """The duplicate's reporter was told that the matter is recorded and being processed (7.5).

    Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        return take_step(session, case, Step(CaseStep.NOTIFY, command.actor, said("told", command.told)), now)


def detach_duplicate(command: DetachDuplicate, store: Store, now: datetime) -> CaseView:
    """No duplicate after all: the case is in the state it came from, and its clocks run on as if nothing had stopped.

    Raises `NotFound`, `StaleCase`, `ImpossibleStep`, `IncompleteCase`.
    """
    with store.transaction() as session:
        case = hold_case(session, command.code, command.version, now)
        step = Step(CaseStep.UNDO_DUPLICATE, command.actor, said("why", command.why), {"duplicate_of": None})
        way = find_way(case.state, step.kind, case.category)
        for clock in open_clocks(session, case.code):
            stop(clock, way.events[-1], now)
        reopen(session, case, CaseStep.DUPLICATE)
        record(session, case, step, way, state_before(session, case), now)
        return as_written(session, case.code, now)


def hold_primary(session: Session, code: str) -> CaseRow:
    """The case that others are attached to, held. Raises `NotFound`."""
    primary = session.get(CaseRow, code, with_for_update=True)
    if primary is None:
        raise NotFound("phản ánh", code)
    return primary


def refuse_wrong_primary(case: CaseRow, primary: CaseRow) -> None:
    """Điều 7.5: it is the first report that is processed, once, and until its end."""
    if primary.code == case.code:
        raise WrongValue("primary", "Hãy chọn một phản ánh khác để ghép vào.")
    if primary.state in NO_PRIMARY:
        name = STATE_NAMES[primary.state]
        raise WrongValue("primary", f"Phản ánh {primary.code} {name}. Hãy chọn phản ánh đầu tiên đang được xử lý.")
    if primary.received_at > case.received_at:
        raise WrongValue(
            "primary", f"Phản ánh {primary.code} đến sau phản ánh này. Hãy ghép phản ánh đến sau vào phản ánh đầu tiên."
        )


def refuse_with_duplicates(session: Session, case: CaseRow) -> None:
    """A case that others are attached to goes on for their sake. Raises `HasDuplicates`."""
    if codes := [duplicate.code for duplicate in attached(session, case.code)]:
        raise HasDuplicates(codes)


def attached(session: Session, code: str) -> list[CaseRow]:
    """The duplicates that are processed with this case, held."""
    same = CaseRow.duplicate_of == code, CaseRow.state == CaseState.DUPLICATE
    return list(session.scalars(select(CaseRow).where(*same).order_by(CaseRow.code).with_for_update()))


def state_before(session: Session, case: CaseRow) -> CaseState:
    """The state the case was attached in."""
    attached = HistoryRow.case_code == case.code, HistoryRow.step == CaseStep.DUPLICATE
    query = select(HistoryRow.from_state).where(*attached).order_by(HistoryRow.id.desc()).limit(1)
    before = session.scalars(query).one()
    assert before is not None  # only OPEN comes from nowhere
    return before
