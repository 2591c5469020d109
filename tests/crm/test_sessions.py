"""Log-ins: how long they live, and which phone may register."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.account_tables import UserRow, WebSessionRow
from crm.errors import NotFound
from crm.sessions import SipAccount, end_session, open_session, session_by_token, set_sip_ha1, sip_accounts
from crm.store import Store
from crm.users import deactivate, set_password
from tests.crm.cases import ANSWERED

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    """Accounts, made without the time that hashing takes."""
    roles = {"lan": "operator", "nam": "supervisor", "unit": "unit", "gone": "operator"}
    with store.transaction() as session:
        for username, role in roles.items():
            account = UserRow(username=username, full_name=username.title(), role=role, password_hash="none")
            account.active, account.created_at = username != "gone", ANSWERED
            session.add(account)


def test_a_token_opens_its_session_and_no_other_does(store: Store) -> None:
    token, opened = open_session(store, "lan", ANSWERED)
    assert session_by_token(store, token, ANSWERED) == opened
    assert session_by_token(store, token + "x", ANSWERED) is None
    assert (opened.user.username, len(token) >= 43) == ("lan", True)


def test_the_store_does_not_know_the_token(store: Store) -> None:
    token, _ = open_session(store, "lan", ANSWERED)
    with store.reading() as session:
        assert token not in session.scalars(select(WebSessionRow.token_hash)).one()


def test_a_session_ends_when_idle(store: Store) -> None:
    token, _ = open_session(store, "lan", ANSWERED)
    assert session_by_token(store, token, ANSWERED + 1.9 * HOUR)
    assert session_by_token(store, token, ANSWERED + 3.8 * HOUR)
    assert session_by_token(store, token, ANSWERED + 5.9 * HOUR) is None


def test_a_session_ends_after_a_shift_however_busy(store: Store) -> None:
    token, _ = open_session(store, "lan", ANSWERED)
    for hour in range(1, 12):
        assert session_by_token(store, token, ANSWERED + hour * HOUR)
    assert session_by_token(store, token, ANSWERED + 12 * HOUR) is None


def test_logging_out_ends_this_session_only(store: Store) -> None:
    (here, _), (there, _) = (open_session(store, "lan", ANSWERED) for _ in range(2))
    end_session(store, here)
    assert session_by_token(store, here, ANSWERED) is None
    assert session_by_token(store, there, ANSWERED)


def test_a_new_password_and_a_deactivation_log_out_everywhere(store: Store) -> None:
    tokens = [open_session(store, username, ANSWERED)[0] for username in ("lan", "nam")]
    set_password("lan", "mật khẩu mới", store, ANSWERED)
    deactivate("nam", store, ANSWERED)
    assert [session_by_token(store, token, ANSWERED) for token in tokens] == [None, None]


def test_who_is_deactivated_cannot_log_in(store: Store) -> None:
    with pytest.raises(NotFound, match="gone"):
        open_session(store, "gone", ANSWERED)


def test_phones_are_those_of_active_operators_and_supervisors_by_their_newest_log_in(store: Store) -> None:
    old, _ = open_session(store, "lan", ANSWERED)
    new, _ = open_session(store, "lan", ANSWERED + HOUR)
    set_sip_ha1(store, new, "b" * 32)
    set_sip_ha1(store, old, "a" * 32)
    assert sip_accounts(store, ANSWERED + HOUR) == (SipAccount("lan", "Lan", "b" * 32), SipAccount("nam", "Nam", None))


def test_a_phones_secret_ends_with_its_session(store: Store) -> None:
    token, _ = open_session(store, "lan", ANSWERED)
    set_sip_ha1(store, token, "a" * 32)
    assert [account.ha1 for account in sip_accounts(store, ANSWERED + 3 * HOUR)] == [None, None]
    end_session(store, token)
    with pytest.raises(NotFound, match="phiên đăng nhập"):
        set_sip_ha1(store, token, "c" * 32)
