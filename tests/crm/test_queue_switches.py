"""Switches of the queues: one position each, who turned it, and a line in the audit log for every turn."""

from sqlalchemy import select

from crm.account_tables import AuditRow
from crm.queue_switches import EVERYTHING, Position, TurnSwitch, switches, turn_switch
from crm.store import Store
from tests.crm.cases import minutes

STORM = TurnSwitch(EVERYTHING, Position.STORM, "minh", "Bão số 3")


def audited(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        rows = session.execute(select(AuditRow.actor, AuditRow.subject).where(AuditRow.what == "queue_switch"))
        return [(actor, subject) for actor, subject in rows]


def test_a_switch_is_turned_and_undone(store: Store) -> None:
    turn_switch(STORM, store, minutes(0))
    (storm,) = switches(store).values()
    assert (storm.position, storm.actor, storm.why, storm.at) == (Position.STORM, "minh", "Bão số 3", minutes(0))
    turn_switch(TurnSwitch(EVERYTHING, None, "lan"), store, minutes(5))
    assert switches(store) == {}
    assert audited(store) == [("minh", "*:storm"), ("lan", "*:undone")]


def test_turned_twice_the_same_way_the_first_one_stands(store: Store) -> None:
    turn_switch(STORM, store, minutes(0))
    turn_switch(TurnSwitch(EVERYTHING, Position.STORM, "lan"), store, minutes(1))
    assert switches(store)[EVERYTHING].actor == "minh"
    assert len(audited(store)) == 1


def test_a_queue_is_turned_from_open_to_closed(store: Store) -> None:
    turn_switch(TurnSwitch("social", Position.OPEN, "minh"), store, minutes(0))
    turn_switch(TurnSwitch("social", Position.CLOSED, "minh"), store, minutes(1))
    assert {name: switch.position for name, switch in switches(store).items()} == {"social": Position.CLOSED}
