"""Lists stand in the order of the Vietnamese alphabet, whatever the database sorts by."""

from unicodedata import normalize

import pytest

from crm.alphabet import alphabetical
from crm.messages import NewUser
from crm.queries import all_units
from crm.search.saved import save_search, saved_searches
from crm.store import Store
from crm.tables import UnitRow
from crm.users import add_user
from tests.crm.cases import ANSWERED


@pytest.mark.parametrize(
    "names",
    [
        ["An", "Ăn", "Ân", "Bắc", "Dương", "Đương", "Em", "Êm", "Ơn", "Uy", "Ưu", "Vũ", "Xã", "Yên"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mi"],
        ["Công an", "Công ty Cấp nước", "Cộng đồng", "Cốt"],
        ["Sở 2", "Sở Y tế", "Sở Ý tưởng"],
    ],
)
def test_names_follow_each_other_as_in_a_dictionary(names: list[str]) -> None:
    assert sorted(names, key=alphabetical) == names
    apart = [normalize("NFD", name) for name in names]
    assert sorted(apart, key=alphabetical) == apart


def test_the_city_office_stands_first_and_then_the_units_by_name(store: Store) -> None:
    with store.transaction() as session:
        for code, name in (("v", "Ủy ban xã"), ("d", "Dân phòng"), ("dd", "Điện lực"), ("e", "Em")):
            session.add(UnitRow(code=code, name=name, kind="other", phone="", email="", active=True))
    names = [unit.name for unit in all_units(store)]
    assert names[0] == "Văn phòng Ủy ban nhân dân thành phố"
    assert [name for name in names if name in {"Ủy ban xã", "Dân phòng", "Điện lực", "Em"}] == [
        *("Dân phòng", "Điện lực", "Em", "Ủy ban xã")
    ]


def test_saved_searches_stand_by_name(store: Store) -> None:
    add_user(NewUser("lan", "Trần Thị Lan", "operator", "mật khẩu dài của kiểm thử"), store, ANSWERED)
    for name in ("Việc gấp", "Đường hỏng", "Điện", "ánh sáng"):
        save_search("lan", name, "q=1", store, ANSWERED)
    assert [saved.name for saved in saved_searches(store, "lan")] == ["ánh sáng", "Điện", "Đường hỏng", "Việc gấp"]
