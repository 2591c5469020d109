"""The world as the caller's flow asks about it."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agi.services import Asker
from callcenter.flow_facts import Question, find_fact, language, office
from callcenter.flow_services import fact_lookup, message_places, status_lookup
from crm.contacts import record_contact
from crm.messages import ContactFacts, ContactState
from crm.store import Store, migrate
from crm.working_time import WorkingTime
from ivr_flows.facts import QUESTIONS, VALUES, in_words

HAI_PHONG = ZoneInfo("Asia/Ho_Chi_Minh")
WEDNESDAY = datetime(2026, 11, 25, 9, 30, tzinfo=HAI_PHONG)
NUMBER = "0912345678"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    migrate(url)
    return Store(url)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HAI_PHONG)


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("2026-11-25T07:29", "closed"),
        ("2026-11-25T07:30", "open"),
        ("2026-11-25T12:00", "closed"),
        ("2026-11-25T16:59", "open"),
        ("2026-11-25T17:00", "closed"),
        ("2026-11-24T09:30", "holiday"),  # Ngày Văn hóa Việt Nam
        ("2026-11-28T09:30", "holiday"),  # a Saturday
        ("2026-08-22T09:30", "open"),  # a Saturday that is worked
    ],
)
def test_the_office_is_open_by_its_calendar(moment: str, answer: str) -> None:
    assert office(WorkingTime.default(), at(moment).astimezone(UTC)) == answer


@pytest.mark.parametrize(
    ("phone", "answer"),
    [(NUMBER, "vietnamese"), ("+84912345678", "vietnamese"), ("", "vietnamese"), ("+4915112345678", "foreign")],
)
def test_the_language_of_a_notice_is_that_of_the_numbers_country(phone: str, answer: str) -> None:
    assert language(phone) == answer


def ask(name: str, store: Store, phone: str = NUMBER, waiting: int | None = 4) -> str | None:
    return find_fact(Question(name, phone, None), store, lambda: waiting, WEDNESDAY)


def test_every_question_and_value_of_the_flow_has_an_answer(store: Store) -> None:
    for question, answers in QUESTIONS.items():
        assert ask(question, store) in answers
    for value, reading in VALUES.items():
        assert in_words(reading, ask(value, store) or "") is not None
    assert ask("weather", store) is None


def test_the_present_call_makes_nobody_known_but_an_earlier_one_does(store: Store) -> None:
    record_contact(ContactFacts("1.1", ContactState.IN_MENU, phone=NUMBER, answered_at=WEDNESDAY), store, WEDNESDAY)
    assert ask("caller", store) == "stranger"
    ended = ContactFacts("1.0", ContactState.HANDLED, phone=NUMBER, answered_at=WEDNESDAY, ended_at=WEDNESDAY)
    record_contact(ended, store, WEDNESDAY)
    assert ask("caller", store) == "known"
    assert ask("caller", store, phone="") == "stranger"


def test_how_many_wait_is_not_known_while_the_live_state_is_stale(store: Store) -> None:
    assert ask("waiting", store) == "4"
    assert ask("waiting", store, waiting=None) is None


async def test_the_menu_gets_its_answers_without_waiting_for_other_calls(store: Store) -> None:
    facts = fact_lookup(store, lambda: 4, lambda: WEDNESDAY)
    assert await facts("now", Asker(NUMBER, None)) == "09:30"
    assert await status_lookup(store, lambda: WEDNESDAY)("260001233") is None


async def test_a_message_lies_with_the_recordings_of_its_day(tmp_path: Path) -> None:
    place = await message_places(tmp_path, lambda: at("2026-11-25T00:30").astimezone(UTC))("1795400000.17")
    assert place.name == "2026/11/25/1795400000.17-message.wav"
    assert place.file == str(tmp_path / "2026/11/25/1795400000.17-message")
    assert (tmp_path / "2026/11/25").is_dir()


async def test_a_call_with_a_strange_name_gets_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name for a file"):
        await message_places(tmp_path, lambda: WEDNESDAY)("../../etc/passwd")
