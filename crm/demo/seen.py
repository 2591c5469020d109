"""A made-up case as the search looks at it, before it is stored."""

from crm.demo.played import Played, Row
from crm.holders import counting_of
from crm.messages import TicketFields
from crm.ticket import FIELDS
from crm.views import CaseView, ClockView, ContactView, HistoryView, UnitView


def view_of(contact: Row, case: Played) -> CaseView:
    """All of the case that can be searched for; what takes time to find out and is not searched for is left out."""
    row = case.row
    return CaseView(
        code=row["code"],
        version=row["version"],
        state=row["state"],
        fields=TicketFields(**{name: row[name] for name in FIELDS}),
        unit=UnitView(row["unit_code"], "", "", sample=True) if row["unit_code"] else None,
        received_at=row["received_at"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        clocks=tuple(clock_view(clock) for clock in case.clocks),
        contacts=(contact_view(contact),),
        history=tuple(history_view(step) for step in case.history),
        steps=(),
        sub_unit=row.get("sub_unit"),
        duplicate_of=row["duplicate_of"],
        incident_id=None,
        expected_at=row.get("expected_at"),
        committed_at=row.get("committed_at"),
        closed_at=row["closed_at"],
        duplicates=(),
        counting=counting_of(row["category"]),
        held=(),
    )


def clock_view(clock: Row) -> ClockView:
    stopped_at = clock.get("stopped_at")
    state = "met" if stopped_at else "open"
    return ClockView(
        clock["name"],
        clock["started_at"],
        clock["due_at"],
        stopped_at,
        clock.get("stopped_by"),
        state,
        clock["source"],
        clock["counting"],
    )


def history_view(step: Row) -> HistoryView:
    return HistoryView(
        step["at"],
        step["actor"],
        step["actor"],
        step["step"],
        step["from_state"],
        step["to_state"],
        step["why"],
        step["article"],
        step["changes"],
    )


def contact_view(contact: Row) -> ContactView:
    shown = {name: contact.get(name) for name in ContactView.__dataclass_fields__}
    return ContactView(**shown | {name: tuple(contact[name]) for name in ("keys", "queues")})
