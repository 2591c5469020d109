"""Accounts: who can be one, and whose password is right."""

import pytest
from sqlalchemy import select

from crm.account_tables import UserRow
from crm.errors import AccountRefused, NotFound
from crm.messages import NewUser
from crm.store import Store
from crm.users import add_user, check_password, deactivate, list_users, set_password
from crm.views import UserView
from tests.crm.cases import ANSWERED

PASSWORD = "mật khẩu dài"


@pytest.fixture
def lan(store: Store) -> UserView:
    return add_user(NewUser("lan", "Nguyễn Thị Lan", "operator", PASSWORD), store, ANSWERED)


def test_the_right_password_opens_and_a_wrong_one_does_not(store: Store, lan: UserView) -> None:
    assert check_password(store, "lan", PASSWORD) == lan
    assert check_password(store, "lan", PASSWORD + "!") is None
    assert check_password(store, "nam", PASSWORD) is None


def test_a_password_typed_on_another_keyboard_is_the_same_password(store: Store, lan: UserView) -> None:
    decomposed = "m\u0061\u0323\u0302t kh\u0061\u0302\u0309u d\u0061\u0300i"
    assert decomposed != PASSWORD
    assert check_password(store, "lan", decomposed) == lan


def test_the_store_knows_no_password(store: Store, lan: UserView) -> None:
    with store.reading() as session:
        assert session.scalars(select(UserRow.password_hash)).one().startswith("$argon2id$")


def test_a_new_password_takes_the_place_of_the_old_one(store: Store, lan: UserView) -> None:
    set_password("lan", "mật khẩu khác", store, ANSWERED)
    assert check_password(store, "lan", "mật khẩu khác") == lan
    assert check_password(store, "lan", PASSWORD) is None


def test_a_deactivated_account_stays_in_the_list_and_opens_nothing(store: Store, lan: UserView) -> None:
    deactivate("lan", store, ANSWERED)
    assert [(user.username, user.active) for user in list_users(store)] == [("lan", False)]
    assert check_password(store, "lan", PASSWORD) is None


@pytest.mark.parametrize("username", ["L", "lan!", "Lan", "1lan", "l", "lan" * 11, "lan\n", "../lan"])
def test_a_user_name_that_could_not_be_a_phones_name_is_refused(store: Store, username: str) -> None:
    with pytest.raises(AccountRefused, match="Tên đăng nhập"):
        add_user(NewUser(username, "Lan", "operator", PASSWORD), store, ANSWERED)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"role": "boss"}, "boss"),
        ({"password": "ngắn"}, "Mật khẩu"),
        ({"full_name": " "}, "họ và tên"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_what_is_wrong(
    store: Store, changed: dict[str, str], message: str
) -> None:
    account = {"username": "nam", "full_name": "Nam", "role": "operator", "password": PASSWORD} | changed
    with pytest.raises(AccountRefused, match=message):
        add_user(NewUser(**account), store, ANSWERED)


def test_a_name_is_given_once(store: Store, lan: UserView) -> None:
    with pytest.raises(AccountRefused, match="đã có"):
        add_user(NewUser("lan", "Lan khác", "operator", PASSWORD), store, ANSWERED)


def test_an_account_that_does_not_exist_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="nobody"):
        deactivate("nobody", store, ANSWERED)
