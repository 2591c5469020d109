import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm import case_code
from crm.errors import BadCaseCode, CaseNumbersUsedUp

codes = st.builds(case_code.make, st.integers(2026, 2099), st.integers(1, case_code.MAX_NUMBER))


def test_a_code_is_the_year_the_number_and_a_check_digit() -> None:
    code = case_code.make(2026, 123)
    assert code[:8] == "26000123"
    assert len(code) == 9
    assert case_code.parse(code) == code


def test_a_code_is_shown_in_groups_that_can_be_typed_back() -> None:
    code = case_code.make(2026, 123)
    assert case_code.spoken(code) == f"26 000 123 {code[-1]}"
    assert case_code.parse(f" {case_code.spoken(code)} ") == code
    assert case_code.parse(f"{code[:2]}.{code[2:5]}-{code[5:]}") == code


@settings(max_examples=50, deadline=None)
@given(codes)
def test_every_single_wrong_digit_is_caught(code: str) -> None:
    for place, right in enumerate(code):
        for wrong in "0123456789".replace(right, ""):
            with pytest.raises(BadCaseCode):
                case_code.parse(code[:place] + wrong + code[place + 1 :])


@settings(max_examples=50, deadline=None)
@given(codes)
def test_every_swap_of_two_neighbours_is_caught(code: str) -> None:
    for place in range(len(code) - 1):
        one, other = code[place], code[place + 1]
        if one != other:
            with pytest.raises(BadCaseCode):
                case_code.parse(code[:place] + other + one + code[place + 2 :])


@pytest.mark.parametrize("text", ["", "26", "26000123", "2600012300", "26OOO1237", "٢٦٠٠٠١٢٣٧", "+26000123"])
def test_what_is_no_code_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(BadCaseCode, match="9 chữ số"):
        case_code.parse(text)


@pytest.mark.parametrize("number", [0, -1, 1_000_000])
def test_a_number_outside_the_year_is_refused(number: int) -> None:
    with pytest.raises(CaseNumbersUsedUp, match="2026"):
        case_code.make(2026, number)
