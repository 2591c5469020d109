"""The search over a real database: what is found, in which order, and by whom."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm.case import CaseState, Category
from crm.case_code import spoken
from crm.desk import forward_case, save_case, withdraw_case
from crm.messages import ForwardCase, SaveCase, WithdrawCase
from crm.search.find import search_cases
from crm.search.index import find_places, first_fulfilled
from crm.search.messages import Filters, Order, SearchCases, Viewer
from crm.search.plan import plan_of, span_of
from crm.search.rebuild import ensure_index, index_all
from crm.search.transcripts import keep_transcript
from crm.store import Store
from tests.crm.cases import CALL, PHONE, WATER, Statements, called, minutes, opened
from tests.crm.moments import local
from tests.crm.plans import plans
from tests.crm.search.finding import OURS, ask, codes, reasons

LE_CHAN = "11383"
WATER_COMPANY = Viewer("cap_nuoc")


def at_the_water_company(store: Store, **fields: Any) -> str:
    """A case that was forwarded to the water company."""
    case = opened(store, contact=None, **fields)
    forward_case(ForwardCase(case.code, case.version, "cap_nuoc", "lan", "Cấp nước"), store, minutes(5))
    return case.code


@pytest.mark.parametrize(
    "typed", ["mất nước", "MAT NUOC", "nước, mất!", "mất nướ", '"mất nước"', "Mâ\u0301t nươ\u0301c "]
)
def test_a_case_is_found_by_its_words_whatever_their_marks_and_case(store: Store, typed: str) -> None:
    assert codes(ask(store, typed)) == []
    case = opened(store)
    assert codes(ask(store, typed)) == [case.code]


@pytest.mark.parametrize("typed", ["ĐÈN ĐƯỜNG", "den duong", "đen đường"])
def test_the_letter_d_with_a_stroke_is_a_d(store: Store, typed: str) -> None:
    case = opened(store, content="Đèn đường tắt")
    assert codes(ask(store, typed)) == [case.code]


def test_all_words_must_be_there_and_none_of_the_unwanted(store: Store) -> None:
    clear, dirty = opened(store), opened(store, content="Mất nước, có thì đục")
    assert codes(ask(store, "nước -đục ")) == [clear.code]
    assert codes(ask(store, "nước đục ")) == [dirty.code]
    assert codes(ask(store, "-đục")) == [clear.code]
    assert codes(ask(store, '"nước mất"')) == []


def test_code_phone_name_and_place_come_before_what_is_mentioned(store: Store) -> None:
    mentions = opened(store, content="Nguyễn Ước ở Lạch Tray gọi", reporter_name="Bé", contact="3.1")
    named = opened(store, place="Ngõ 1 Lạch Tray", contact="3.2")
    assert codes(ask(store, "nguyễn ước ")) == [named.code, mentions.code]
    assert reasons(ask(store, "nguyễn ước ")) == ["name", "text"]
    assert reasons(ask(store, "lạch tray ")) == ["place", "text"]
    assert reasons(ask(store, named.code)) == ["code"]
    assert codes(ask(store, spoken(named.code))) == [named.code]
    assert reasons(ask(store, "0912 345 678")) == ["phone", "phone"]


def test_a_whole_word_comes_before_one_that_only_begins_so(store: Store) -> None:
    begun, whole = opened(store, content="Đường hỏng"), opened(store, content="Đu quay hỏng")
    assert codes(ask(store, "hỏng đu")) == [whole.code, begun.code]
    assert reasons(ask(store, "hỏng đu")) == ["text", "begun"]
    assert codes(ask(store, "hỏng đu ")) == [whole.code]


def test_a_number_is_found_while_it_is_typed_and_by_the_calls_that_came_from_it(store: Store) -> None:
    case = opened(store, reporter_phone="0223 456 789")
    for typed in ("0912", "0912 34", "0912.345.678", PHONE, "02234", "0223456789"):
        assert codes(ask(store, typed)) == [case.code], typed


def test_the_ward_is_part_of_the_place(store: Store) -> None:
    case = opened(store, ward=LE_CHAN)
    answer = ask(store, "phường lê chân ")
    assert (codes(answer), reasons(answer)) == ([case.code], ["place"])
    assert [part.field for part in answer.hits[0].passages] == ["ward", "content"]


def test_notes_are_searched_and_shown_when_nothing_else_tells_why(store: Store) -> None:
    case = opened(store)
    withdraw_case(WithdrawCase(case.code, 1, "Ống vỡ đã được vá", "lan"), store, minutes(9))
    (hit,) = ask(store, "ống vỡ").hits
    assert [(part.field, part.text) for part in hit.passages if part.marks] == [("note", "Ống vỡ đã được vá")]


def test_what_was_said_in_the_call_is_searched(store: Store) -> None:
    case = opened(store)
    keep_transcript(CALL, "a lô tổng đài à", store, minutes(6))
    keep_transcript(CALL, "chị ơi nhà tôi ở gần Cầu Rào", store, minutes(7))
    (hit,) = ask(store, "cầu rào").hits
    assert (hit.line.code, hit.passages[-1].field) == (case.code, "transcript")
    assert codes(ask(store, "a lô")) == []


def test_a_changed_case_is_found_by_what_it_is_now(store: Store) -> None:
    case = opened(store)
    save_case(SaveCase(case.code, 1, replace(WATER, content="Nước đục"), "lan"), store, minutes(4))
    assert codes(ask(store, "mất nước")) == []
    assert codes(ask(store, "nước đục")) == [case.code]


def test_filters_are_any_of_a_kind_and_all_kinds_together(store: Store) -> None:
    water = opened(store, ward=LE_CHAN)
    noise = opened(store, contact=None, category=Category.SOCIAL, topic="noise", confidential=True)
    assert codes(ask(store, categories=(Category.SOCIAL, Category.INFRASTRUCTURE))) == [noise.code, water.code]
    assert codes(ask(store, topics=("noise",))) == [noise.code]
    assert codes(ask(store, wards=(LE_CHAN,), topics=("noise",))) == []
    assert codes(ask(store, confidential=True)) == [noise.code]
    assert codes(ask(store, channels=("phone",))) == [water.code]
    assert codes(ask(store, "nước", states=(CaseState.NEW,), confidential=False)) == [water.code]
    assert codes(ask(store, units=("cap_nuoc",))) == []


def test_a_range_of_days_is_that_of_hai_phong_and_of_the_receipt(store: Store) -> None:
    called(store, answered_at=local("2026-11-24 23:59"), queued_at=local("2026-11-24 23:59"))
    evening = opened(store)
    opened(store, contact=None, now=local("2026-11-26 00:00"))
    assert codes(ask(store, received_from=date(2026, 11, 24), received_to=date(2026, 11, 24))) == [evening.code]
    assert codes(ask(store, received_from=date(2026, 11, 25), received_to=date(2026, 11, 25))) == []
    assert codes(ask(store, received_to=date(2026, 11, 25))) == [evening.code]


def test_late_is_what_a_clock_says_at_the_moment(store: Store) -> None:
    case = opened(store)
    assert codes(ask(store, late=True, now=minutes(60))) == []
    assert codes(ask(store, late=True, now=minutes(61))) == [case.code]
    withdraw_case(WithdrawCase(case.code, 1, "Đã có nước", "lan"), store, minutes(70))
    assert codes(ask(store, late=True, now=minutes(90))) == []


def test_the_answer_may_be_by_receipt_instead(store: Store) -> None:
    named, mentions = opened(store), opened(store, contact=None, content="Ước gọi", reporter_name="Bé", now=minutes(9))
    assert codes(ask(store, "ước")) == [named.code, mentions.code]
    assert codes(ask(store, "ước", order=Order.NEWEST)) == [mentions.code, named.code]
    assert codes(ask(store, "ước", order=Order.OLDEST)) == [named.code, mentions.code]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("counted", [2, 200])  # more than can be counted, and fewer: two ways to the same answer
def test_pages_follow_each_other_without_a_case_twice_or_missing(
    store: Store, order: Order, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.search.find.COUNTED", counted)
    for number in range(11):
        changed: dict[str, Any] = {"reporter_name": "Bé", "content": "Ước ơi"} if number % 3 else {}
        opened(store, contact=None, now=minutes(number // 2), **changed)
    whole = codes(ask(store, "ước", order=order))
    question, paged = SearchCases("ước", order=order, limit=3), []
    while True:
        answer = search_cases(question, OURS, store, minutes(600))
        paged += codes(answer)
        if answer.next is None:
            break
        question = replace(question, after=answer.next)
    assert (paged, len(paged)) == (whole, 11)


def test_a_case_saved_while_somebody_pages_disturbs_no_page(store: Store) -> None:
    for number in range(4):
        opened(store, contact=None, now=minutes(number))
    first = search_cases(SearchCases("nước", limit=2), OURS, store, minutes(9))
    opened(store, contact=None, now=minutes(10))
    second = search_cases(SearchCases("nước", limit=2, after=first.next), OURS, store, minutes(11))
    assert set(codes(first)) & set(codes(second)) == set()
    assert len(codes(second)) == 2


def test_the_count_is_told_up_to_a_bound(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        opened(store, contact=None, now=minutes(number))
    assert ask(store, "nước").count == 5
    monkeypatch.setattr("crm.search.find.COUNTED", 4)
    assert ask(store, "nước").count is None


def test_a_unit_finds_its_own_cases_only(store: Store) -> None:
    own = at_the_water_company(store)
    opened(store)
    assert codes(ask(store, "nước", viewer=WATER_COMPANY)) == [own]
    assert codes(ask(store, viewer=WATER_COMPANY)) == [own]


def test_a_unit_cannot_find_or_see_a_confidential_reporter(store: Store) -> None:
    hidden = at_the_water_company(
        store, confidential=True, reporter_address="Cát Dài", reporter_phone=PHONE, place="Lạch Tray"
    )
    for typed in ("ước", "ngọc ước ", "0912345678", "0912", "cát dài", "nước ước", "lan", '"Thị Ngọc"'):
        assert codes(ask(store, typed, viewer=WATER_COMPANY)) == [], typed
    for typed in ("nước -ước", "-ước", "-cát", "lạch tray", "nướ", hidden, "mất nước lạch"):
        (hit,) = ask(store, typed, viewer=WATER_COMPANY).hits
        assert (hit.line.code, hit.line.reporter_name, hit.line.reporter_phone) == (hidden, "", "")
        assert {part.field for part in hit.passages} <= {"place", "ward", "content"}
    assert codes(ask(store, "nước -mất ", viewer=WATER_COMPANY)) == []


def test_a_unit_finds_a_reporter_who_did_not_ask_for_confidence(store: Store) -> None:
    own = at_the_water_company(store, reporter_phone=PHONE)
    for typed in ("ước", "0912345678", "nguyễn ước nước"):
        assert codes(ask(store, typed, viewer=WATER_COMPANY)) == [own], typed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.text(), st.sampled_from(list(Order)), st.sampled_from([OURS, WATER_COMPANY]))
@example('"', Order.BEST, OURS)
@example("-- ; DROP TABLE cases", Order.BEST, OURS)
@example("NEAR(a b) OR {code}: x^2 * ( AND", Order.NEWEST, OURS)
@example("'a' <-> 'b':*A & !c", Order.BEST, WATER_COMPANY)
@example("0912" * 60, Order.BEST, WATER_COMPANY)
@example("a" * 5000, Order.BEST, OURS)
def test_no_text_at_all_is_an_error(store: Store, text: str, order: Order, viewer: Viewer) -> None:
    ask(store, text, order=order, viewer=viewer)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(["mất", "nước", "ước", "nuo", "lạch", '"lạch tray"', "-bé", "bé", "0912", "-đèn"]), max_size=4
    ),
    st.sampled_from([OURS, WATER_COMPANY]),
)
def test_few_cases_are_looked_at_one_by_one_with_the_databases_own_result(
    several: Store, words: list[str], viewer: Viewer
) -> None:
    plan = plan_of(SearchCases(" ".join(words)), viewer)
    with several.reading() as session:
        span = span_of(Filters())
        every = [found.place for found in find_places(session, plan.widest, span, 99)]
        by_reason = {
            found.place: number
            for number, tier in enumerate(plan.tiers)
            for found in find_places(session, tier.condition, span, 99)
        }
        assert first_fulfilled(session, [tier.condition for tier in plan.tiers], every) == by_reason
        assert sorted(every) == sorted(by_reason)


@pytest.fixture
def several(store: Store) -> Store:
    """Cases that have the same words in different places."""
    opened(store, place="Ngõ 1 Lạch Tray")
    opened(store, contact=None, content="Bé Ước ở Lạch Tray mất nước", reporter_name="Nước")
    opened(store, contact=None, content="Đèn tắt", reporter_name="Bé", place="Tray Lạch")
    at_the_water_company(store, confidential=True, place="Lạch Tray", reporter_phone="0912345999")
    at_the_water_company(store, reporter_name="Bé", content="Nước chảy ra Lạch Tray")
    return store


def test_an_index_lost_or_older_is_built_anew(store: Store) -> None:
    case = opened(store)
    with store.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM case_search")
    assert codes(ask(store, "nước")) == []
    ensure_index(store, minutes(9))
    assert codes(ask(store, "nước")) == [case.code]
    ensure_index(store, minutes(9))
    index_all(store, minutes(9))
    assert codes(ask(store, "nước")) == [case.code]


def test_a_longer_page_needs_no_more_statements_and_no_table_is_read_through(store: Store) -> None:
    def counted() -> int:
        opened(store)
        statements = Statements(store)
        ask(store, "nước ước", late=True)
        assert [read for plan in plans(statements, store) for read in plan.reads if read.whole] == []
        return len(statements.sent)

    assert counted() == counted() == counted()
