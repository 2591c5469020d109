"""A rule set tried on the last cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.case import Category, SocialField
from crm.data_files import CITY_OFFICE
from crm.dry_run import decide_fast, dry_run
from crm.messages import RoutingQuestion, TicketFields
from crm.routing import Rule, route
from crm.rule_sets import add_set, rules_of_set
from crm.rule_tables import RuleSetRow, SetState
from crm.store import Store
from tests.crm.cases import WATER, opened
from tests.crm.moments import local
from tests.databases import Databases, a_copy

NOW = local("2026-11-24 09:00")
TOPICS = {"infrastructure": ("water_supply", "gas"), "social": ("noise", "education")}
WARDS = ("11383", "10525")
WORDS = ("vỡ ống", "mùi gas", "karaoke")
UNITS = ("cap_nuoc", "so_y_te", "cong_an", CITY_OFFICE)


@st.composite
def a_rule(draw: st.DrawFn, identity: str) -> Rule:
    category = draw(st.sampled_from((Category.INFRASTRUCTURE, Category.SOCIAL)))
    return Rule(
        id=identity,
        category=category,
        topic=draw(st.none() | st.sampled_from(TOPICS[category])),
        ward=draw(st.none() | st.sampled_from(WARDS)),
        keywords=tuple(draw(st.lists(st.sampled_from(WORDS), max_size=2, unique=True))),
        unit=draw(st.sampled_from(UNITS)),
        priority=draw(st.integers(-1, 1)),
        valid_from=draw(st.none() | st.sampled_from((date(2026, 11, 24), date(2026, 12, 1)))),
        valid_to=None,
    )


RULES = st.integers(0, 6).flatmap(lambda count: st.tuples(*(a_rule(f"r{place}") for place in range(count))))
QUESTIONS = st.sampled_from((Category.INFRASTRUCTURE, Category.SOCIAL)).flatmap(
    lambda category: st.builds(
        RoutingQuestion,
        st.just(category),
        st.none() | st.sampled_from(TOPICS[category]),
        st.none() | st.sampled_from(WARDS),
        st.lists(st.sampled_from((*WORDS, "gì đó")), max_size=3).map(" và ".join),
    )
)


def sample(store: Store) -> tuple[Rule, ...]:
    """The rules in force."""
    with store.reading() as session:
        return rules_of_set(session, 1)


def put_draft(store: Store, rules: Sequence[Rule]) -> None:
    """A draft of these rules."""
    with store.transaction() as session:
        row = RuleSetRow(number=2, state=SetState.DRAFT, created_by="quan", created_at=NOW)
        add_set(session, row, rules)


def fields(question: RoutingQuestion) -> TicketFields:
    """A report that routing is asked about so."""
    social = SocialField.DEFENCE_SECURITY if question.category is Category.SOCIAL else None
    said = replace(WATER, content=question.text or "việc", social_field=social, category=question.category)
    return replace(said, topic=question.topic, ward=question.ward)


@given(QUESTIONS, RULES)
def test_leaving_out_rules_that_cannot_match_changes_no_decision(
    question: RoutingQuestion, rules: tuple[Rule, ...]
) -> None:
    fast, whole = decide_fast(question, rules, NOW, CITY_OFFICE), route(question, rules, NOW, CITY_OFFICE)
    assert replace(fast, losers=()) == replace(whole, losers=())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(QUESTIONS, min_size=1, max_size=5), RULES)
def test_a_dry_run_is_each_case_routed_with_the_new_set(
    prepared: str, databases: Databases, questions: list[RoutingQuestion], rules: tuple[Rule, ...]
) -> None:
    with a_copy(databases, prepared) as store:
        put_draft(store, rules)
        cases = [opened(store, fields(question), contact=None, now=NOW) for question in questions]
        run = dry_run(2, len(cases), store, NOW)
        in_force = sample(store)
    moved = {case.code: case for case in run.moved}
    for case, asked in zip(cases, questions, strict=True):
        question = replace(asked, text=case.fields.content)
        new = route(question, rules, NOW, CITY_OFFICE)
        old = route(question, in_force, NOW, CITY_OFFICE)
        if (old.unit, old.referral) == (new.unit, new.referral):
            assert case.code not in moved
        else:
            told = moved[case.code]
            assert (told.old.code, told.new.code, told.new_rule) == (old.unit, new.unit, new.rule)
            assert told.reason == new.reason


def test_only_the_last_cases_are_asked_the_newest_first(store: Store) -> None:
    put_draft(store, ())
    codes = [opened(store, contact=None).code for _ in range(3)]
    run = dry_run(2, 2, store, NOW)
    assert (run.cases, run.in_force, [case.code for case in run.moved]) == (2, 1, codes[:0:-1])
    assert run.moved[0].old.name == "Công ty Cấp nước Hải Phòng"
    assert run.moved[0].new.code == CITY_OFFICE
    assert "Không có quy tắc nào khớp" in run.moved[0].reason


def test_a_set_like_the_one_in_force_moves_nothing(store: Store) -> None:
    opened(store)
    put_draft(store, sample(store))
    assert dry_run(2, 100, store, NOW).moved == ()
