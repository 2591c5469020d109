"""The table of steps: every category's life, read against the domain page's "Life of a case"."""

from collections import Counter
from itertools import product

import pytest

from crm.case import (
    ENDED,
    LIFE,
    STATE_NAMES,
    STEP_NAMES,
    CaseState,
    CaseStep,
    Category,
    Doer,
    next_state,
    possible_steps,
    ways,
)
from crm.errors import ImpossibleStep, IncompleteCase

INFRASTRUCTURE, SOCIAL, SUGGESTION, DIRECTIVE = Category
ON_THE_SITE = (CaseStep.FORWARD, CaseStep.ACCEPT, CaseStep.VERIFY, CaseStep.ASSIGN, CaseStep.RESOLVE, CaseStep.CLOSE)
IN_THE_OFFICE = (CaseStep.FORWARD, CaseStep.ACCEPT, CaseStep.ASSIGN, CaseStep.RESOLVE, CaseStep.CLOSE)


def life(category: Category, *steps: CaseStep) -> list[str]:
    """The states a new case goes through."""
    states = [CaseState.NEW]
    for step in steps:
        states.append(next_state(states[-1], step, category))
    return [state.value for state in states]


def test_an_incident_is_verified_and_assigned_before_it_is_resolved() -> None:
    states = ["new", "forwarded", "accepted", "verified", "assigned", "resolved", "closed"]
    assert life(INFRASTRUCTURE, *ON_THE_SITE) == states


@pytest.mark.parametrize("category", [SOCIAL, SUGGESTION, DIRECTIVE])
def test_any_other_matter_is_in_progress_until_it_is_resolved(category: Category) -> None:
    assert life(category, *IN_THE_OFFICE) == ["new", "forwarded", "accepted", "in_progress", "resolved", "closed"]


def test_a_false_report_ends_without_work_on_the_site() -> None:
    steps = (CaseStep.FORWARD, CaseStep.ACCEPT, CaseStep.REPORT_FALSE, CaseStep.CLOSE)
    assert life(INFRASTRUCTURE, *steps)[-2:] == ["resolved", "closed"]


def test_a_new_case_is_forwarded_referred_refused_taken_back_or_attached() -> None:
    assert set(possible_steps(CaseState.NEW, SOCIAL)) == {
        *(CaseStep.EDIT, CaseStep.RECLASSIFY, CaseStep.FORWARD, CaseStep.REFER),
        *(CaseStep.REFUSE, CaseStep.WITHDRAW, CaseStep.DUPLICATE),
    }


@pytest.mark.parametrize("step", [CaseStep.FORWARD, CaseStep.GUIDE])
def test_a_referred_case_is_forwarded_when_guidance_has_come(step: CaseStep) -> None:
    assert next_state(CaseState.AWAITING_GUIDANCE, step, SOCIAL) is CaseState.FORWARDED


@pytest.mark.parametrize("step", [CaseStep.REFER, CaseStep.GUIDE])
def test_a_directive_is_never_referred_for_guidance(step: CaseStep) -> None:
    assert all(step not in possible_steps(state, DIRECTIVE) for state in CaseState)


@pytest.mark.parametrize("category", Category)
def test_a_returned_case_is_forwarded_again(category: Category) -> None:
    assert next_state(CaseState.ACCEPTED, CaseStep.RETURN, category) is CaseState.RETURNED
    assert next_state(CaseState.RETURNED, CaseStep.FORWARD, category) is CaseState.FORWARDED


def test_only_a_social_case_is_extended_and_only_once() -> None:
    assert next_state(CaseState.IN_PROGRESS, CaseStep.EXTEND, SOCIAL) is CaseState.EXTENDED
    extend = {
        (state, category)
        for state, category in product(CaseState, Category)
        if CaseStep.EXTEND in ways(state, category)
    }
    assert extend == {(CaseState.IN_PROGRESS, SOCIAL)}


def test_only_the_city_office_passes_a_directive_on() -> None:
    assert CaseStep.FORWARD_ON in possible_steps(CaseState.FORWARDED, DIRECTIVE, at_city_office=True)
    with pytest.raises(ImpossibleStep, match="chuyển cơ quan có thẩm quyền"):
        next_state(CaseState.FORWARDED, CaseStep.FORWARD_ON, DIRECTIVE)


