import pytest

from crm.case import STATE_NAMES, STEP_NAMES, TRANSITIONS, CaseState, CaseStep, next_state, possible_steps
from crm.errors import ImpossibleStep, IncompleteCase


def test_a_new_case_is_forwarded_referred_refused_or_taken_back() -> None:
    assert next_state(CaseState.NEW, CaseStep.FORWARD) is CaseState.FORWARDED
    assert next_state(CaseState.NEW, CaseStep.REFER) is CaseState.AWAITING_GUIDANCE
    assert next_state(CaseState.NEW, CaseStep.REFUSE) is CaseState.REFUSED
    assert next_state(CaseState.NEW, CaseStep.WITHDRAW) is CaseState.WITHDRAWN


def test_a_referred_case_is_forwarded_when_guidance_has_come() -> None:
    assert next_state(CaseState.AWAITING_GUIDANCE, CaseStep.FORWARD) is CaseState.FORWARDED


@pytest.mark.parametrize("state", [CaseState.NEW, CaseState.AWAITING_GUIDANCE, CaseState.FORWARDED])
def test_an_edit_changes_no_state(state: CaseState) -> None:
    assert next_state(state, CaseStep.EDIT) is state


@pytest.mark.parametrize("state", [CaseState.REFUSED, CaseState.WITHDRAWN])
def test_a_refused_or_withdrawn_case_is_at_its_end(state: CaseState) -> None:
    assert possible_steps(state) == ()
    with pytest.raises(ImpossibleStep, match="không còn bước nào"):
        next_state(state, CaseStep.EDIT)


def test_an_impossible_step_names_the_state_and_the_possible_steps() -> None:
    with pytest.raises(ImpossibleStep) as refused:
        next_state(CaseState.FORWARDED, CaseStep.REFUSE)
    assert str(refused.value) == (
        "Không thể từ chối khi phản ánh đã chuyển đơn vị xử lý. Bước có thể làm: sửa, thu hồi."
    )
    assert refused.value.possible == ("sửa", "thu hồi")


def test_a_case_is_opened_once() -> None:
    assert next_state(None, CaseStep.OPEN) is CaseState.NEW
    assert all(CaseStep.OPEN not in possible_steps(state) for state in CaseState)


def test_every_state_and_step_has_its_row_and_its_name() -> None:
    assert set(TRANSITIONS) == {None, *CaseState}
    assert set(STATE_NAMES) == set(CaseState)
    assert set(STEP_NAMES) == set(CaseStep)


def test_what_is_missing_is_told_in_vietnamese_and_kept_as_field_names() -> None:
    incomplete = IncompleteCase(["reporter_name", "content"])
    assert str(incomplete).endswith("Hãy điền: họ và tên, nội dung phản ánh.")
    assert incomplete.fields == ("reporter_name", "content")
