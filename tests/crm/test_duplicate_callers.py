"""The same telephone, asking about the same matter again."""

import pytest

from crm.duplicate_callers import reported_by
from crm.store import Store
from tests.crm.cases import CALL, opened

PHONE = "0912 345 678"


def test_a_case_is_known_by_its_reporters_number_and_by_the_calls_to_it(store: Store) -> None:
    by_call = opened(store, contact=CALL, reporter_phone="0987654321").code
    written = opened(store, contact=None, reporter_phone="0912345678").code
    other = opened(store, contact=None, reporter_phone="0987654321").code
    assert reported_by(PHONE, [other, written, by_call], store) == (written, by_call)


@pytest.mark.parametrize("phone", ["", "anonymous", "113x", "không nhớ"])
def test_a_number_that_is_none_reported_nothing(store: Store, phone: str) -> None:
    assert reported_by(phone, [opened(store, contact=None, reporter_phone="").code], store) == ()


def test_of_no_cases_none_is_named(store: Store) -> None:
    assert reported_by(PHONE, [], store) == ()