@pytest.mark.parametrize(("state", "category"), list(product(CaseState, Category)))
def test_an_edit_and_a_new_category_change_no_state(state: CaseState, category: Category) -> None:
    for step in {CaseStep.EDIT, CaseStep.RECLASSIFY} & set(possible_steps(state, category)):
        assert next_state(state, step, category) is state


@pytest.mark.parametrize(("state", "category"), list(product(ENDED, Category)))
def test_what_has_ended_is_never_opened_again(state: CaseState, category: Category) -> None:
    assert possible_steps(state, category) == ()
    with pytest.raises(ImpossibleStep, match="không còn bước nào"):
        next_state(state, CaseStep.EDIT, category)


def test_an_impossible_step_names_the_state_and_the_possible_steps() -> None:
    with pytest.raises(ImpossibleStep) as refused:
        next_state(CaseState.RESOLVED, CaseStep.REFUSE, INFRASTRUCTURE)
    assert str(refused.value) == ("Không thể từ chối khi phản ánh đã có kết quả xử lý. Bước có thể làm: sửa, kết thúc.")
    assert refused.value.possible == ("sửa", "kết thúc")


def test_a_case_is_opened_once() -> None:
    assert all(next_state(None, CaseStep.OPEN, category) is CaseState.NEW for category in Category)
    assert all(CaseStep.OPEN not in ways(state, category) for state, category in product(CaseState, Category))


def test_every_state_and_step_has_its_name_and_is_in_the_table() -> None:
    assert set(STATE_NAMES) == set(CaseState)
    assert set(STEP_NAMES) == {way.step for way in LIFE} == set(CaseStep)


def test_no_step_has_two_lines_for_the_same_state_and_category() -> None:
    lines = Counter((way.step, state, category) for way in LIFE for state in way.origins for category in way.categories)
    assert set(lines.values()) == {1}


@pytest.mark.parametrize("category", Category)
def test_from_everywhere_a_case_comes_to_an_end(category: Category) -> None:
    """No state is a trap: somebody can always do what brings the case nearer to its end."""
    reached = {state for state in CaseState if state in ENDED}
    for _ in CaseState:
        reached |= {state for state in CaseState if any(way.to in reached for way in ways(state, category).values())}
    lives = {way.to for way in LIFE if category in way.categories and way.to}
    assert lives <= reached


@pytest.mark.parametrize("category", Category)
def test_whatever_a_state_is_it_can_be_come_to(category: Category) -> None:
    reached: set[CaseState | None] = {None}
    for _ in CaseState:
        reached |= {way.to for state in reached for way in ways(state, category).values() if way.to}
    others = {CaseState.VERIFIED, CaseState.ASSIGNED}
    foreign = {
        INFRASTRUCTURE: {CaseState.IN_PROGRESS, CaseState.EXTENDED},
        SOCIAL: others,
        SUGGESTION: others | {CaseState.EXTENDED},
        DIRECTIVE: others | {CaseState.EXTENDED, CaseState.AWAITING_GUIDANCE},
    }
    assert set(CaseState) - reached == foreign[category]


def test_every_step_rests_on_an_article_but_a_refusal_on_its_reasons() -> None:
    assert {way.step for way in LIFE if not way.article} == {CaseStep.REFUSE}


def test_what_the_system_does_by_itself_is_offered_to_nobody() -> None:
    by_itself = {way.step for way in LIFE if way.doer is Doer.SYSTEM}
    offered = {step for state, category in product(CaseState, Category) for step in possible_steps(state, category)}
    assert by_itself == {CaseStep.TELL_RESULT}
    assert not by_itself & offered


def test_what_is_missing_is_told_in_vietnamese_and_kept_as_field_names() -> None:
    incomplete = IncompleteCase(["reporter_name", "content"])
    assert str(incomplete).endswith("Hãy điền: họ và tên, nội dung phản ánh.")
    assert incomplete.fields == ("reporter_name", "content")
