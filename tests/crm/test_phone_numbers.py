import pytest

from crm.phone_numbers import mask, normalise, show


@pytest.mark.parametrize(
    ("raw", "e164"),
    [
        ("0912345678", "+84912345678"),
        ("+84912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("912345678", "+84912345678"),
        (" 0912 345-678 ", "+84912345678"),
        ("02253822123", "+842253822123"),
        ("(0225) 3.822.123", "+842253822123"),
        ("02251022", "+842251022"),
        ("+842251022", "+842251022"),
        ("02203852345", "+842203852345"),  # Hải Dương
        ("18001234", "+8418001234"),
        ("+81312345678", "+81312345678"),
    ],
)
def test_a_possible_number_is_kept_as_e164(raw: str, e164: str) -> None:
    assert normalise(raw) == e164


@pytest.mark.parametrize(
    "raw", ["", "  ", "anonymous", "Anonymous", "anonymous@anonymous.invalid", "unknown", "Restricted"]
)
def test_a_withheld_number_is_none(raw: str) -> None:
    assert normalise(raw) == ""


@pytest.mark.parametrize(
    "raw", ["113", "1022", "op-nam", "0912ABC678", "sip:0912345678@1.2.3.4", "+", "09123456789012345"]
)
def test_what_is_no_possible_number_stays_as_it_was_heard(raw: str) -> None:
    assert normalise(f" {raw} ") == raw


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+84912345678", "0912 345 678"),
        ("+842253822123", "0225 3822 123"),
        ("+842251022", "02251022"),
        ("+8418001234", "1800 1234"),
        ("+81312345678", "+81 3-1234-5678"),
        ("113", "113"),
        ("op-nam", "op-nam"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_people_write_it(e164: str, shown: str) -> None:
    assert show(e164) == shown


def test_what_is_shown_is_read_back_as_the_same_number() -> None:
    for e164 in ("+84912345678", "+842253822123", "+842251022", "+8418001234", "+81312345678"):
        assert normalise(show(e164)) == e164


def test_logs_see_three_digits_at_most() -> None:
    assert mask("+84912345678") == "***678"
    assert mask("113") == "***"
    assert mask("") == ""
