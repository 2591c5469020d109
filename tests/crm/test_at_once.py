"""Two who write at the same moment: the second waits, and decides by what the first has left."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Connection, event, select, text

from crm.contacts import close_contact, contact_by_linkedid, record_contact
from crm.desk import open_case
from crm.errors import AccountRefused, ContactSettled, NotFound, StoreBusy
from crm.messages import CloseContact, ContactState, NewUser, OpenCase
from crm.sessions import open_session
from crm.store import Store
from crm.tables import CaseRow, ClockRow
from crm.users import add_user, deactivate
from tests.crm.cases import ANSWERED, CALL, WATER, a_call, called, handled, minutes, opened
from tests.databases import POSTGRESQL, SQLITE

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def meet(store: Store, first: Callable[[], object], second: Callable[[], object]) -> None:
    """`second` begins when all that `first` writes is written but not committed. What either raises is raised here."""
    with ThreadPoolExecutor(1) as pool:
        begun: list[Future[object]] = []

        def before_commit(_connection: Connection) -> None:
            begun.append(pool.submit(second))
            wait_for(store, begun[0])

        event.listen(store.engine, "commit", before_commit, once=True)
        first()
        begun[0].result()


def wait_for(store: Store, second: Future[object]) -> None:
    """Until it waits for a lock; on SQLite, where one writes after the other, it could do nothing else."""
    while store.engine.dialect.name == POSTGRESQL and not second.done():
        with store.reading() as session:
            if session.scalar(WAITING):
                return


def test_two_facts_of_one_call_start_one_clock(store: Store) -> None:
    def heard() -> object:
        return record_contact(a_call(state=ContactState.HANDLED, ended_at=minutes(4)), store, minutes(4))

    record_contact(a_call(answered_at=None, queued_at=None), store, ANSWERED)
    meet(store, lambda: record_contact(a_call(), store, minutes(1)), heard)
    contact = contact_by_linkedid(store, CALL, minutes(5))
    assert (contact.state, contact.ended_at) == (ContactState.HANDLED, minutes(4))
    with store.reading() as session:
        assert session.scalars(select(ClockRow.name).where(ClockRow.linkedid == CALL)).all() == ["intake"]


def test_the_first_two_facts_of_a_call_make_one_contact(store: Store) -> None:
    meet(
        store,
        lambda: record_contact(a_call(), store, minutes(1)),
        lambda: record_contact(handled(), store, minutes(4)),
    )
    assert contact_by_linkedid(store, CALL, minutes(5)).state is ContactState.HANDLED


def test_a_call_that_becomes_a_case_is_not_closed_without_one(store: Store) -> None:
    called(store)
    close = CloseContact(CALL, "wrong_number", "nam")
    with pytest.raises(ContactSettled):
        meet(
            store,
            lambda: open_case(OpenCase(WATER, "lan", CALL), store, minutes(3)),
            lambda: close_contact(close, store, minutes(3)),
        )
    assert contact_by_linkedid(store, CALL, minutes(5)).no_case_reason is None


def test_of_two_who_take_one_user_name_the_second_is_told(store: Store) -> None:
    def add(full_name: str) -> Callable[[], object]:
        return lambda: add_user(NewUser("lan", full_name, "operator", "mật khẩu dài của kiểm thử"), store, ANSWERED)

    with pytest.raises(AccountRefused, match="đã có"):
        meet(store, add("Trần Thị Lan"), add("Lê Thị Lan"))


def test_who_is_locked_out_while_he_logs_in_is_not_in(store: Store) -> None:
    add_user(NewUser("lan", "Trần Thị Lan", "operator", "mật khẩu dài của kiểm thử"), store, ANSWERED)
    with pytest.raises(NotFound, match="lan"):
        meet(store, lambda: deactivate("lan", store, ANSWERED), lambda: open_session(store, "lan", ANSWERED))


def test_of_two_who_wait_for_each_other_one_goes_on_and_the_other_is_told(store: Store) -> None:
    codes = [opened(store, contact=None).code for _ in range(2)]
    both_hold_one = Barrier(1 if store.engine.dialect.name == SQLITE else 2)  # SQLite lets in one after the other

    def hold(order: list[str]) -> str:
        try:
            with store.transaction() as session:
                session.get_one(CaseRow, order[0], with_for_update=True)
                both_hold_one.wait()
                return session.get_one(CaseRow, order[1], with_for_update=True).code
        except StoreBusy as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(hold, [codes, codes[::-1]]))
    told = {outcome for outcome in outcomes if "hãy lưu lại" in outcome}
    assert (len(told), len(outcomes - told)) == ((0, 2) if store.engine.dialect.name == SQLITE else (1, 1))


def test_who_waits_too_long_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.store.BUSY_MS", 50)
    impatient = Store(store.engine.url.render_as_string(hide_password=False))
    change = text("UPDATE units SET phone = '1'")
    with store.transaction() as session:
        session.execute(change)
        with pytest.raises(StoreBusy, match="lưu lại"), impatient.transaction() as other:
            other.execute(change)
    impatient.close()
