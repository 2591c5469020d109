"""Rows to views: the frozen pictures of `crm.views`, built while the transaction is open. Pure over loaded rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from crm.account_tables import UserRow
from crm.case import AT_1022, CaseState
from crm.clocks import clock_state
from crm.holders import counting_of, held_times, spans
from crm.messages import TicketFields
from crm.open_steps import open_steps
from crm.tables import CaseRow, ClockRow, ContactRow, HistoryRow, UnitRow
from crm.units import CITY_OFFICE
from crm.views import CaseLine, CaseView, ClockView, ContactView, HeldView, HistoryView, UnitView, UserView
from crm.working_time import WorkingTime

SECOND: Final = timedelta(seconds=1)
FIELDS = tuple(TicketFields.__dataclass_fields__)  # columns of `CaseRow` by the same names


def clock_view(row: ClockRow, now: datetime) -> ClockView:
    """A clock as it stands at `now`."""
    return ClockView(
        name=row.name,
        started_at=row.started_at,
        due_at=row.due_at,
        stopped_at=row.stopped_at,
        stopped_by=row.stopped_by,
        state=clock_state(row.due_at, row.stopped_at, now),
        source=row.source,
        counting=row.counting,
    )


def contact_view(row: ContactRow, now: datetime) -> ContactView:
    """A contact; its `clock` must be loaded."""
    return ContactView(
        linkedid=row.linkedid,
        channel=row.channel,
        state=row.state,
        phone=row.phone,
        caller_name=row.caller_name,
        answered_at=row.answered_at,
        queued_at=row.queued_at,
        connected_at=row.connected_at,
        ended_at=row.ended_at,
        operator=row.operator,
        keys=tuple(row.keys),
        category=row.category,
        topic=row.topic,
        recording=row.recording,
        fallback=row.fallback,
        callback_wanted=row.callback_wanted,
        joined_incident=row.joined_incident,
        case_code=row.case_code,
        no_case_reason=row.no_case_reason,
        clock=clock_view(row.clock, now) if row.clock else None,
        voicemail=row.voicemail,
        queues=tuple(row.queues),
    )


def unit_view(row: UnitRow) -> UnitView:
    return UnitView(row.code, row.name, row.phone, row.sample, row.active)


def user_view(row: UserRow) -> UserView:
    return UserView(row.username, row.full_name, row.role, row.active)


def ticket_fields(row: CaseRow) -> TicketFields:
    """The fields of Điều 6 as the case has them."""
    return TicketFields(**{name: getattr(row, name) for name in FIELDS})


def case_view(row: CaseRow, now: datetime, units: Sequence[UnitRow], calendar: WorkingTime) -> CaseView:
    """A whole case; loaded as `crm.case_file.whole_case` does. `units`: those of its history, and the city office."""
    history = tuple(history_view(step) for step in row.history)
    return CaseView(
        code=row.code,
        version=row.version,
        state=row.state,
        fields=ticket_fields(row),
        unit=unit_view(row.unit) if row.unit else None,
        received_at=row.received_at,
        created_at=row.created_at,
        created_by=row.created_by,
        clocks=tuple(clock_view(clock, now) for clock in row.clocks),
        contacts=tuple(contact_view(contact, now) for contact in row.contacts),
        history=history,
        steps=open_steps(
            row.state,
            row.category,
            row.received_at,
            calendar,
            at_city_office=is_city_office(row.unit),
            reporter_waits=any(clock.stopped_at is None for clock in row.clocks),
        ),
        sub_unit=row.sub_unit,
        duplicate_of=row.duplicate_of,
        incident_id=row.incident_id,
        expected_at=row.expected_at,
        committed_at=row.committed_at,
        closed_at=row.closed_at,
        duplicates=tuple(duplicate.code for duplicate in row.duplicates),
        counting=counting_of(row.category),
        held=held_views(row, history, now, units, calendar),
    )


def held_views(
    row: CaseRow, history: Sequence[HistoryView], now: datetime, units: Sequence[UnitRow], calendar: WorkingTime
) -> tuple[HeldView, ...]:
    """Whose time it was (`crm.holders`)."""
    names = {unit.code: unit.name for unit in units}
    office = next((unit.code for unit in units if is_city_office(unit)), "")
    found = spans(history, row.received_at, now, office)
    holder = found[-1].holder if found and row.closed_at is None else None
    return tuple(
        HeldView(
            kind=held.holder.kind,
            unit=held.holder.unit,
            unit_name=names.get(held.holder.unit or "", ""),
            sub_unit=held.holder.sub_unit,
            seconds=held.time // SECOND,
            counted_seconds=held.counted // SECOND,
            has_it=held.holder == holder,
        )
        for held in held_times(found, row.category, row.received_at, calendar)
    )


def is_city_office(unit: UnitRow | None) -> bool:
    """Whether the unit is the one that passes directives on (8.4a)."""
    return unit is not None and unit.kind == CITY_OFFICE


def history_view(row: HistoryRow) -> HistoryView:
    """One step; who has no account (any more) is shown by the name in the record."""
    return HistoryView(
        at=row.at,
        actor=row.actor,
        actor_name=row.user.full_name if row.user else row.actor,
        step=row.step,
        from_state=row.from_state,
        to_state=row.to_state,
        why=row.why,
        article=row.article,
        changes={name: (before, after) for name, (before, after) in row.changes.items()},
    )


def case_line(row: CaseRow, now: datetime) -> CaseLine:
    """One line of a list; its `clocks` must be loaded. A duplicate is 1022's as long as its reporter waits for word."""
    first = min(
        (clock for clock in row.clocks if clock.stopped_at is None), key=lambda clock: clock.due_at, default=None
    )
    return CaseLine(
        code=row.code,
        state=row.state,
        category=row.category,
        topic=row.topic,
        content=row.content,
        ward=row.ward,
        place=row.place,
        reporter_name=row.reporter_name,
        reporter_phone=row.reporter_phone,
        unit=row.unit_code,
        received_at=row.received_at,
        clock=clock_view(first, now) if first else None,
        desk_acts=row.state in AT_1022 or (row.state is CaseState.DUPLICATE and first is not None),
    )
