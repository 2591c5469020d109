"""Parent incidents: opened from a case, joined by cases and callers, closed with one message to all."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from crm.case import CaseStep, Category
from crm.clock_warnings import clocks_due
from crm.contacts import record_contact
from crm.desk import open_case, refuse_case, withdraw_case
from crm.duplicate_desk import attach_duplicate
from crm.errors import ImpossibleStep, IncompleteCase, NotFound, StaleCase, StaleIncident, WrongValue
from crm.incident_messages import (
    ChangeNotice,
    CloseIncident,
    IncidentView,
    JoinIncident,
    LeaveIncident,
    OpenIncident,
)
from crm.incident_queries import incident_by_id, notice_to_say, open_incidents
from crm.incident_tables import IncidentState, IncidentStep
from crm.incidents import change_notice, close_incident, join_incident, leave_incident, open_incident
from crm.life_messages import AttachDuplicate
from crm.messages import ContactFacts, ContactState, OpenCase, RefuseCase, WithdrawCase
from crm.outbox import messages_about
from crm.outbox_tables import OutboxRow
from crm.queries import case_by_code
from crm.store import Store
from crm.tables import ClockRow
from crm.views import CaseView, ContactView
from tests.crm.cases import ANSWERED, PHONE, WATER, Statements, break_at, minutes, opened
from tests.crm.plans import plans

TITLE = "sự cố mất nước ở phường Lê Chân"
NOTICE = "Sự cố mất nước ở phường Lê Chân đã được ghi nhận và chuyển xử lý."
LE_CHAN = "11383"
SECOND = "+84987654321"


def an_incident(store: Store, primary: CaseView | None = None, **known: Any) -> IncidentView:
    """An incident the supervisor `minh` opened in the tenth minute."""
    case = primary or opened(store, contact=None, ward=LE_CHAN, reporter_phone=PHONE)
    command = {"title": TITLE, "notice": NOTICE, "actor": "minh"} | known
    return open_incident(OpenIncident(case.code, **command), store, minutes(10))


def another(store: Store, **fields: Any) -> CaseView:
    """A later case, of another caller."""
    return opened(store, contact=None, now=minutes(12), **{"reporter_phone": SECOND} | fields)


def joined(store: Store, incident: IncidentView, case: CaseView) -> CaseView:
    command = JoinIncident(incident.incident.id, case.code, case.version, "lan", "Cùng khu vực mất nước")
    return join_incident(command, store, minutes(13))


def closed(store: Store, incident: IncidentView, message: str = "Đã có nước trở lại.") -> IncidentView:
    command = CloseIncident(incident.incident.id, incident.incident.version, message, "minh")
    return close_incident(command, store, minutes(60))


def a_join(incident: IncidentView, **known: Any) -> ContactFacts:
    """A caller who pressed the key after the notice, and was served."""
    facts: dict[str, Any] = {
        "linkedid": "1795572600.5",
        "state": ContactState.SERVED_BY_MENU,
        "phone": SECOND,
        "answered_at": minutes(20),
        "ended_at": minutes(21),
        "keys": ("1",),
        "joined_incident": incident.incident.id,
    }
    return ContactFacts(**facts | known)


def told(store: Store, *cases: str) -> list[tuple[str, str]]:
    """Who was told what kind of thing about these cases."""
    return [(message.recipient, message.kind) for message in messages_about(store, cases)]


def steps(incident: IncidentView) -> list[IncidentStep]:
    return [step.step for step in incident.history]


def test_an_incident_is_opened_from_its_first_case_and_speaks_of_its_topic_and_ward(store: Store) -> None:
    incident = an_incident(store)
    line = incident.incident
    assert (line.state, line.topic, line.wards, line.everyone) == (
        IncidentState.OPEN,
        "water_supply",
        (LE_CHAN,),
        False,
    )
    assert [case.code for case in incident.cases] == [line.primary]
    primary = case_by_code(store, line.primary, minutes(11))
    assert (primary.incident_id, primary.history[-1].step) == (line.id, CaseStep.JOIN_INCIDENT)
    assert {primary.history[-1].article, incident.history[-1].article} == {"7.5"}


def test_a_case_joins_keeps_its_state_and_clocks_and_its_reporter_is_told(store: Store) -> None:
    incident, case = an_incident(store), another(store)
    after = joined(store, incident, case)
    assert (after.incident_id, after.state, after.clocks) == (incident.incident.id, case.state, case.clocks)
    assert told(store, case.code) == [(SECOND, "incident_joined")]
    assert incident_by_id(store, incident.incident.id, minutes(14)).incident.case_count == 2


def test_a_case_that_left_goes_on_by_itself_and_may_join_again(store: Store) -> None:
    incident = an_incident(store)
    case = joined(store, incident, another(store))
    leave = LeaveIncident(incident.incident.id, case.code, case.version, "lan", "Vỡ ống riêng")
    left = leave_incident(leave, store, minutes(14))
    assert (left.incident_id, left.history[-1].step) == (None, CaseStep.LEAVE_INCIDENT)
    again = joined(store, incident, left)
    assert again.incident_id == incident.incident.id
    assert told(store, case.code) == [(SECOND, "incident_joined")]
    history = incident_by_id(store, incident.incident.id, minutes(15))
    assert steps(history) == [IncidentStep.OPEN, IncidentStep.JOIN, IncidentStep.LEAVE, IncidentStep.JOIN]


def test_all_who_reported_are_told_the_end_once_each(store: Store) -> None:
    incident = an_incident(store)
    joined(store, incident, another(store))
    joined(store, incident, another(store, content="Vẫn chưa có nước"))
    duplicate = another(store, reporter_phone="0912 000 333")
    attach_duplicate(
        AttachDuplicate(duplicate.code, 1, incident.incident.primary, "lan", "Cùng việc", "Gọi điện"),
        store,
        minutes(14),
    )
    record_contact(a_join(incident, phone="0912 000 444"), store, minutes(21))
    after = closed(store, incident)
    assert (after.incident.state, after.incident.closing_message) == (IncidentState.CLOSED, "Đã có nước trở lại.")
    with store.reading() as session:
        ends = session.execute(
            select(OutboxRow.recipient, OutboxRow.text)
            .where(OutboxRow.kind == "incident_closed")
            .order_by(OutboxRow.recipient)
        ).all()
    recipients = ["+84912000333", "+84912000444", PHONE, SECOND]
    assert [tuple(end) for end in ends] == [(phone, "Đã có nước trở lại.") for phone in recipients]


def test_who_took_the_report_back_or_withheld_the_number_is_not_written_to(store: Store) -> None:
    incident = an_incident(store)
    case = joined(store, incident, another(store))
    withdraw_case(WithdrawCase(case.code, case.version, "Đã có nước", "lan"), store, minutes(15))
    joined(store, incident, another(store, reporter_phone="anonymous"))
    closed(store, incident)
    assert [kind for _, kind in told(store, case.code)] == ["incident_joined"]
    assert told(store, incident.incident.primary) == [(PHONE, "incident_closed")]


def test_the_cases_go_on_when_the_incident_is_closed(store: Store) -> None:
    incident = an_incident(store)
    case = joined(store, incident, another(store))
    closed(store, incident)
    after = case_by_code(store, case.code, minutes(61))
    assert (after.state, after.version, after.incident_id) == (case.state, case.version, incident.incident.id)


def test_a_caller_who_joined_is_a_later_reporter_of_the_first_case_told_within_the_call(store: Store) -> None:
    incident = an_incident(store)
    contact = record_contact(a_join(incident), store, minutes(21))
    assert (contact.case_code, contact.clock) == (incident.incident.primary, None)
    primary = case_by_code(store, incident.incident.primary, minutes(22))
    assert [reporter.phone for reporter in primary.contacts] == [SECOND]
    with store.reading() as session:
        clock = session.scalars(select(ClockRow).where(ClockRow.linkedid == contact.linkedid)).one()
        assert (clock.name, clock.started_at, clock.due_at) == ("duplicate_notice", minutes(20), minutes(80))
        assert (clock.stopped_at, clock.stopped_by, clock.source) == (minutes(21), "reporter_told", "7.5")
    assert told(store, primary.code) == [(SECOND, "incident_joined")]
    assert incident_by_id(store, incident.incident.id, minutes(22)).incident.caller_count == 1


def test_what_is_heard_of_a_join_in_parts_and_twice_is_done_once(store: Store) -> None:
    incident = an_incident(store)
    for part in ({"ended_at": None, "state": ContactState.IN_MENU}, {"answered_at": None}, {}, {}):
        contact = record_contact(a_join(incident, **part), store, minutes(21))
    assert contact.case_code == incident.incident.primary
    assert len(told(store, incident.incident.primary)) == 1
    with store.reading() as session:
        count = text("SELECT count(*) FROM incident_steps WHERE step = 'caller_joined'")
        assert session.scalar(count) == 1
    assert "duplicate_notice" not in {warning.name for warning in clocks_due(store, minutes(200))}


def test_a_caller_who_joined_and_then_waited_has_nobody_waiting_to_call_back(store: Store) -> None:
    incident = an_incident(store)
    contact = record_contact(a_join(incident, queued_at=minutes(20.5), joined_incident=None), store, minutes(21))
    assert contact.clock
    assert contact.clock.stopped_at is None
    contact = record_contact(a_join(incident), store, minutes(22))
    assert contact.clock
    assert (contact.clock.stopped_by, contact.case_code) == ("duplicate", incident.incident.primary)


def test_a_join_heard_of_after_the_end_brings_both_messages(store: Store) -> None:
    incident = an_incident(store)
    closed(store, incident)
    record_contact(a_join(incident), store, minutes(90))
    assert [kind for phone, kind in told(store, incident.incident.primary) if phone == SECOND] == [
        "incident_joined",
        "incident_closed",
    ]


def test_once_the_first_case_has_ended_callers_join_the_next_that_goes_on(store: Store) -> None:
    incident = an_incident(store)
    case = joined(store, incident, another(store))
    primary = case_by_code(store, incident.incident.primary, minutes(15))
    withdraw_case(WithdrawCase(primary.code, primary.version, "Đã có nước", "lan"), store, minutes(16))
    assert record_contact(a_join(incident), store, minutes(21)).case_code == case.code


def test_a_call_that_names_no_incident_is_kept_all_the_same(store: Store) -> None:
    contact = record_contact(a_join(an_incident(store), joined_incident=999), store, minutes(21))
    assert (contact.joined_incident, contact.case_code) == (999, None)


def test_a_caller_may_still_get_a_case_of_their_own(store: Store) -> None:
    incident = an_incident(store)
    contact = record_contact(a_join(incident), store, minutes(21))
    case = open_case(OpenCase(WATER, "lan", contact.linkedid), store, minutes(25))
    assert [clock.name for clock in case.clocks if clock.stopped_at is None] == ["intake"]


def test_the_menu_tells_of_the_newest_incident_of_the_topic_not_heard_yet(store: Store) -> None:
    first = an_incident(store).incident.id
    second = an_incident(store, another(store), notice="Vỡ ống ở An Biên.").incident.id
    silent = an_incident(store, another(store), notice=" ").incident.id
    power = an_incident(store, another(store, topic="power_lighting"), everyone=True).incident.id
    assert silent < power
    order = [notice_to_say(store, "water_supply", heard) for heard in ((), (str(second),), (str(second), str(first)))]
    assert [notice and notice.incident for notice in order] == [second, first, None]
    for_all = notice_to_say(store, None, ())
    assert for_all
    assert (for_all.incident, for_all.text) == (power, NOTICE)
    assert notice_to_say(store, None, (str(power),)) is None


def test_a_closed_incident_is_told_of_no_more(store: Store) -> None:
    closed(store, an_incident(store))
    assert notice_to_say(store, "water_supply", ()) is None
    assert open_incidents(store) == ()


def test_an_incident_without_a_topic_is_told_to_everybody(store: Store) -> None:
    case = another(store, category=Category.SUGGESTION, topic=None)
    assert an_incident(store, case).incident.everyone


def test_a_changed_notice_is_said_from_then_on_and_an_unchanged_one_writes_nothing(store: Store) -> None:
    number = an_incident(store).incident.id
    changed = change_notice(ChangeNotice(number, 1, "Có nước lúc 17 giờ.", True, "minh"), store, minutes(30))
    assert (changed.incident.version, steps(changed)[-1]) == (2, IncidentStep.CHANGE_NOTICE)
    assert notice_to_say(store, None, ())
    again = change_notice(ChangeNotice(number, 2, " Có nước lúc 17 giờ. ", True, "minh"), store, minutes(31))
    assert again == changed


def test_of_two_who_change_the_notice_at_once_the_second_is_told_what_it_is_now(store: Store) -> None:
    number = an_incident(store).incident.id
    change_notice(ChangeNotice(number, 1, "Có nước lúc 17 giờ.", False, "minh"), store, minutes(30))
    with pytest.raises(StaleIncident) as refused:
        close_incident(CloseIncident(number, 1, "Xong", "lan"), store, minutes(31))
    assert refused.value.current.notice == "Có nước lúc 17 giờ."


REFUSED: dict[str, tuple[Callable[[Store, IncidentView, CaseView], object], type[Exception]]] = {
    "a case of it": (lambda store, it, case: an_incident(store, case), WrongValue),
    "its primary leaves": (
        lambda store, it, case: leave_incident(
            LeaveIncident(it.incident.id, it.incident.primary, 2, "lan", "x"), store, minutes(20)
        ),
        WrongValue,
    ),
    "one that is not of it leaves": (
        lambda store, it, case: leave_incident(
            LeaveIncident(it.incident.id, another(store).code, 1, "lan", "x"), store, minutes(20)
        ),
        WrongValue,
    ),
    "joined twice": (lambda store, it, case: joined(store, it, case), WrongValue),
    "an old version": (
        lambda store, it, case: leave_incident(
            LeaveIncident(it.incident.id, case.code, 1, "lan", "x"), store, minutes(20)
        ),
        StaleCase,
    ),
    "no reason": (
        lambda store, it, case: leave_incident(
            LeaveIncident(it.incident.id, case.code, case.version, "lan", " "), store, minutes(20)
        ),
        IncompleteCase,
    ),
    "no message": (lambda store, it, case: closed(store, it, " "), IncompleteCase),
    "no title": (lambda store, it, case: an_incident(store, another(store), title=""), IncompleteCase),
    "a long notice": (lambda store, it, case: an_incident(store, another(store), notice="mất " * 101), WrongValue),
    "an unknown ward": (lambda store, it, case: an_incident(store, another(store), wards=("00070",)), NotFound),
    "no such incident": (
        lambda store, it, case: close_incident(CloseIncident(99, 1, "Xong", "minh"), store, minutes(20)),
        NotFound,
    ),
    "closed twice": (lambda store, it, case: closed(store, closed(store, it)), WrongValue),
    "joined when closed": (lambda store, it, case: (closed(store, it), joined(store, it, another(store))), WrongValue),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused(store: Store, what: str) -> None:
    attempt, error = REFUSED[what]
    incident = an_incident(store)
    case = joined(store, incident, another(store))
    with pytest.raises(error):
        attempt(store, incident, case)


def test_a_case_that_has_ended_opens_no_incident(store: Store) -> None:
    case = another(store)
    refuse_case(RefuseCase(case.code, 1, "outside_city", "Ở Quảng Ninh", "lan"), store, minutes(13))
    with pytest.raises(ImpossibleStep, match="không còn bước nào"):
        an_incident(store, case)


@pytest.mark.parametrize("statement", ["INSERT INTO outbox", "INSERT INTO incident_steps", "UPDATE incidents"])
def test_an_end_that_breaks_off_tells_nobody_and_changes_nothing(store: Store, statement: str) -> None:
    incident = an_incident(store)
    break_at(store, statement)
    with pytest.raises(Exception, match=statement):
        closed(store, incident)
    assert told(store, incident.incident.primary) == []
    assert incident_by_id(store, incident.incident.id, minutes(61)) == incident


@pytest.mark.parametrize("change", ["UPDATE incident_steps SET why = 'khác'", "DELETE FROM incident_steps"])
def test_the_steps_of_an_incident_only_grow(store: Store, change: str) -> None:
    an_incident(store)
    with pytest.raises(IntegrityError, match="append-only"), store.transaction() as session:
        session.execute(text(change))


def test_what_a_call_asks_is_found_by_an_index(store: Store) -> None:
    incident = an_incident(store)
    record_contact(a_join(incident), store, minutes(21))
    statements = Statements(store)
    notice_to_say(store, "water_supply", ())
    notice_to_say(store, None, ())
    incident_by_id(store, incident.incident.id, minutes(22))
    record_contact(a_join(incident, answered_at=ANSWERED), store, minutes(23))
    whole = [read for plan in plans(statements, store) for read in plan.reads if read.whole]
    assert [read for read in whole if read.index != "ix_incidents_open"] == []


def test_a_contact_without_a_join_knows_none(store: Store) -> None:
    contact: ContactView = record_contact(a_join(an_incident(store), joined_incident=None), store, minutes(21))
    assert (contact.joined_incident, contact.case_code, contact.clock) == (None, None, None)
